//! The example in `docker/`: that it reads, that the portal knows what it is told there, and that it opens nothing by accident.
//! Where Docker is, Docker reads it too.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::support::process::{program, run_to_end};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docker")
}

fn compose() -> Value {
    let text = std::fs::read_to_string(folder().join("compose.yaml")).unwrap();
    let mut read: Value = serde_yaml::from_str(&text).unwrap();
    read.apply_merge().unwrap();
    read
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_sequence().into_iter().flatten().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn both_portals_are_told_only_what_the_portal_knows() {
    let compose = compose();
    let somewhere = tempfile::tempdir().unwrap();
    let (code, help) = run_to_end(program("sqlite://nowhere.db", somewhere.path()).args(["serve", "--help"]));
    assert_eq!(code, 0);
    for portal in ["portal-1", "portal-2"] {
        let environment = compose["services"][portal]["environment"].as_mapping().unwrap();
        let named: Vec<&str> = environment.keys().map(|name| name.as_str().unwrap()).collect();
        assert!(named.contains(&"DATABASE_URL") && named.contains(&"PORTAL_BASE_URL"), "{named:?}");
        // What begins like this is for the bucket's client.
        for name in named.into_iter().filter(|name| !name.starts_with("AWS_")) {
            assert!(help.contains(&format!("[env: {name}")), "{portal} is told {name}, which no setting is");
        }
        assert_eq!(compose["services"][portal]["read_only"].as_bool(), Some(true));
        assert_eq!(texts(&compose["services"][portal]["cap_drop"]), ["ALL"]);
    }
    // The proxy's network, and no other, is believed about addresses.
    let subnet = &compose["networks"]["inside"]["ipam"]["config"][0]["subnet"];
    assert_eq!(&compose["services"]["portal-1"]["environment"]["PORTAL_TRUSTED_PROXIES"], subnet);
}

#[test]
fn only_the_proxy_is_open_to_the_world_and_nothing_names_what_is_not_there() {
    let compose = compose();
    let services = compose["services"].as_mapping().unwrap();
    let names: BTreeSet<&str> = services.keys().map(|name| name.as_str().unwrap()).collect();
    let volumes = compose["volumes"].as_mapping().unwrap();
    for (name, service) in services {
        let name = name.as_str().unwrap();
        for port in texts(&service["ports"]) {
            assert!(name == "proxy" || port.starts_with("127.0.0.1:"), "{name} is open to the world at {port}");
        }
        for other in service["depends_on"].as_mapping().into_iter().flat_map(|others| others.keys()) {
            assert!(names.contains(other.as_str().unwrap()), "{name} waits for {other:?}");
        }
        for volume in texts(&service["volumes"]) {
            let source = volume.split(':').next().unwrap();
            let known = match source.strip_prefix("./") {
                Some(file) => folder().join(file).exists(),
                None => volumes.contains_key(source),
            };
            assert!(known, "{name} mounts {source}");
        }
        assert_eq!(service["privileged"], Value::Null, "{name}");
    }
    let proxied = std::fs::read_to_string(folder().join("Caddyfile")).unwrap();
    for portal in ["portal-1:8080", "portal-2:8080"] {
        assert!(proxied.contains(portal), "{portal} gets no requests");
    }
}

#[test]
fn every_image_of_others_is_of_a_named_version() {
    let compose = compose();
    let dockerfile = std::fs::read_to_string(folder().join("Dockerfile")).unwrap();
    let built = dockerfile.lines().filter_map(|line| line.strip_prefix("FROM "));
    let mut images: Vec<String> = built.map(|rest| rest.split(' ').next().unwrap().to_owned()).collect();
    let services = compose["services"].as_mapping().unwrap();
    images.extend(services.values().map(|service| service["image"].as_str().unwrap().to_owned()));
    images.retain(|image| image != "tech-trade-portal");
    assert!(images.len() >= 7, "{images:?}");
    for image in images {
        let tag = image.rsplit_once(':').map(|(_, tag)| tag);
        assert!(tag.is_some_and(|tag| !tag.is_empty() && tag != "latest"), "{image}");
    }
}

#[test]
fn docker_reads_the_example_where_docker_is() {
    let docker = |arguments: &[&str]| {
        let mut command = Command::new("docker");
        command.arg("compose").args(arguments).stdin(Stdio::null()).current_dir(folder()).output()
    };
    if !docker(&["version"]).is_ok_and(|output| output.status.success()) {
        return;
    }
    let output = docker(&["-f", "compose.yaml", "config", "--quiet"]).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
