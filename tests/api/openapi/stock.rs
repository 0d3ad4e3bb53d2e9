//! What a validator says of the description that shares no code with it.

use std::process::Command;

use crate::proof::python;
use crate::support::conformance::description;

const VALIDATE: &str = "
import json, sys
from openapi_spec_validator import OpenAPIV31SpecValidator
errors = list(OpenAPIV31SpecValidator(json.load(open(sys.argv[1]))).iter_errors())
for error in errors[:20]:
    print('/'.join(map(str, error.absolute_path)) if hasattr(error, 'absolute_path') else '', error.message if hasattr(error, 'message') else error)
sys.exit(bool(errors))
";

fn validate(document: &serde_json::Value) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.json");
    std::fs::write(&file, document.to_string()).unwrap();
    let output = Command::new(python()).args(["-c", VALIDATE]).arg(&file).output().expect("Python starts");
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    (output.status.success(), said)
}

#[test]
fn a_stock_validator_finds_the_description_valid() {
    let (valid, said) = validate(description());
    assert!(valid, "{said}");
}

#[test]
fn a_stock_validator_would_say_what_is_wrong() {
    let mut document = description().clone();
    document["paths"]["/health/live"]["get"]["responses"]["200"]["description"] = serde_json::Value::Null;
    assert!(!validate(&document).0);
}
