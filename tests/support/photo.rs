//! Pictures for tests: a red corner, and words that no camera should have written.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What stands beside the pixels and may be found nowhere.
pub(crate) const PLANTED: &str = "Planterad GPS 62.39N 17.31E";

/// 64 by 48 white pixels, the upper left quarter red.
pub(crate) fn corners() -> RgbImage {
    RgbImage::from_fn(64, 48, |x, y| {
        if x < 32 && y < 24 {
            Rgb([220, 20, 20])
        } else {
            Rgb([255, 255, 255])
        }
    })
}

pub(crate) fn jpeg(shown: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 95)
        .encode_image(shown)
        .unwrap();
    file
}

pub(crate) fn png(shown: &RgbImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(shown.clone())
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// A photograph as a telephone writes it: how it was held, where it was, and a comment.
pub(crate) fn photo(held: u16) -> Vec<u8> {
    let file = jpeg(&corners());
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    // Two fields: orientation, and a description that says where.
    exif.extend([0, 2]);
    exif.extend([0x01, 0x0e, 0, 2]);
    exif.extend(length(PLANTED.len() + 1).to_be_bytes());
    exif.extend(38_u32.to_be_bytes());
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1]);
    exif.extend(held.to_be_bytes());
    exif.extend([0, 0, 0, 0, 0, 0]);
    exif.extend(PLANTED.as_bytes());
    exif.push(0);
    let mut photo = file[..2].to_vec();
    photo.extend(segment(0xe1, &exif));
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x>{PLANTED}</x>");
    photo.extend(segment(0xe1, xmp.as_bytes()));
    photo.extend(segment(0xfe, PLANTED.as_bytes()));
    photo.extend(&file[2..]);
    // And behind the end.
    photo.extend(PLANTED.as_bytes());
    photo
}

/// A PNG with words in it and behind its end.
pub(crate) fn planted_png() -> Vec<u8> {
    let file = png(&corners());
    let text = format!("Comment\0{PLANTED}");
    let mut chunk = b"tEXt".to_vec();
    chunk.extend(text.as_bytes());
    let mut planted = file[..33].to_vec();
    planted.extend(length(text.len()).to_be_bytes());
    planted.extend(&chunk);
    planted.extend(crc(&chunk).to_be_bytes());
    planted.extend(&file[33..]);
    planted.extend(PLANTED.as_bytes());
    planted
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut segment = vec![0xff, marker];
    let length = u16::try_from(content.len() + 2).unwrap();
    segment.extend(length.to_be_bytes());
    segment.extend(content);
    segment
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap()
}

/// The sum behind a chunk of a PNG (ISO 3309).
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}
