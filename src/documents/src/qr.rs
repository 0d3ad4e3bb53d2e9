//! QR codes as SVG, at a fineness that a phone still reads from paper.

use std::fmt::Write;

use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, bits, ec};

use crate::DocumentError;

/// How much damage a code bears: a quarter of its words. A fold, a stamp across it or a bad copier costs words.
const LEVEL: EcLevel = EcLevel::Q;

/// Beyond this version (117 modules, 0.28 mm each at 35 mm with the quiet zone) office printers and phones begin to fail.
const FINEST: i16 = 25;

/// One mask for every code. ISO/IEC 18004 lets an encoder try all eight and take the one after which least looks like a finder or a
/// blank, for data that repeats itself. A signed credential is as good as random and looks the same behind each; the code names
/// its mask, and scanners take any. Trying them took longer than all other typesetting.
const MASK: MaskPattern = MaskPattern::VerticalLines;

/// Light modules on every side, as ISO/IEC 18004 asks.
const QUIET_ZONE: usize = 4;

/// A code's modules, row by row.
struct Code {
    version: Version,
    modules: Vec<Color>,
}

impl Code {
    /// Modules in a row.
    fn width(&self) -> usize {
        usize::from(self.version.width().unsigned_abs())
    }
}

/// The QR code of this payload as an SVG picture with its quiet zone.
pub(crate) fn svg(payload: &str) -> Result<String, DocumentError> {
    let code = encode(payload).ok_or(DocumentError::QrTooLong { bytes: payload.len() })?;
    Ok(picture(&code))
}

/// Dark modules as one path of horizontal runs: half the work of a square each, and no hairline between neighbours.
fn picture(code: &Code) -> String {
    let side = code.width() + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (row, line) in (QUIET_ZONE..).zip(code.modules.chunks(code.width())) {
        let mut column = QUIET_ZONE;
        for run in line.chunk_by(|left, right| left == right) {
            let length = run.len();
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{column} {row}h{length}v1h-{length}z");
            }
            column += length;
        }
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>"##
    )
}

/// The address takes eight bits a character, the base32 behind it five and a half: `encode_auto` finds where to change over.
/// The version is known before the modules are laid out, which is done only for a code that will do.
fn encode(payload: &str) -> Option<Code> {
    let bits = bits::encode_auto(payload.as_bytes(), LEVEL).ok()?;
    let version = bits.version();
    if !matches!(version, Version::Normal(number) if number <= FINEST) {
        return None;
    }
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, LEVEL).ok()?;
    let mut canvas = Canvas::new(version, LEVEL);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MASK);
    Some(Code { version, modules: canvas.into_colors() })
}

#[cfg(test)]
mod tests {
    use quircs::Quirc;

    use super::*;

    const ADDRESS: &str = "https://portal.example.cn/verify/SZI26-0123-45678#";
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// An address of fifty characters, and so much base32 behind it.
    fn payload(base32: usize) -> String {
        assert_eq!(ADDRESS.len(), 50);
        ADDRESS.chars().chain(LETTERS.iter().map(|letter| char::from(*letter)).cycle().take(base32)).collect()
    }

    /// The same with letters that follow each other as those of a signed credential do, another row for each seed.
    fn credential(seed: u32, base32: usize) -> String {
        let mut state = seed;
        let letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(LETTERS[usize::try_from(state >> 27).unwrap()])
        };
        ADDRESS.chars().chain(std::iter::repeat_with(letter).take(base32)).collect()
    }

    fn modules(payload: &str) -> Option<usize> {
        encode(payload).map(|code| code.width())
    }

    /// What a scanner reads from a code of four by four pixels a module.
    fn scanned(code: &Code) -> Vec<u8> {
        const SCALE: usize = 4;
        let side = (code.width() + 2 * QUIET_ZONE) * SCALE;
        let mut pixels = vec![255; side * side];
        for (place, _) in code.modules.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
            let (row, column) = (place / code.width() + QUIET_ZONE, place % code.width() + QUIET_ZONE);
            for line in row * SCALE..(row + 1) * SCALE {
                let from = line * side + column * SCALE;
                pixels[from..from + SCALE].fill(0);
            }
        }
        let mut scanner = Quirc::new();
        let read = scanner.identify(side, side, &pixels).next().unwrap().unwrap();
        read.decode().unwrap().payload
    }

    #[test]
    fn a_usual_credential_bears_the_loss_of_a_quarter() {
        assert_eq!(modules(&payload(760)), Some(109));
    }

    #[test]
    fn a_longer_credential_has_a_finer_code_and_one_that_would_be_too_fine_is_refused() {
        assert_eq!(modules(&payload(960)), Some(117));
        assert_eq!(modules(&payload(1_000)), None);
        assert_eq!(svg(&payload(1_000)), Err(DocumentError::QrTooLong { bytes: 1_050 }));
    }

    #[test]
    fn capitals_and_digits_are_coded_closer_than_bytes() {
        assert_eq!((modules(&payload(760).to_lowercase()), modules(&payload(760))), (None, Some(109)));
    }

    #[test]
    fn a_scanner_reads_credentials_of_every_length_behind_the_one_mask() {
        for seed in 1..=4 {
            for base32 in [600, 760, 940] {
                let payload = credential(seed, base32);
                let code = encode(&payload).unwrap();
                assert_eq!(scanned(&code), payload.as_bytes(), "{payload}");
            }
        }
    }
}
