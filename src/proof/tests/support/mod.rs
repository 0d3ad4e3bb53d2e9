//! A signer with a key that a number makes, and a credential.

#![allow(dead_code, reason = "each test binary uses its part")]

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::merkle::Hash;
use proof::{Credential, PublicKey, Purpose, Signer, StatusPlace, end_of_day};

pub struct Key {
    pub public: PublicKey,
    pair: Ed25519KeyPair,
}

impl Key {
    pub fn new(number: u8, purpose: Purpose) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap();
        Self { public: PublicKey::ed25519(purpose, pair.public_key().as_ref()), pair }
    }
}

impl Signer for Key {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 28, 2, 0, 0).unwrap()
}

pub fn credential() -> Credential {
    let iss = "https://tech-trade.suzhou.example";
    let valid_until = NaiveDate::from_ymd_opt(2031, 10, 7).unwrap();
    Credential {
        iss: iss.into(),
        sub: "SZI26-7K3Q-XMPD-4TZ0".into(),
        iat: now().timestamp(),
        exp: end_of_day(valid_until).timestamp(),
        contract: "26DEJSY39SZ000001".into(),
        version: 2,
        direction: "import".into(),
        holder: "苏州工业园区星河微电子科技有限公司".into(),
        holder_uscc: "91320594MA1XYZ0001".into(),
        counterparty: "Nordlicht Halbleiter GmbH & Co. KG".into(),
        country: "DE".into(),
        legal_type: "patent_licence".into(),
        currency: "EUR".into(),
        total: "1250000.00".into(),
        payment: "entry_fee_and_royalty".into(),
        valid_until,
        data_sheet: Hash([1; 32]),
        changes: Hash([2; 32]),
        entry: 1_234_567,
        leaf: Hash([3; 32]),
        status: StatusPlace::new(iss, 4_711),
    }
}
