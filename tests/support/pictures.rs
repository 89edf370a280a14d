//! Pictures: read, compared, marked where they differ, written.

use std::collections::BTreeSet;
use std::io::Cursor;

/// How far apart two pixels may be in a channel before they count as different.
const TOLERANCE: u8 = 16;

/// A picture of 8-bit RGB pixels, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Reads a PNG; what shows through stands on white.
    pub(crate) fn decode(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
        let mut reader = decoder.read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        buffer.truncate(info.buffer_size());
        let over_white = |value: u8, alpha: u8| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap()
        };
        let pixels = match info.color_type {
            png::ColorType::Rgb => buffer.chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect(),
            png::ColorType::Rgba => buffer
                .chunks_exact(4)
                .map(|p| [p[0], p[1], p[2]].map(|value| over_white(value, p[3])))
                .collect(),
            other => panic!("a picture of {other:?}"),
        };
        Self {
            width: info.width as usize,
            height: info.height as usize,
            pixels,
        }
    }

    /// The picture as a small PNG: sixteen levels a channel, which is finer than [`TOLERANCE`], and a palette.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let coarse = |pixel: &[u8; 3]| pixel.map(|value| (u16::from(value) * 15 + 127) / 255);
        let used: BTreeSet<[u16; 3]> = self.pixels.iter().map(coarse).collect();
        let palette: Vec<[u16; 3]> = used.into_iter().collect();
        assert!(palette.len() <= 256, "{} colours", palette.len());
        let indices: Vec<u8> = self
            .pixels
            .iter()
            .map(|pixel| {
                let at = palette.binary_search(&coarse(pixel)).unwrap();
                u8::try_from(at).unwrap()
            })
            .collect();
        let colours: Vec<u8> = palette
            .iter()
            .flatten()
            .map(|level| u8::try_from(level * 17).unwrap())
            .collect();

        let mut bytes = Vec::new();
        let [width, height] = [self.width, self.height].map(|n| u32::try_from(n).unwrap());
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(colours);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&indices).unwrap();
        writer.finish().unwrap();
        bytes
    }

    /// The relative luminance (WCAG 2.2) of a pixel.
    pub(crate) fn luminance(&self, x: usize, y: usize) -> f64 {
        let [r, g, b] = self.pixels[y * self.width + x].map(|value| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn at(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        (x < self.width && y < self.height).then(|| self.pixels[y * self.width + x])
    }

    /// This picture paled, with what differs in the other in red.
    pub(crate) fn marked(&self, other: &Self) -> Self {
        let (width, height) = (self.width.max(other.width), self.height.max(other.height));
        let pixels = (0..width * height)
            .map(|i| (i % width, i / width))
            .map(|(x, y)| match (self.at(x, y), other.at(x, y)) {
                (Some(a), Some(b)) if !differ(a, b) => a.map(|value| 191 + value / 4),
                _ => [200, 0, 0],
            })
            .collect();
        Self {
            width,
            height,
            pixels,
        }
    }
}

fn differ(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > TOLERANCE)
}

/// The share of pixels that differ; all of them where the sizes do.
pub(crate) fn difference(a: &Picture, b: &Picture) -> f64 {
    if (a.width, a.height) != (b.width, b.height) {
        return 1.0;
    }
    let different = a
        .pixels
        .iter()
        .zip(&b.pixels)
        .filter(|(a, b)| differ(**a, **b));
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    count(different.count()) / count(a.pixels.len())
}
