//! QR codes as SVG, at a fineness that a phone still reads from paper.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode, Version, bits};

use crate::DocumentError;

/// How much damage a code bears: a quarter of its words (Q) if there is room for that much, or else 15 % (M) or 7 % (L). A fold, a
/// stamp across it or a bad copier costs words; finer modules cost the whole code.
const LEVELS: [EcLevel; 3] = [EcLevel::Q, EcLevel::M, EcLevel::L];

/// Beyond this version (117 modules, 0.28 mm each at 35 mm with the quiet zone) office printers and phones begin to fail.
const FINEST: i16 = 25;

/// Light modules on every side, as ISO/IEC 18004 asks.
const QUIET_ZONE: usize = 4;

/// The QR code of this payload as an SVG picture with its quiet zone.
pub(crate) fn svg(payload: &str) -> Result<String, DocumentError> {
    let code = LEVELS
        .into_iter()
        .find_map(|level| encode(payload, level))
        .ok_or(DocumentError::QrTooLong { bytes: payload.len() })?;
    Ok(picture(&code))
}

/// Dark modules as one path of horizontal runs: half the work of a square each, and no hairline between neighbours.
fn picture(code: &QrCode) -> String {
    let modules = code.to_colors();
    let side = code.width() + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (row, line) in (QUIET_ZONE..).zip(modules.chunks(code.width())) {
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
/// The version is known before the modules are laid out and masked, which is the costly part and done only for a code that will do.
fn encode(payload: &str, level: EcLevel) -> Option<QrCode> {
    let bits = bits::encode_auto(payload.as_bytes(), level).ok()?;
    match bits.version() {
        Version::Normal(version) if version <= FINEST => QrCode::with_bits(bits, level).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An address of fifty characters, and so much base32 behind it.
    fn payload(base32: usize) -> String {
        let address = "https://portal.example.cn/verify/SZI26-0123-45678#";
        assert_eq!(address.len(), 50);
        address.chars().chain("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().cycle().take(base32)).collect()
    }

    fn level(payload: &str) -> Option<EcLevel> {
        LEVELS.into_iter().find(|level| encode(payload, *level).is_some())
    }

    #[test]
    fn a_usual_credential_bears_the_loss_of_a_quarter() {
        let code = encode(&payload(760), EcLevel::Q).map(|code| (code.version(), code.width()));
        assert_eq!(code, Some((Version::Normal(23), 109)));
    }

    #[test]
    fn a_longer_credential_bears_less_and_one_that_would_be_too_fine_is_refused() {
        for (base32, expected) in [
            (960, Some(EcLevel::Q)),
            (1_000, Some(EcLevel::M)),
            (1_370, Some(EcLevel::M)),
            (1_400, Some(EcLevel::L)),
            (1_770, Some(EcLevel::L)),
            (1_800, None),
        ] {
            assert_eq!(level(&payload(base32)), expected, "{base32}");
        }
        assert_eq!(svg(&payload(1_800)), Err(DocumentError::QrTooLong { bytes: 1_850 }));
    }

    #[test]
    fn capitals_and_digits_are_coded_closer_than_bytes() {
        let lower_case = payload(1_000).to_lowercase();
        assert_eq!((level(&lower_case), level(&payload(1_000))), (Some(EcLevel::L), Some(EcLevel::M)));
    }
}
