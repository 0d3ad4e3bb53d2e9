//! Keys: made once, kept from others, rotated without orphaning what they signed.

use std::os::unix::fs::PermissionsExt;

use portal::app::{Keys, announce_key, rotate_key};
use proof::{Fault, HeadView, Purpose, Signer};

use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::{Contract, TestPortal};

on_both_databases!(a_certificate_outlives_the_key_that_signed_it);

/// The names of the files in a folder.
fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_key_is_announced_then_signs_then_is_retired() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = Keys::in_folder(folder).unwrap();
    let head = HeadView::sign(&first.journal.current, 1, domain::merkle::empty_root(), chrono::DateTime::UNIX_EPOCH);
    let next = announce_key(folder, Purpose::Journal).unwrap();
    assert_eq!(announce_key(folder, Purpose::Journal).unwrap(), next, "announcing twice is announcing once");
    let announced = Keys::in_folder(folder).unwrap();
    assert_eq!(announced.journal.current.id(), first.journal.current.id(), "it does not sign yet");
    assert!(announced.published().find(Purpose::Journal, &next).is_ok(), "but it is published");
    assert_eq!(announced.published().find(Purpose::Credential, &next), Err(Fault::UnknownKey), "for its purpose");
    let (before, now) = rotate_key(folder, Purpose::Journal).unwrap();
    assert_eq!((before.as_str(), &now), (first.journal.current.id(), &next));
    let rotated = Keys::in_folder(folder).unwrap();
    assert_eq!(rotated.journal.current.id(), next);
    assert_eq!(head.check(&rotated.published()), Ok(()), "what the first signed still holds");
    assert_eq!(rotated.session.current.id(), first.session.current.id(), "the others stay");
    // Only public halves of retired keys are left, and nothing is readable by others.
    let mut expected =
        ["credential.pk8", "journal.pk8", "session.pk8", "webhook.pk8", &format!("journal.{before}.jwk")]
            .map(str::to_owned);
    expected.sort();
    assert_eq!(names(folder), expected);
    for name in names(folder).iter().filter(|name| name.ends_with(".pk8")) {
        assert_eq!(std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    std::fs::set_permissions(folder.join("journal.pk8"), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(Keys::in_folder(folder).is_err_and(|error| error.to_string().contains("chmod 600")));
}

async fn a_certificate_outlives_the_key_that_signed_it(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let path = format!("/certificates/{}", filing["certificate_number"].as_str().unwrap());
    let jwt = company.get(&path).await.expect(200)["credential"].as_str().unwrap().to_owned();
    // As an operator does it, beside a database of its own.
    let folder = tempfile::tempdir().unwrap();
    let database = crate::support::database::FreshDatabase::create(portal.engine, folder.path());
    std::fs::create_dir_all(folder.path().join("keys")).unwrap();
    for name in names(&portal.folder().join("keys")) {
        std::fs::copy(portal.folder().join("keys").join(&name), folder.path().join("keys").join(&name)).unwrap();
    }
    let before = portal.app.keys.credential.current.id();
    for command in ["announce-key", "rotate-key"] {
        let (code, said) =
            run_to_end(program(&database.url_text(), folder.path()).args(["admin", command, "credential"]));
        assert_eq!(code, 0, "{said}");
    }
    let rotated = Keys::in_folder(&folder.path().join("keys")).unwrap();
    assert_ne!(rotated.credential.current.id(), before);
    let held = proof::read_credential(&jwt, &rotated.published()).unwrap();
    assert_eq!(
        held.to_jwt(&rotated.credential.current).map(|jwt| proof::read_credential(&jwt, &rotated.published())).unwrap(),
        Ok(held)
    );
    assert_eq!(rotated.credential.current.public_key().purpose, Purpose::Credential);
    let (code, _) = run_to_end(program(&database.url_text(), folder.path()).args(["admin", "rotate-key", "seal"]));
    assert_eq!(code, 1);
}
