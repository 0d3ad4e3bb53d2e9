//! JSON Web Signatures in compact form (RFC 7515), strictly: one type, one purpose, a known key (RFC 8725).

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Fault, KeySet, Purpose, Signer};

/// Signs claims under a type.
pub(crate) fn sign(signer: &dyn Signer, typ: &str, claims: &impl Serialize) -> Result<String, serde_json::Error> {
    let key = signer.public_key();
    let header = json!({ "alg": key.algorithm.jose(), "kid": key.id, "typ": typ });
    let claims = serde_json::to_string(claims)?;
    let text = format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(header.to_string().as_bytes()),
        BASE64URL_NOPAD.encode(claims.as_bytes())
    );
    let signature = BASE64URL_NOPAD.encode(&signer.sign(text.as_bytes()));
    Ok(format!("{text}.{signature}"))
}

/// The claims, if the signature holds.
pub(crate) fn open<T: DeserializeOwned>(text: &str, typ: &str, purpose: Purpose, keys: &KeySet) -> Result<T, Fault> {
    let (header, claims) = parts(text)?;
    let said = |name: &str| header.get(name).and_then(Value::as_str);
    if said("typ") != Some(typ) {
        return Err(Fault::WrongType);
    }
    let (signed, signature) = text.rsplit_once('.').ok_or(Fault::Incomplete)?;
    let key = keys.find(purpose, said("kid").ok_or(Fault::UnknownKey)?)?;
    if said("alg") != Some(key.algorithm.jose()) {
        return Err(Fault::Signature);
    }
    if signature.len() < BASE64URL_NOPAD.encode_len(key.algorithm.signature_length()) {
        return Err(Fault::Incomplete);
    }
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).map_err(|_| Fault::Signature)?;
    key.verify(signed.as_bytes(), &signature)?;
    serde_json::from_slice(&claims).map_err(|_| Fault::WrongType)
}

fn parts(text: &str) -> Result<(Value, Vec<u8>), Fault> {
    let mut parts = text.split('.');
    let header = parts.next().filter(|header| header.starts_with("eyJ")).ok_or(Fault::Unreadable)?;
    let (Some(claims), Some(_signature), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fault::Incomplete);
    };
    let decoded = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| Fault::Signature);
    let header = serde_json::from_slice(&decoded(header)?).map_err(|_| Fault::Signature)?;
    Ok((header, decoded(claims)?))
}
