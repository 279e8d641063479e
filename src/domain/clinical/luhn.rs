//! The check digit of Swedish personal and organisation numbers.

/// Whether ten digits end in the check digit of the nine before (weights 2, 1, 2, …).
pub(crate) fn luhn_holds(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| {
            let product = if place % 2 == 0 { digit * 2 } else { digit };
            product / 10 + product % 10
        })
        .sum();
    digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()) && sum.is_multiple_of(10)
}
