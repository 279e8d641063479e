//! The Swedish alphabet: å, ä and ö are letters of their own, and the last.

/// By which names are sorted as Swedes look for them, whatever their capitals.
#[must_use]
pub fn key(name: &str) -> Vec<(u8, char)> {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'å' => (1, letter),
            'ä' | 'æ' => (2, 'ä'),
            'ö' | 'ø' => (3, 'ö'),
            'é' | 'è' | 'ë' => (0, 'e'),
            'ü' => (0, 'y'),
            _ => (0, letter),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_swedish_order() {
        let mut names = [
            "Örnsköldsvik",
            "Ånge",
            "Ädelfors",
            "Sundsvall",
            "härnösand",
            "Åbo",
            "Zinkgruvan",
            "Timrå",
        ];
        names.sort_by_cached_key(|name| key(name));
        assert_eq!(
            names,
            [
                "härnösand",
                "Sundsvall",
                "Timrå",
                "Zinkgruvan",
                "Åbo",
                "Ånge",
                "Ädelfors",
                "Örnsköldsvik"
            ]
        );
    }
}
