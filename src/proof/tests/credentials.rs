//! Credentials and status lists: what is signed is read back, and whatever was done to it has its exact name.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says where")]

mod support;

use chrono::{DateTime, Duration, Utc};
use domain::contract::{Direction, LegalType, PaymentMode};
use domain::merkle::Hash;
use domain::registered::Standing;
use proof::{
    Credential, Fault, KeySet, LIST_LENGTH, LONGEST_ISSUER, Purpose, StatusList, StatusPlace, check_certificate, link,
    read_credential, status_list_address,
};
use proptest::prelude::*;
use support::{Key, credential, now};

fn keys(key: &Key) -> KeySet {
    KeySet::new([key.public.clone()])
}

#[test]
fn a_credential_is_read_back_from_every_form() {
    let key = Key::new(1, Purpose::Credential);
    let said = credential();
    let jwt = said.to_jwt(&key).unwrap();
    let link = link(&said, &key).unwrap();
    let compact = link.split_once('#').unwrap().1;
    assert!(link.starts_with(&format!("{}/verify/{}#", said.iss, said.sub)));
    assert!(compact.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()), "for a QR code");
    for text in [&jwt, &link, compact, &format!("  {jwt}\n"), &format!("https://elsewhere.example/x#{jwt}")] {
        assert_eq!(read_credential(text, &keys(&key)), Ok(said.clone()), "{text}");
    }
}

#[test]
fn the_compact_form_fits_a_code_of_thirty_five_millimetres() {
    let key = Key::new(1, Purpose::Credential);
    let link = link(&credential(), &key).unwrap();
    assert!(link.len() <= 900, "{} characters", link.len());
}

/// Each text as long as the register admits it, and numbers that their types end at.
fn longest(name: &str) -> Credential {
    let longest =
        |codes: &mut dyn Iterator<Item = &'static str>| codes.max_by_key(|code| code.len()).unwrap().to_owned();
    let iss = format!("https://{}", "a".repeat(LONGEST_ISSUER - 8));
    Credential {
        contract: "26DEJSY39SZ000001".into(),
        version: i32::MAX,
        direction: longest(&mut Direction::ALL.iter().map(|one| one.code())),
        holder: name.into(),
        counterparty: name.into(),
        legal_type: longest(&mut LegalType::ALL.iter().map(|one| one.code())),
        payment: longest(&mut PaymentMode::ALL.iter().map(|one| one.code())),
        total: "999999999999999.9999".into(),
        entry: i64::MAX,
        status: StatusPlace::new(&iss, i64::from(u32::MAX) * LIST_LENGTH),
        iss,
        ..credential()
    }
}

#[test]
fn the_longest_certificate_fits_its_code() {
    let key = Key::new(1, Purpose::Credential);
    for name in ["超".repeat(200), "W".repeat(200), "é".repeat(200), "💠".repeat(200)] {
        let said = longest(&name);
        let link = link(&said, &key).unwrap();
        let (address, code) = link.split_once('#').unwrap();
        // `longest_link` of the tests of `documents` is as long, and is read from paper at error correction Q.
        assert!(address.len() < 85 && code.len() <= 908, "{} and {} characters of {name}", address.len(), code.len());
        let read = read_credential(&link, &keys(&key)).unwrap();
        assert!(read.holder.ends_with('…') && read.counterparty.ends_with('…'), "{name}");
        assert!(read.agrees_with(&said) && !said.agrees_with(&read), "{name}");
    }
}

#[test]
fn a_code_agrees_with_the_whole_credential_in_everything_but_the_length_of_names() {
    let key = Key::new(1, Purpose::Credential);
    let said = Credential { holder: "苏州示例".repeat(50), ..credential() };
    let read = read_credential(&link(&said, &key).unwrap(), &keys(&key)).unwrap();
    assert_eq!(Credential { holder: said.holder.clone(), ..read.clone() }, said, "the shorter name is whole");
    assert!(read.holder.starts_with("苏州示例") && read.agrees_with(&said) && said.agrees_with(&said));
    for other in [
        Credential { holder: "苏州另一".repeat(50), ..said.clone() },
        Credential { counterparty: "Nordlicht".into(), ..said.clone() },
        Credential { total: "1.00".into(), ..said.clone() },
        Credential { data_sheet: Hash([9; 32]), ..said.clone() },
        Credential { sub: "SZI26-AAAA-AAAA-AAAA".into(), ..said.clone() },
    ] {
        assert!(!read.agrees_with(&other), "{other:?}");
    }
}

#[test]
fn a_credential_that_was_cut_off_is_incomplete_at_every_length() {
    let key = Key::new(1, Purpose::Credential);
    let jwt = credential().to_jwt(&key).unwrap();
    let compact = link(&credential(), &key).unwrap().split_once('#').unwrap().1.to_owned();
    for text in [&jwt, &compact] {
        for length in 0..text.len() {
            let fault = read_credential(&text[..length], &keys(&key)).unwrap_err();
            let expected = if length < 8 {
                &[Fault::Unreadable, Fault::Incomplete][..]
            } else {
                &[Fault::Incomplete, Fault::Signature]
            };
            assert!(expected.contains(&fault), "{length} of {}: {fault:?}", text.len());
        }
    }
}

#[test]
fn what_others_signed_is_not_ours() {
    let (key, stranger) = (Key::new(1, Purpose::Credential), Key::new(2, Purpose::Credential));
    let journal = Key::new(3, Purpose::Journal);
    let all = KeySet::new([key.public.clone(), journal.public.clone()]);
    let said = credential();
    for (signer, fault) in [(&stranger, Fault::UnknownKey), (&journal, Fault::UnknownKey)] {
        assert_eq!(read_credential(&said.to_jwt(signer).unwrap(), &all), Err(fault.clone()));
        assert_eq!(read_credential(&link(&said, signer).unwrap(), &all), Err(fault));
    }
    // A list is signed by the same key, and is no credential; nor is a credential a list.
    let list = StatusList::token(&key, &said.iss, 0, &[], now()).unwrap();
    assert_eq!(read_credential(&list, &all), Err(Fault::WrongType));
    assert_eq!(StatusList::read(&said.to_jwt(&key).unwrap(), &all), Err(Fault::WrongType));
    for text in ["", "#", "nonsense", "QQQQ", "{}", "eyJ", "……", "1.2.3", "%PDF-1.7"] {
        let fault = read_credential(text, &all).unwrap_err();
        assert!(matches!(fault, Fault::Unreadable | Fault::Incomplete), "{text}: {fault:?}");
    }
}

#[test]
fn an_algorithm_that_the_key_does_not_have_is_refused() {
    let key = Key::new(1, Purpose::Credential);
    let jwt = credential().to_jwt(&key).unwrap();
    let (_, rest) = jwt.split_once('.').unwrap();
    for algorithm in ["none", "HS256", "RS256"] {
        let header =
            serde_json::json!({ "alg": algorithm, "kid": key.public.id, "typ": "technology-contract-certificate+jwt" });
        let forged = format!("{}.{rest}", data_encoding::BASE64URL_NOPAD.encode(header.to_string().as_bytes()));
        assert_eq!(read_credential(&forged, &keys(&key)), Err(Fault::Signature), "{algorithm}");
    }
}

#[test]
fn a_list_says_how_each_certificate_stands() {
    let key = Key::new(1, Purpose::Credential);
    let said = credential();
    let first = 2 * LIST_LENGTH;
    let standings = [
        Standing::Valid,
        Standing::Revoked,
        Standing::Suspended,
        Standing::Superseded,
        Standing::Terminated,
        Standing::Reissued,
    ];
    let rows: Vec<(i64, Standing)> = (0..).zip(standings).collect();
    let token = StatusList::token(&key, &said.iss, 2, &rows, now()).unwrap();
    let list = StatusList::read(&token, &keys(&key)).unwrap();
    assert_eq!(list.as_of, now());
    for (place, standing) in rows {
        assert_eq!(list.standing(&StatusPlace::new(&said.iss, first + place).status_list), Some(standing));
    }
    assert_eq!(list.standing(&StatusPlace::new(&said.iss, 0).status_list), None, "another list");
    assert_eq!(list.standing(&StatusPlace::new("https://elsewhere.example", first).status_list), None);
    assert_eq!(list.standing(&StatusPlace::new(&said.iss, first + 900).status_list), None, "beyond its end");
    assert_eq!(
        status_list_address("https://a.example", LIST_LENGTH),
        "https://a.example/api/v1/certificates/status-list?list=1"
    );
}

#[test]
fn a_certificate_stands_as_the_list_and_the_day_say() {
    let key = Key::new(1, Purpose::Credential);
    let said = credential();
    let jwt = said.to_jwt(&key).unwrap();
    let list = |standing| {
        StatusList::read(
            &StatusList::token(&key, &said.iss, 0, &[(said.status_index(), standing)], now()).unwrap(),
            &keys(&key),
        )
        .unwrap()
    };
    let later = DateTime::<Utc>::from_timestamp(said.exp, 0).unwrap() + Duration::seconds(1);
    for (standing, at, expected) in [
        (Some(Standing::Valid), now(), Some(Standing::Valid)),
        (Some(Standing::Valid), later, Some(Standing::Expired)),
        (Some(Standing::Suspended), now(), Some(Standing::Suspended)),
        (Some(Standing::Revoked), later, Some(Standing::Revoked)),
        (None, now(), None),
        (None, later, Some(Standing::Expired)),
    ] {
        let list = standing.map(list);
        let checked = check_certificate(jwt.as_bytes(), &keys(&key), list.as_ref(), at).unwrap();
        assert_eq!(checked.standing, expected, "{standing:?} {at}");
        assert_eq!(checked.as_of, list.map(|list| list.as_of));
    }
}

#[test]
fn a_key_set_is_read_back_and_a_false_name_is_none() {
    let key = Key::new(1, Purpose::Credential);
    let set = keys(&key);
    assert_eq!(KeySet::parse(&set.jwks().to_string()), Ok(set.clone()));
    let renamed = set.jwks().to_string().replace(&key.public.id, "another");
    assert_eq!(KeySet::parse(&renamed).unwrap().find(Purpose::Credential, "another"), Err(Fault::UnknownKey));
    assert_eq!(KeySet::parse("{}"), Err(Fault::Unreadable));
}

proptest! {
    #[test]
    fn a_changed_character_never_passes(at in any::<prop::sample::Index>(), replacement in "[A-Z2-7a-z0-9_.-]") {
        let key = Key::new(1, Purpose::Credential);
        let jwt = credential().to_jwt(&key).unwrap();
        let compact = link(&credential(), &key).unwrap().split_once('#').unwrap().1.to_owned();
        for text in [jwt, compact] {
            let at = at.index(text.len());
            let changed = format!("{}{replacement}{}", &text[..at], &text[at + 1..]);
            prop_assert!(changed == text || read_credential(&changed, &keys(&key)).is_err());
        }
    }

    #[test]
    fn whatever_comes_is_answered(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let key = Key::new(1, Purpose::Credential);
        let none: Option<Credential> = read_credential(&text, &keys(&key)).ok();
        prop_assert!(none.is_none());
        prop_assert!(check_certificate(&bytes, &keys(&key), None, now()).is_err());
        prop_assert!(check_certificate(&[b"%PDF-1.7\n".as_slice(), &bytes].concat(), &keys(&key), None, now()).is_err());
    }
}
