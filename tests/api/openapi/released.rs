//! What `breaking.rs` compares with is what was released, and nothing that was written over it since: each release has a version of its
//! own, and the digest of its description stands beside it.

use serde_json::Value;
use sha2::{Digest, Sha256};

const RELEASED: &str = include_str!("../../../openapi/released.json");
const RELEASES: &str = include_str!("../../../openapi/releases.txt");

#[test]
fn the_last_release_is_as_it_was_and_none_had_the_version_of_another() {
    let lines = RELEASES.lines().filter(|line| !line.starts_with('#'));
    let releases: Vec<(&str, &str)> = lines.map(|line| line.split_once(' ').expect("a version and a digest")).collect();
    let number = |version: &str| -> Vec<u64> { version.split('.').map(|part| part.parse().unwrap()).collect() };
    assert!(
        releases.is_sorted_by(|before, after| number(before.0) < number(after.0)),
        "a release needs a version of its own, after all others (Cargo.toml): {releases:?}"
    );

    let released: Value = serde_json::from_str(RELEASED).unwrap();
    let digest: String = Sha256::digest(RELEASED.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let last = *releases.last().expect("a release");
    assert_eq!(
        (released["info"]["version"].as_str().unwrap(), digest.as_str()),
        last,
        "openapi/released.json was written anew without a release, which would hide what breaks: put it back"
    );
}
