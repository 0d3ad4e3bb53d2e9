//! Endpoints over TLS: whose certificate must be good, and whose version must be of this century.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portal::app::webhook::WebhookSettings;
use serde_json::Value;

use super::{begin, hooked};
use crate::on_both_databases;
use crate::proof::python;
use crate::support::smtp::SmtpServer;
use crate::support::webhooks::{HERE, webhook_settings};
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(only_a_certificate_that_is_known_in_force_and_of_the_name_will_do);

/// Makes an authority and certificates, prints the authority's, and serves each on a port of its own until its input ends.
const SERVE: &str = r#"
import datetime, http.server, json, ssl, sys, tempfile, threading, warnings
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

warnings.simplefilter("ignore")
here, name = sys.argv[1:]
now = datetime.datetime.now(datetime.timezone.utc)
day = datetime.timedelta(days=1)

def certificate(common, days=30, issuer=None, names=()):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    signer, by = issuer or (key, subject)
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(by).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - 40 * day).not_valid_after(now + days * day)
            .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True))
    if names:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return key, subject, made.sign(signer, hashes.SHA256())

def serve(key, made, version=None):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(204)
            self.end_headers()
        def log_message(self, *_):
            pass
    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):
            pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if version:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
    with tempfile.NamedTemporaryFile() as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.write(made.public_bytes(serialization.Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    server = Quiet((here, 0), Answer)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]

ca_key, ca_name, ca = certificate("authority")
issuer = (ca_key, ca_name)
good_key, _, good = certificate(name, issuer=issuer, names=[name])
late_key, _, late = certificate(name, days=-1, issuer=issuer, names=[name])
wrong_key, _, wrong = certificate("other", issuer=issuer, names=["other.example.com"])
own_key, _, own = certificate(name, names=[name])
print(json.dumps({
    "authority": ca.public_bytes(serialization.Encoding.PEM).decode(),
    "good": serve(good_key, good), "expired": serve(late_key, late), "wrong_name": serve(wrong_key, wrong),
    "self_signed": serve(own_key, own), "tls_1_0": serve(good_key, good, ssl.TLSVersion.TLSv1),
    "tls_1_1": serve(good_key, good, ssl.TLSVersion.TLSv1_1),
}), flush=True)
sys.stdin.read()
"#;

/// Ends with its input, which ends with this.
struct Servers(Child);

impl Drop for Servers {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

async fn only_a_certificate_that_is_known_in_force_and_of_the_name_will_do(portal: &TestPortal) {
    let name = "hooks.example.com";
    let python = tokio::task::spawn_blocking(python).await.unwrap();
    let child = Command::new(python)
        .args(["-c", SERVE, HERE, name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut servers = Servers(child);
    let mut line = String::new();
    BufReader::new(servers.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    portal.names.set(name, &[&[HERE]]);
    let (company, system) = hooked(portal).await;
    let authorities = said["authority"].as_str().map(|text| text.as_bytes().to_vec());
    let known = WebhookSettings { authorities, ..webhook_settings(portal.names.clone()) };
    let (knowing, unknowing) = (portal.hooks_with(&known), portal.hooks_with(&webhook_settings(portal.names.clone())));
    for (server, hooks, outcome) in [
        ("good", &knowing, "delivered"),
        ("good", &unknowing, "tls"),
        ("expired", &knowing, "tls"),
        ("wrong_name", &knowing, "tls"),
        ("self_signed", &knowing, "tls"),
        ("tls_1_0", &knowing, "tls"),
        ("tls_1_1", &knowing, "tls"),
    ] {
        let endpoint = system.listen(&format!("https://{name}:{}/", said[server]), &[]).await;
        let path = format!("/webhooks/{}", endpoint["id"].as_str().unwrap());
        begin(portal, &company).await;
        hooks.catch_up().await.unwrap();
        let delivery = system.deliveries(&path).await.remove(0);
        assert_eq!(delivery["attempts"][0]["outcome"], outcome, "{server}: {delivery}");
        system.delete(&path).await.expect(204);
    }
    no_mail_server_with_such_a_certificate_gets_mail(portal, &company, &said).await;
}

/// The same certificates at a mail server: nothing is said to it, and what was to be said is kept.
async fn no_mail_server_with_such_a_certificate_gets_mail(portal: &TestPortal, company: &Actor, said: &Value) {
    company.submitted(&Contract::import().of(company).numbered(portal.next())).await;
    for server in ["good", "expired", "self_signed", "tls_1_0"] {
        let began = Instant::now();
        let url = format!("smtps://user:password@{HERE}:{}", said[server]);
        portal.jobs(Some(url)).catch_up().await.unwrap();
        // Behind a certificate that were taken nobody would say a word, and be waited for.
        assert!(began.elapsed() < Duration::from_secs(10), "{server}: its certificate was taken");
    }
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM dead_letters").await, 0);
    let mail = SmtpServer::start().await;
    portal.jobs(Some(mail.url.clone())).catch_up().await.unwrap();
    let told = mail.delivered().iter().filter(|one| one.mail.subject.starts_with("申请已受理")).count();
    assert_eq!(told, 1);
}
