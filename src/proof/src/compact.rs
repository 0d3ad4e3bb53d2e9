//! The credential as COSE_Sign1 in base32, which a QR code of 35 mm holds with a quarter of it damaged. Long names are cut short
//! for that; the data sheet, whose digest is signed, has them whole.

use coset::cbor::Value;
use coset::iana::{CwtClaimName, EnumI64};
use coset::{CborSerializable, CoseSign1, CoseSign1Builder, Header, HeaderBuilder, Label, TaggedCborSerializable};
use data_encoding::BASE32_NOPAD;
use domain::clock::shanghai_date;
use domain::merkle::Hash;

use crate::names::fitted;
use crate::{Credential, Fault, KeySet, Purpose, Signer, StatusPlace};

/// Type of the message (RFC 9596).
const TYPE: &str = "tcc+cwt";
const TYPE_LABEL: i64 = 16;
/// Our claims, in the range for private use (RFC 8392 §9.1).
const CLAIMS: i64 = -65_537;

/// UTF-8 bytes that the address of a portal may have, so that every certificate fits its code: it stands there twice.
pub const LONGEST_ISSUER: usize = 56;

/// What the QR code holds: the public page, which shows the present status, with the credential behind `#`, which no log sees.
pub fn link(credential: &Credential, signer: &dyn Signer) -> Result<String, Fault> {
    let compact = BASE32_NOPAD.encode(&to_compact(credential, signer)?);
    Ok(format!("{}/verify/{}#{compact}", credential.iss, credential.sub))
}

fn to_compact(credential: &Credential, signer: &dyn Signer) -> Result<Vec<u8>, Fault> {
    let key = signer.public_key();
    let protected = HeaderBuilder::new()
        .algorithm(coset::iana::Algorithm::from_i64(key.algorithm.cose()).ok_or(Fault::UnknownKey)?)
        .key_id(key.short_id())
        .value(TYPE_LABEL, Value::from(TYPE))
        .build();
    let payload = claims(credential).to_vec().map_err(|_| Fault::Unreadable)?;
    CoseSign1Builder::new()
        .protected(protected)
        .payload(payload)
        .create_signature(&[], |message| signer.sign(message))
        .build()
        .to_tagged_vec()
        .map_err(|_| Fault::Unreadable)
}

fn claims(credential: &Credential) -> Value {
    let text = |text: &str| Value::from(text);
    let hash = |hash: &Hash| Value::Bytes(hash.as_bytes().to_vec());
    let [holder, counterparty] = fitted(&credential.holder, &credential.counterparty);
    let ours = vec![
        text(&credential.contract),
        credential.version.into(),
        text(&credential.direction),
        text(&holder),
        text(&credential.holder_uscc),
        text(&counterparty),
        text(&credential.country),
        text(&credential.legal_type),
        text(&credential.currency),
        text(&credential.total),
        text(&credential.payment),
        hash(&credential.data_sheet),
        hash(&credential.changes),
        credential.entry.into(),
        hash(&credential.leaf),
        credential.status_index().into(),
    ];
    // In the order that RFC 8949 §4.2.1 asks for.
    Value::Map(vec![
        (CwtClaimName::Iss.to_i64().into(), text(&credential.iss)),
        (CwtClaimName::Sub.to_i64().into(), text(&credential.sub)),
        (CwtClaimName::Exp.to_i64().into(), credential.exp.into()),
        (CwtClaimName::Iat.to_i64().into(), credential.iat.into()),
        (CLAIMS.into(), Value::Array(ours)),
    ])
}

/// Reads what follows the `#` of a link.
pub(crate) fn from_base32(text: &str, keys: &KeySet) -> Result<Credential, Fault> {
    if !text.bytes().all(|letter| letter.is_ascii_uppercase() || (b'2'..=b'7').contains(&letter)) {
        return Err(Fault::Unreadable);
    }
    // A length that no whole number of bytes has, or bits that are left over: its end is missing. What is whole is read.
    let bytes = BASE32_NOPAD.decode(text.as_bytes()).unwrap_or_else(|_| {
        let whole = text.get(..text.len() / 8 * 8).unwrap_or_default();
        BASE32_NOPAD.decode(whole.as_bytes()).unwrap_or_default()
    });
    // Tag 18, array of four: nothing else of ours begins so.
    if !bytes.starts_with(&[0xd2, 0x84]) {
        return Err(Fault::Unreadable);
    }
    let message = CoseSign1::from_tagged_slice(&bytes).map_err(|error| fault(&error))?;
    let header = &message.protected.header;
    if typ(header) != Some(TYPE) {
        return Err(Fault::WrongType);
    }
    let key = keys.find_short(Purpose::Credential, &header.key_id)?;
    if header.alg != coset::iana::Algorithm::from_i64(key.algorithm.cose()).map(coset::Algorithm::Assigned) {
        return Err(Fault::Signature);
    }
    message.verify_signature(&[], |signature, signed| key.verify(signed, signature))?;
    let payload = Value::from_slice(message.payload.as_deref().unwrap_or_default()).map_err(|error| fault(&error))?;
    credential(payload).ok_or(Fault::WrongType)
}

fn fault(error: &coset::CoseError) -> Fault {
    match error {
        coset::CoseError::DecodeFailed(coset::cbor::de::Error::Io(_)) => Fault::Incomplete,
        _ => Fault::Signature,
    }
}

fn typ(header: &Header) -> Option<&str> {
    header.rest.iter().find(|(label, _)| *label == Label::Int(TYPE_LABEL)).and_then(|(_, value)| value.as_text())
}

fn credential(payload: Value) -> Option<Credential> {
    let claims = payload.into_map().ok()?;
    let claim = |name: i64| claims.iter().find(|(key, _)| *key == name.into()).map(|(_, value)| value.clone());
    let mut ours = claim(CLAIMS)?.into_array().ok()?.into_iter();
    let iss = claim(CwtClaimName::Iss.to_i64())?.into_text().ok()?;
    let exp = i64::try_from(claim(CwtClaimName::Exp.to_i64())?.into_integer().ok()?).ok()?;
    Some(Credential {
        sub: claim(CwtClaimName::Sub.to_i64())?.into_text().ok()?,
        iat: i64::try_from(claim(CwtClaimName::Iat.to_i64())?.into_integer().ok()?).ok()?,
        contract: text_of(&mut ours)?,
        version: i32::try_from(integer_of(&mut ours)?).ok()?,
        direction: text_of(&mut ours)?,
        holder: text_of(&mut ours)?,
        holder_uscc: text_of(&mut ours)?,
        counterparty: text_of(&mut ours)?,
        country: text_of(&mut ours)?,
        legal_type: text_of(&mut ours)?,
        currency: text_of(&mut ours)?,
        total: text_of(&mut ours)?,
        payment: text_of(&mut ours)?,
        valid_until: shanghai_date(chrono::DateTime::from_timestamp(exp, 0)?),
        data_sheet: hash_of(&mut ours)?,
        changes: hash_of(&mut ours)?,
        entry: integer_of(&mut ours)?,
        leaf: hash_of(&mut ours)?,
        status: StatusPlace::new(&iss, integer_of(&mut ours)?),
        iss,
        exp,
    })
}

fn text_of(values: &mut impl Iterator<Item = Value>) -> Option<String> {
    values.next()?.into_text().ok()
}

fn integer_of(values: &mut impl Iterator<Item = Value>) -> Option<i64> {
    i64::try_from(values.next()?.into_integer().ok()?).ok()
}

fn hash_of(values: &mut impl Iterator<Item = Value>) -> Option<Hash> {
    Hash::try_from(values.next()?.into_bytes().ok()?.as_slice()).ok()
}
