//! The status list token (IETF draft-ietf-oauth-status-list): four bits for each certificate ever issued.

use std::io::{Read, Write};

use chrono::{DateTime, Duration, Utc};
use data_encoding::BASE64URL_NOPAD;
use domain::registered::Standing;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};

use crate::{Fault, KeySet, Purpose, Signer, jws};

const TYPE: &str = "statuslist+jwt";
/// Certificates in one list: 64 KiB before compression.
pub const LIST_LENGTH: i64 = 131_072;
const BITS: u8 = 4;
/// How long a list may be relied on without a connection.
const LIFE: Duration = Duration::days(7);
/// After so many seconds a newer one is worth asking for.
const TTL: i64 = 60;

/// Address of the list that has this place.
pub fn status_list_address(issuer: &str, number: i64) -> String {
    format!("{issuer}/api/v1/certificates/status-list?list={}", number / LIST_LENGTH)
}

/// A standing's value; 3 and from 12 on are for applications to give a meaning.
const fn value(standing: Standing) -> u8 {
    match standing {
        Standing::Valid | Standing::Expired => 0,
        Standing::Revoked => 1,
        Standing::Suspended => 2,
        Standing::Superseded => 3,
        Standing::Terminated => 12,
        Standing::Reissued => 13,
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    iat: i64,
    exp: i64,
    ttl: i64,
    status_list: Packed,
}

#[derive(Serialize, Deserialize)]
struct Packed {
    bits: u8,
    lst: String,
}

/// A list, as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// The moment for which it holds.
    pub as_of: DateTime<Utc>,
    /// Until when it may be relied on.
    pub until: DateTime<Utc>,
    address: String,
    bytes: Vec<u8>,
}

impl StatusList {
    /// The signed token of list `list` of a portal: places within the list and how they stand; those not named are valid.
    pub fn token(
        signer: &dyn Signer,
        issuer: &str,
        list: i64,
        standings: &[(i64, Standing)],
        as_of: DateTime<Utc>,
    ) -> Result<String, std::io::Error> {
        let length = standings.iter().map(|(place, _)| place + 1).max().unwrap_or(0);
        let mut bytes = vec![0_u8; usize::try_from((length + 1) / 2).unwrap_or(0)];
        for (place, standing) in standings {
            if let Some(byte) = usize::try_from(place / 2).ok().and_then(|at| bytes.get_mut(at)) {
                *byte |= value(*standing) << (4 * (place % 2));
            }
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        let claims = Claims {
            sub: status_list_address(issuer, list * LIST_LENGTH),
            iat: as_of.timestamp(),
            exp: (as_of + LIFE).timestamp(),
            ttl: TTL,
            status_list: Packed { bits: BITS, lst: BASE64URL_NOPAD.encode(&encoder.finish()?) },
        };
        Ok(jws::sign(signer, TYPE, &claims)?)
    }

    /// Reads a token.
    pub fn read(token: &str, keys: &KeySet) -> Result<Self, Fault> {
        let claims: Claims = jws::open(token.trim(), TYPE, Purpose::Credential, keys)?;
        let packed = BASE64URL_NOPAD.decode(claims.status_list.lst.as_bytes()).map_err(|_| Fault::Unreadable)?;
        let mut bytes = Vec::new();
        let most = LIST_LENGTH.unsigned_abs() / 2;
        ZlibDecoder::new(packed.as_slice()).take(most).read_to_end(&mut bytes).map_err(|_| Fault::Unreadable)?;
        let moment = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(Fault::Unreadable);
        if claims.status_list.bits != BITS {
            return Err(Fault::WrongType);
        }
        Ok(Self { as_of: moment(claims.iat)?, until: moment(claims.exp)?, address: claims.sub, bytes })
    }

    /// How the certificate at a place stands, if this is the list that has it. Whether its time is over is not in the list.
    pub fn standing(&self, place: &crate::StatusListPlace) -> Option<Standing> {
        if place.uri != self.address {
            return None;
        }
        let byte = self.bytes.get(usize::try_from(place.idx / 2).ok()?)?;
        let listed = byte >> (4 * (place.idx % 2)) & 0xf;
        Standing::ALL
            .iter()
            .copied()
            .filter(|standing| *standing != Standing::Expired)
            .find(|one| value(*one) == listed)
    }
}
