//! A picture as it is kept: nothing in it but what it shows.

use bytes::{BufMut as _, Bytes, BytesMut};

use crate::domain::ids::Redacted;

/// In what form a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// A photograph.
    Jpeg,
    /// Anything with sharp edges.
    Png,
}

impl PictureKind {
    /// The kind that a media type names, whatever follows it.
    #[must_use]
    pub fn of_media_type(text: &str) -> Option<Self> {
        let kind = text.split(';').next().unwrap_or_default().trim();
        [Self::Jpeg, Self::Png]
            .into_iter()
            .find(|known| kind.eq_ignore_ascii_case(known.media_type()))
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    const fn letter(self) -> u8 {
        match self {
            Self::Jpeg => b'J',
            Self::Png => b'P',
        }
    }
}

/// A picture that holds pixels alone: no place, no time, no camera, no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its form.
    pub kind: PictureKind,
    /// The file.
    pub bytes: Redacted<Bytes>,
}

impl Picture {
    /// What is sealed: a letter for the kind, then the file.
    pub(in crate::service) fn stored(&self) -> Bytes {
        let file = self.bytes.reveal();
        let mut stored = BytesMut::with_capacity(file.len().saturating_add(1));
        stored.put_u8(self.kind.letter());
        stored.put_slice(file);
        stored.freeze()
    }

    /// The picture that was stored so; nothing if it was not.
    pub(in crate::service) fn of_stored(stored: Vec<u8>) -> Option<Self> {
        let mut file = Bytes::from(stored);
        let letter = *file.first()?;
        let kind = [PictureKind::Jpeg, PictureKind::Png]
            .into_iter()
            .find(|kind| kind.letter() == letter)?;
        let bytes = Redacted::new(file.split_off(1));
        Some(Self { kind, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_is_the_media_type_whatever_follows_it() {
        for (text, kind) in [
            ("image/jpeg", Some(PictureKind::Jpeg)),
            ("IMAGE/PNG; q=1", Some(PictureKind::Png)),
            ("image/jpg", None),
            ("image/svg+xml", None),
            ("text/html", None),
            ("", None),
        ] {
            assert_eq!(PictureKind::of_media_type(text), kind, "{text}");
        }
    }

    #[test]
    fn picture_is_stored_with_its_kind_and_prints_nothing() {
        for kind in [PictureKind::Jpeg, PictureKind::Png] {
            let bytes = Redacted::new(Bytes::from_static(b"wound"));
            let picture = Picture { kind, bytes };
            assert!(!format!("{picture:?}").contains("wound"));
            let read = Picture::of_stored(picture.stored().to_vec());
            assert_eq!(read, Some(picture));
        }
        assert_eq!(Picture::of_stored(b"Xwound".to_vec()), None);
        assert_eq!(Picture::of_stored(Vec::new()), None);
    }
}
