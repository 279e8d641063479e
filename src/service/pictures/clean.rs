//! Makes a picture of a file: its pixels are read and written anew, and nothing else of it
//! goes on. What a camera or a person wrote beside them (place, time, device, words) has no
//! way through, nor has anything hidden behind the end.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits};

use super::picture::{Picture, PictureKind};
use crate::domain::ids::Redacted;

/// Most bytes of a file, before and after.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;

/// Most pixels along one side.
pub const SIDE_MAX: u32 = 8192;

/// Most pixels together: a long strip may be long, but a square this large only fills memory.
pub const PIXELS_MAX: u64 = 16 * 1024 * 1024;

/// Most memory of one decoding: sixteen bits and four channels of every pixel.
const MEMORY_MAX: u64 = PIXELS_MAX * 8 + 16 * 1024 * 1024;

/// How well a photograph is written, and how if that takes too many bytes.
const QUALITIES: [u8; 3] = [90, 80, 65];

/// A file that is no picture to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It does not read as the kind that it says it is.
    #[error("the bytes are not such a picture, or are damaged")]
    NotThatKind,
    /// It has more pixels than are taken.
    #[error("it has too many pixels")]
    TooManyPixels,
}

/// The picture in `file`, the right way up. It takes long and much memory: not for a thread
/// on which others wait.
///
/// # Errors
/// Why the file is no picture to be kept.
pub(super) fn cleaned(kind: PictureKind, file: &[u8]) -> Result<Picture, Unusable> {
    let shown = pixels(kind, file)?;
    let (kind, bytes) = written(kind, shown).map_err(|error| {
        tracing::warn!(%error, "A picture could be read and not written");
        Unusable::NotThatKind
    })?;
    let bytes = Redacted::new(Bytes::from(bytes));
    Ok(Picture { kind, bytes })
}

/// Reads the pixels. How large it will be is known, and judged, before they are.
fn pixels(kind: PictureKind, file: &[u8]) -> Result<DynamicImage, Unusable> {
    let format = match kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
    };
    // The reader would take what begins otherwise as long as its parts are found in it.
    if image::guess_format(file).ok() != Some(format) {
        return Err(Unusable::NotThatKind);
    }
    let damaged = |_why| Unusable::NotThatKind;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let many = u64::from(width).saturating_mul(u64::from(height)) > PIXELS_MAX;
    if many || width > SIDE_MAX || height > SIDE_MAX {
        return Err(Unusable::TooManyPixels);
    }
    // Cameras write how they were held, and turn nothing.
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut shown = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    shown.apply_orientation(held);
    Ok(shown)
}

/// Writes the pixels in at most [`BYTES_MAX`]: as they were, less exactly, or fewer of them.
fn written(kind: PictureKind, mut shown: DynamicImage) -> ImageResult<(PictureKind, Vec<u8>)> {
    if kind == PictureKind::Png {
        let plain = if shown.color().has_alpha() {
            DynamicImage::from(shown.to_rgba8())
        } else {
            DynamicImage::from(shown.to_rgb8())
        };
        let mut file = Cursor::new(Vec::new());
        plain.write_to(&mut file, ImageFormat::Png)?;
        let file = file.into_inner();
        if file.len() <= BYTES_MAX {
            return Ok((kind, file));
        }
    }
    loop {
        let plain = shown.to_rgb8();
        let mut file = Vec::new();
        for quality in QUALITIES {
            file.clear();
            JpegEncoder::new_with_quality(&mut file, quality).encode_image(&plain)?;
            if file.len() <= BYTES_MAX {
                return Ok((PictureKind::Jpeg, file));
            }
        }
        let (width, height) = (shown.width() / 2, shown.height() / 2);
        shown = shown.resize(width.max(1), height.max(1), FilterType::Triangle);
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::super::testing::{self, PLANTED, jpeg, photo, planted_png, png};
    use super::*;

    #[test]
    fn nothing_that_a_camera_wrote_beside_the_pixels_goes_on() {
        let file = photo(1);
        assert!(holds(&file, PLANTED) && holds(&file, "Exif"));
        let picture = cleaned(PictureKind::Jpeg, &file).unwrap();
        let kept = picture.bytes.reveal();
        for gone in [PLANTED, "Exif", "GPS", "http://ns.adobe.com", "ICC_PROFILE"] {
            assert!(!holds(kept, gone), "{gone}");
        }
        let mut decoder = decoder(kept, ImageFormat::Jpeg);
        assert_eq!(decoder.exif_metadata().unwrap(), None);
        assert_eq!(decoder.icc_profile().unwrap(), None);
    }

    #[test]
    fn words_in_a_png_and_behind_its_end_do_not_go_on() {
        let file = planted_png();
        assert!(holds(&file, PLANTED) && holds(&file, "tEXt"));
        let picture = cleaned(PictureKind::Png, &file).unwrap();
        assert_eq!(picture.kind, PictureKind::Png);
        let kept = picture.bytes.reveal();
        for gone in [PLANTED, "tEXt", "iTXt", "eXIf"] {
            assert!(!holds(kept, gone), "{gone}");
        }
        assert_eq!(read(&picture).to_rgb8(), corners());
    }

    #[test]
    fn picture_is_the_right_way_up_however_the_camera_was_held() {
        // Eight ways to hold a camera (Exif 2.32, tag 0x0112), and where the red corner of
        // the stored pixels is to be seen.
        for (held, right, below) in [
            (1, false, false),
            (2, true, false),
            (3, true, true),
            (4, false, true),
            (5, false, false),
            (6, true, false),
            (7, true, true),
            (8, false, true),
        ] {
            let picture = read(&cleaned(PictureKind::Jpeg, &photo(held)).unwrap()).to_rgb8();
            let turned = held > 4;
            let size = if turned { (48, 64) } else { (64, 48) };
            assert_eq!(picture.dimensions(), size, "held as {held}");
            let (x, y) = (
                if right { size.0 - 4 } else { 3 },
                if below { size.1 - 4 } else { 3 },
            );
            let Rgb([red, green, _]) = *picture.get_pixel(x, y);
            assert!(red > 180 && green < 90, "held as {held}: {red} {green}");
        }
    }

    #[test]
    fn bytes_must_be_what_they_are_said_to_be() {
        let not = Err(Unusable::NotThatKind);
        assert_eq!(cleaned(PictureKind::Png, &jpeg(&corners())), not);
        assert_eq!(cleaned(PictureKind::Jpeg, &png(&corners())), not);
        for wrong in [
            b"".as_slice(),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"\x89PNG\r\n\x1a\n",
        ] {
            assert_eq!(cleaned(PictureKind::Jpeg, wrong), not);
            assert_eq!(cleaned(PictureKind::Png, wrong), not);
        }
        let mut damaged = png(&corners());
        damaged.truncate(damaged.len() / 2);
        assert_eq!(cleaned(PictureKind::Png, &damaged), not);
    }

    #[test]
    fn picture_of_too_many_pixels_is_refused_before_they_are_read() {
        // The header says so; the pixels are not even there.
        let mut bomb = png(&corners());
        for (width, height) in [(SIDE_MAX + 1, 1), (1, SIDE_MAX + 1), (4097, 4096)] {
            resize_header(&mut bomb, width, height);
            let ended = cleaned(PictureKind::Png, &bomb);
            assert_eq!(ended, Err(Unusable::TooManyPixels), "{width} x {height}");
        }
    }

    #[test]
    fn picture_that_takes_too_many_bytes_is_written_less_exactly() {
        // Noise is what compresses worst.
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(1600, 1200, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [_, red, green, blue] = state.to_be_bytes();
            Rgb([red, green, blue])
        });
        let picture = cleaned(PictureKind::Png, &png(&noise)).unwrap();
        assert_eq!(picture.kind, PictureKind::Jpeg);
        assert!(picture.bytes.reveal().len() <= BYTES_MAX);
        assert!(read(&picture).width() >= 800);
    }

    fn corners() -> RgbImage {
        testing::corners()
    }

    fn read(picture: &Picture) -> DynamicImage {
        let format = match picture.kind {
            PictureKind::Jpeg => ImageFormat::Jpeg,
            PictureKind::Png => ImageFormat::Png,
        };
        image::load_from_memory_with_format(picture.bytes.reveal(), format).unwrap()
    }

    fn decoder(file: &[u8], format: ImageFormat) -> impl image::ImageDecoder {
        ImageReader::with_format(Cursor::new(file), format)
            .into_decoder()
            .unwrap()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }

    /// Writes another size into the header of a PNG, with the sum that belongs to it.
    fn resize_header(file: &mut [u8], width: u32, height: u32) {
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = testing::crc(&file[12..29]);
        file[29..33].copy_from_slice(&sum.to_be_bytes());
    }
}
