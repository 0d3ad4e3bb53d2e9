//! Stock software, which shares no code with the portal, gets tokens and checks certificates.

use std::process::{Command, Output};

use serde_json::{Value, json};

use super::{admitted, new_secret};
use crate::on_both_databases;
use crate::proof::python;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_stock_oauth_library_finds_its_way_from_the_issuer_alone,
    a_stock_jose_library_verifies_a_credential_by_the_published_keys,
);

/// Finds the metadata by the issuer, judges them, gets a token, and asks who it is.
const CLIENT: &str = r#"
import json, sys
import requests
from authlib.integrations.requests_client import OAuth2Session, OAuthError
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url

issuer, client_id, secret, method, scope = sys.argv[1:]
plain = requests.Session()
plain.trust_env = False
metadata = AuthorizationServerMetadata(plain.get(get_well_known_url(issuer, external=True)).json())
metadata.validate()
assert metadata["issuer"] == issuer and method in metadata["token_endpoint_auth_methods_supported"]
client = OAuth2Session(client_id, secret, token_endpoint_auth_method=method, scope=scope,
                       token_endpoint=metadata["token_endpoint"], grant_type="client_credentials")
client.trust_env = False
try:
    token = client.fetch_token()
except OAuthError as refusal:
    print(json.dumps({"refused": refusal.error}))
else:
    me = client.get(issuer + "/api/v1/me")
    print(json.dumps({"scope": token["scope"], "expires_in": token["expires_in"], "status": me.status_code, "me": me.json()}))
"#;

async fn run(portal: &TestPortal, arguments: [&str; 4]) -> Value {
    let mut command = Command::new(python());
    command.args(["-c", CLIENT, &portal.base_url]).args(arguments);
    let output = crate::proof::run(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn a_stock_oauth_library_finds_its_way_from_the_issuer_alone(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read", "filings:write"]).await;
    let (_, secret) = new_secret(&company, &partner).await;
    for method in ["client_secret_basic", "client_secret_post"] {
        let found = run(portal, [&partner, &secret, method, "filings:read contracts:read"]).await;
        assert_eq!(found["status"], 200, "{found}");
        assert_eq!((&found["scope"], &found["expires_in"]), (&"filings:read contracts:read".into(), &600.into()));
        let me = &found["me"];
        assert_eq!((&me["kind"], &me["id"]), (&"partner".into(), &partner.as_str().into()));
        assert_eq!(me["company"]["id"], company.company_id());
        assert_eq!(me["scopes"], json!(["filings:read", "contracts:read"]));
    }
    // What it is refused, it reads by the names of the standard.
    for (secret, scope, error) in
        [("wrong", "filings:read", "invalid_client"), (secret.as_str(), "research:read", "invalid_scope")]
    {
        let found = run(portal, [&partner, secret, "client_secret_basic", scope]).await;
        assert_eq!(found["refused"], error);
    }
}

/// Finds the key in the published set, as any client would, and prints what the credential says. Its times are not checked:
/// the portal's clock is the test's, and the machine's may show another year.
const VERIFY: &str = r#"
import json, sys, jwt
keys, issuer, credential = sys.argv[1:]
key = jwt.PyJWKClient(keys).get_signing_key_from_jwt(credential)
untimed = {"verify_exp": False, "verify_iat": False}
print(json.dumps(jwt.decode(credential, key.key, algorithms=["EdDSA"], issuer=issuer, options=untimed)))
"#;

async fn a_stock_jose_library_verifies_a_credential_by_the_published_keys(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    let filing = portal.registered(&company, &contract).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    let credential = certificate["credential"].as_str().unwrap().to_owned();
    let (keys, issuer) = (format!("{}/.well-known/jwks.json", portal.base_url), portal.base_url.clone());
    let verify = async |issuer: String, credential: String| -> Output {
        let mut command = Command::new(python());
        command.args(["-c", VERIFY, &keys, &issuer, &credential]);
        crate::proof::run(command).await
    };
    let verified = verify(issuer.clone(), credential.clone()).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let claims: Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!((&claims["sub"], &claims["holder"]), (&number.into(), &contract.0["recipient"]["name"]));
    assert_eq!((&claims["total"], &claims["currency"]), (&"1250000.00".into(), &"EUR".into()));

    let (head, rest) = credential.split_once('.').unwrap();
    let other = if rest.starts_with('A') { "B" } else { "A" };
    let altered = format!("{head}.{other}{}", &rest[1..]);
    for (issuer, credential) in [(issuer.clone(), altered), ("https://another.example".into(), credential)] {
        let refused = verify(issuer, credential).await;
        assert!(!refused.status.success(), "{}", String::from_utf8_lossy(&refused.stdout));
    }
}
