//! QR codes as SVG, at a fineness that a phone still reads from paper.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode, Version, bits};

use crate::DocumentError;

/// Versions up to here (89 modules) are coarse enough to afford level M, which bears 15 % of damage.
const FINEST_WITH_MORE_CORRECTION: i16 = 18;

/// Beyond this version (117 modules, 0.28 mm each at 35 mm with the quiet zone) office printers and phones begin to fail.
const FINEST: i16 = 25;

/// Light modules on every side, as ISO/IEC 18004 asks.
const QUIET_ZONE: usize = 4;

/// The QR code of this payload as an SVG picture with its quiet zone.
pub(crate) fn svg(payload: &str) -> Result<String, DocumentError> {
    let code = encode(payload, EcLevel::M, FINEST_WITH_MORE_CORRECTION)
        .or_else(|| encode(payload, EcLevel::L, FINEST))
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

/// The version is known before the modules are laid out and masked, which is the costly part and done only for a code that will do.
fn encode(payload: &str, level: EcLevel, finest: i16) -> Option<QrCode> {
    let bits = bits::encode_auto(payload.as_bytes(), level).ok()?;
    match bits.version() {
        Version::Normal(version) if version <= finest => QrCode::with_bits(bits, level).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_payload_bears_more_damage_than_a_long_one() {
        let short = encode(&"a".repeat(100), EcLevel::M, FINEST_WITH_MORE_CORRECTION);
        let long = encode(&"a".repeat(900), EcLevel::M, FINEST_WITH_MORE_CORRECTION);
        assert!(short.is_some());
        assert!(long.is_none());
        assert!(svg(&"a".repeat(900)).is_ok());
    }

    #[test]
    fn an_unreadable_code_is_refused() {
        let payload = "a".repeat(1_400);
        assert_eq!(svg(&payload), Err(DocumentError::QrTooLong { bytes: 1_400 }));
    }
}
