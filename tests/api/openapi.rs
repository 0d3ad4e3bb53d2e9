//! The description of the API is the API: current, complete, and in the house's own words.

mod breaking;
mod examples;
mod released;
mod stock;

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use serde_json::Value;

use crate::support::conformance::description;
use crate::support::{Answer, Engine, TestPortal, run};

/// An operation of the description.
struct Operation {
    method: String,
    path: String,
    id: String,
    described: Value,
}

fn operations() -> Vec<Operation> {
    operations_of(description())
}

fn operations_of(description: &Value) -> Vec<Operation> {
    let paths = description["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(|(method, described)| Operation {
                method: method.clone(),
                path: path.clone(),
                id: described["operationId"].as_str().unwrap_or_default().to_owned(),
                described: described.clone(),
            })
        })
        .collect()
}

#[test]
fn the_description_that_is_checked_in_is_current() {
    let checked_in: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    assert!(checked_in == *description(), "openapi/openapi.json is stale: run `make openapi`");
}

#[test]
fn the_server_shows_the_description_and_a_reader_for_it() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let anyone = portal.anyone();
        assert_eq!(anyone.get("/openapi.json").await.expect(200), *description());
        for path in ["/openapi.json", "/docs/errors"] {
            let answer = anyone.get(path).await;
            assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-cache")), "{path}");
            let tag = answer.header("etag").unwrap().to_owned();
            let again = Answer::of(anyone.request(Method::GET, path).header("if-none-match", tag)).await;
            assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        }
        let reader = anyone.get("/docs/").await;
        assert_eq!(reader.status, 200);
        assert!(reader.text().contains("swagger-ui"), "{}", reader.text());
        assert_eq!(anyone.get("/docs").await.header("location"), Some("/docs/"));
    });
}

#[test]
fn every_described_operation_is_mounted() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let anyone = portal.anyone();
        for operation in operations() {
            let path = operation.path.replace("{id}", "01900000-0000-7000-8000-000000000000");
            let path = path.replace("{upload_id}", "01900000-0000-7000-8000-000000000000");
            let path =
                path.replace("{attachment_id}", "01900000-0000-7000-8000-000000000000").replace("{number}", "SZI26-1");
            let path = path.replace("{edition}", "1").replace("{code}", "city").replace("{counterpart}", "mofcom");
            let path = path.replace("{analysis}", "overview");
            let path = path.replace("{dataset}", "trade_by_country").replace("{version}", "latest");
            let path = path.replace("{permalink}", "00000000000000000000");
            let path = path.replace("{month}", "2026-11");
            let path = path.replace("{payment_id}", "01900000-0000-7000-8000-000000000000");
            let path = path.replace("{secret_id}", "01900000-0000-7000-8000-000000000000");
            let path = path.replace("{user_id}", "01900000-0000-7000-8000-000000000000");
            assert!(!path.contains('{'), "a parameter that this test does not know: {path}");
            let method = Method::from_bytes(operation.method.to_uppercase().as_bytes()).unwrap();
            let answer = Answer::of(anyone.request(method, &path)).await;
            // Only these ask for something that is not there; every other route answers 404 when it is not mounted.
            let asks_by_name = [
                "verify_certificate",
                "read_head",
                "read_drawing",
                "read_population",
                "read_open_data",
                "read_open_publication_pdf",
            ]
            .contains(&operation.id.as_str());
            assert!(
                answer.status != 405 && (answer.status != 404 || asks_by_name),
                "{} {path}: {}",
                operation.method,
                answer.status
            );
            assert!(answer.status < 500, "{} {path}: {}", operation.method, answer.text());
        }
    });
}

#[test]
fn every_mounted_route_is_described() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let (mut handlers, mut descriptions, mut by_hand) = (BTreeSet::new(), 0, Vec::new());
    for file in rust_files(&folder) {
        let text = std::fs::read_to_string(&file).unwrap();
        let in_routes = file.starts_with(folder.join("routes"));
        let mut expects_handler = false;
        for line in text.lines().map(str::trim) {
            let routed = ["#[get(", "#[post(", "#[put(", "#[patch(", "#[delete(", "#[head(", "#[route("];
            expects_handler |= routed.iter().any(|attribute| line.starts_with(attribute));
            descriptions += usize::from(line.starts_with("#[utoipa::path("));
            if line.contains(".route(") || (line.contains("web::resource(") && in_routes) {
                by_hand.push(format!("{}: {line}", file.display()));
            }
            if let Some(name) =
                line.split_once("async fn ").and_then(|(_, rest)| rest.split_once('(')).map(|(name, _)| name)
                && std::mem::take(&mut expects_handler)
            {
                assert!(in_routes, "{name} is mounted outside of routes");
                handlers.insert(name.to_owned());
            }
        }
    }
    assert_eq!(by_hand, [""; 0], "such a route is missing from the description");
    // A sandbox mounts all of them.
    let described = operations_of(&portal::web::sandbox_document());
    let described: BTreeSet<String> = described.into_iter().map(|operation| operation.id).collect();
    assert_eq!(handlers, described, "left: handlers, right: operations of the description");
    assert_eq!(descriptions, handlers.len());
    let mounting: String =
        rust_files(&folder.join("routes")).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for handler in &handlers {
        let mounted = [format!(".service({handler})"), format!("::{handler})")];
        let times: usize = mounted.iter().map(|text| mounting.matches(text.as_str()).count()).sum();
        assert_eq!(times, 1, "{handler} is mounted once");
    }
}

#[test]
fn a_sandbox_describes_what_it_has_besides_and_nothing_else_otherwise() {
    let (real, sandbox) = (description(), portal::web::sandbox_document());
    let own: Vec<Operation> = operations_of(&sandbox)
        .into_iter()
        .filter(|one| real["paths"][&one.path][&one.method] != one.described)
        .collect();
    assert_eq!(own.len(), 8);
    assert_eq!(operations_of(&sandbox).len(), operations().len() + own.len());
    let groups = sandbox["tags"].as_array().unwrap();
    for operation in own {
        assert!(operation.path.starts_with("/api/v1/sandbox/"), "{} is another one in a sandbox", operation.id);
        assert!(operation.described["summary"].is_string(), "{}", operation.id);
        assert!(operation.described["x-codes"].is_object(), "{}", operation.id);
        assert!(groups.iter().any(|group| group["name"] == operation.described["tags"][0]), "{}", operation.id);
        let parameters = operation.described["parameters"].as_array();
        assert!(parameters.into_iter().flatten().all(|one| one["description"].is_string()), "{}", operation.id);
    }
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn every_operation_says_who_may_call_it_by_a_scheme_that_is_declared() {
    let schemes = description()["components"]["securitySchemes"].as_object().unwrap();
    let scopes = schemes["oauth2"]["flows"]["clientCredentials"]["scopes"].as_object().unwrap();
    let known: BTreeSet<&str> = scopes.keys().map(String::as_str).collect();
    assert_eq!(known, portal::app::scopes().into_iter().collect());
    for operation in operations() {
        let ways =
            operation.described["security"].as_array().unwrap_or_else(|| panic!("{} says nothing", operation.id));
        assert!(!ways.is_empty(), "{}", operation.id);
        for (scheme, wanted) in ways.iter().flat_map(|way| way.as_object().unwrap()) {
            assert!(schemes.contains_key(scheme), "{}: {scheme}", operation.id);
            let wanted = wanted.as_array().unwrap().iter().map(|scope| scope.as_str().unwrap());
            assert!(wanted.into_iter().all(|scope| known.contains(scope)), "{}", operation.id);
        }
    }
}

#[test]
fn every_operation_is_named_by_a_verb_and_what_it_is_about() {
    const VERBS: &[&str] = &[
        "create",
        "read",
        "list",
        "change",
        "save",
        "replace",
        "delete",
        "add",
        "approve",
        "reject",
        "suspend",
        "resume",
        "submit",
        "withdraw",
        "claim",
        "release",
        "return",
        "recommend",
        "decide",
        "refer",
        "verify",
        "export",
        "revoke",
        "announce",
        "answer",
        "append",
        "ask",
        "assign",
        "begin",
        "check",
        "close",
        "confirm",
        "copy",
        "correct",
        "disable",
        "draw",
        "enable",
        "end",
        "give",
        "import",
        "judge",
        "load",
        "open",
        "preview",
        "record",
        "remember",
        "remove",
        "report",
        "reverse",
        "schedule",
        "send",
        "try",
        "upload",
        "register",
        "unregister",
        "replay",
        "rotate",
        "test",
        "detect",
        "dismiss",
        "rebuild",
    ];
    /// Names that the whole world knows these by.
    const KNOWN: [&str; 7] = ["login", "logout", "refresh", "live", "ready", "jwks", "authorization_server"];
    let operations = operations();
    let names: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(names.len(), operations.len(), "a name is used twice");
    for name in names.iter().filter(|name| !KNOWN.contains(name)) {
        let verb = name.split_once('_').map(|(verb, about)| (VERBS.contains(&verb), !about.is_empty()));
        assert_eq!(verb, Some((true, true)), "{name}");
    }
}

/// What a reference stands for, or the part itself.
fn resolved(part: &'static Value) -> &'static Value {
    part["$ref"].as_str().map_or(part, |place| description().pointer(place.trim_start_matches('#')).unwrap())
}

#[test]
fn everything_is_said_in_words() {
    let said = |part: &Value| part["description"].as_str().is_some_and(|said| !said.trim().is_empty());
    let groups: Vec<&Value> = description()["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (path, item) in description()["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(operation["summary"].is_string(), "{id} {path} has no summary");
            assert!(groups.contains(&&operation["tags"][0]), "{id}: describe the group {}", operation["tags"][0]);
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(said(resolved(response)), "{id} does not say what {status} is");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(said(parameter), "{id} does not say what {} is", parameter["name"]);
            }
        }
    }
}

#[test]
fn every_operation_lists_its_problems_with_their_codes() {
    /// Pages, keys and health: they answer, or they do not.
    const PLAIN: [&str; 19] = [
        "jwks",
        "authorization_server",
        "live",
        "ready",
        "read_errors",
        "read_openapi",
        "read_partner_tutorial",
        "read_conformance_page",
        "read_webhooks_page",
        "read_exchange_page",
        "read_formats_page",
        "read_verification_page",
        "read_open_data_page",
        "read_disclosure_page",
        "read_quality_page",
        "read_partner_client",
        "read_research_page",
        "read_drawing_page",
        "read_verifier",
    ];
    for operation in operations() {
        let responses = operation.described["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{}", operation.id);
        assert!(!responses.contains_key("4XX"), "{}", operation.id);
        let Some(codes) = operation.described["x-codes"].as_object() else {
            assert!(PLAIN.contains(&operation.id.as_str()), "{} names no problems: add 4XX", operation.id);
            continue;
        };
        let problems: Vec<&String> = responses.keys().filter(|status| status.starts_with(['4', '5'])).collect();
        assert_eq!(problems, codes.keys().collect::<Vec<_>>(), "{}", operation.id);
    }
}
