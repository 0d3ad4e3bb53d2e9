//! The journal: nobody who writes to the database can change what happened without being found out, and anyone can be shown
//! that it holds what it held.

use chrono::{Duration, TimeZone, Utc};
use domain::Role;
use domain::filing::canonical_json;
use domain::merkle::{Frontier, Hash, leaf_hash, subtree_root, verify_consistency, verify_inclusion};
use portal::app::journal::{head_is_genuine, sign_head};
use serde_json::{Value, json};
use storage::journal::{Discrepancy, NewEntry, Verified, append, consistency_proof, inclusion_proof, root_of, verify};
use storage::{Connection, StorageError};

use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::sql::texts;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_journal_that_nobody_touched_holds,
    whatever_is_tampered_with_the_first_bad_entry_is_named,
    the_command_names_the_first_bad_entry,
    a_long_journal_is_checked_in_parts_that_join_without_a_gap,
    a_journal_rewritten_with_all_its_hashes_betrays_itself_by_its_signed_heads,
    a_head_with_a_false_signature_is_found,
    every_entry_is_proven_under_every_size_of_the_tree,
    a_proof_over_the_api_leads_to_the_signed_root,
    a_head_is_kept_for_each_size_and_shown_to_anyone,
    sensitive_values_are_not_in_the_journal,
);

/// An entry that happened so many seconds after the first.
fn entry(number: i64) -> NewEntry {
    let start = Utc.with_ymd_and_hms(2026, 11, 22, 2, 0, 0).unwrap();
    NewEntry {
        at: start + Duration::seconds(number),
        actor: "system".into(),
        kind: "test.happened",
        subject: format!("subject-{}", number % 3),
        body: json!({ "number": number, "text": "说明" }),
        told: Vec::new(),
        seal: None,
    }
}

/// Adds entries `first ..= last` to an empty journal or to one that ends before `first`.
fn fill(connection: &mut Connection, first: i64, last: i64) -> Result<(), StorageError> {
    for number in first..=last {
        append(connection, &[entry(number)])?;
    }
    Ok(())
}

async fn filled(portal: &TestPortal, entries: i64) {
    portal.app.database.write::<_, StorageError, _>(move |connection| fill(connection, 1, entries)).await.unwrap();
}

type Outcome = Result<Verified, Discrepancy>;

/// What a write that is rolled back has seen.
enum Seen {
    Outcome(Outcome),
    Failed(StorageError),
}

impl From<StorageError> for Seen {
    fn from(error: StorageError) -> Self {
        Self::Failed(error)
    }
}

/// What a verification says while `tamper` is in force; afterwards all is as before.
async fn verified_after<F>(portal: &TestPortal, tamper: F) -> Outcome
where
    F: FnOnce(&mut Connection) -> Result<(), StorageError> + Send + 'static,
{
    let keys = portal.app.keys.clone();
    let seen = portal
        .app
        .database
        .write::<(), Seen, _>(move |connection| {
            tamper(connection)?;
            Err(Seen::Outcome(verify(connection, |head| head_is_genuine(head, &keys.journal))?))
        })
        .await;
    match seen {
        Err(Seen::Outcome(outcome)) => outcome,
        Err(Seen::Failed(error)) => panic!("{error:?}"),
        Ok(()) => unreachable!("it was rolled back"),
    }
}

/// That the journal verifies as it stands.
pub async fn assert_whole(portal: &TestPortal) {
    let outcome = verified_after(portal, |_| Ok(())).await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

async fn after_statements(portal: &TestPortal, statements: &str) -> Outcome {
    let statements = statements.to_owned();
    verified_after(portal, move |connection| {
        use diesel::connection::SimpleConnection;
        Ok(connection.batch_execute(&statements)?)
    })
    .await
}

async fn a_journal_that_nobody_touched_holds(portal: &TestPortal) {
    let empty = after_statements(portal, "SELECT 1").await.unwrap();
    assert_eq!((empty.entries, empty.heads), (0, 0));
    filled(portal, 600).await;
    let head = sign_head(&portal.app).await.unwrap().unwrap();
    let verified = after_statements(portal, "SELECT 1").await.unwrap();
    assert_eq!((verified.entries, verified.heads, verified.root), (600, 1, head.root_hash.to_string()));
}

async fn whatever_is_tampered_with_the_first_bad_entry_is_named(portal: &TestPortal) {
    filled(portal, 12).await;
    let copied = "INSERT INTO journal (seq, at, actor, kind, subject, body, leaf) SELECT";
    let swap = "UPDATE journal SET seq = -1 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 9; \
                UPDATE journal SET seq = 9 WHERE seq = -1";
    let make_room = "UPDATE journal SET seq = -(seq + 1) WHERE seq >= 7; UPDATE journal SET seq = -seq WHERE seq < 0";
    for (tampering, seq, why) in [
        ("UPDATE journal SET body = '{\"number\":5,\"text\":\"别的\"}' WHERE seq = 5", 5, "altered"),
        ("UPDATE journal SET actor = 'user:another' WHERE seq = 1", 1, "altered"),
        ("UPDATE journal SET kind = 'test.happened.not' WHERE seq = 12", 12, "altered"),
        ("UPDATE journal SET subject = 'subject-9' WHERE seq IN (8, 3)", 3, "altered"),
        ("UPDATE journal SET at = '2020-01-01 00:00:00' WHERE seq = 2", 2, "altered"),
        ("UPDATE journal SET leaf = (SELECT leaf FROM journal WHERE seq = 7) WHERE seq = 6", 6, "altered"),
        ("UPDATE journal SET body = 'no json' WHERE seq = 10", 10, "altered"),
        ("DELETE FROM journal WHERE seq = 5", 5, "is missing"),
        ("DELETE FROM journal WHERE seq = 1", 1, "is missing"),
        ("DELETE FROM journal WHERE seq = 12", 12, "is missing"),
        ("DELETE FROM journal", 1, "is missing"),
        (swap, 4, "altered"),
        (
            &format!("{make_room}; {copied} 7, at, actor, kind, subject, body, leaf FROM journal WHERE seq = 2"),
            7,
            "altered",
        ),
        (&format!("{copied} 13, at, actor, kind, subject, body, leaf FROM journal WHERE seq = 2"), 13, "altered"),
        ("UPDATE journal_frontier SET size = 11", 12, "frontier"),
        ("UPDATE journal_frontier SET size = 13", 13, "frontier"),
        (
            "UPDATE journal_frontier SET nodes = (SELECT leaf FROM journal WHERE seq = 1) || (SELECT leaf FROM journal WHERE seq = 2)",
            12,
            "frontier",
        ),
    ] {
        let found = after_statements(portal, tampering).await.unwrap_err();
        assert_eq!(found.seq, seq, "{tampering}: {found:?}");
        assert!(found.why.contains(why), "{tampering}: {found:?}");
    }
    assert!(after_statements(portal, "SELECT 1").await.is_ok(), "each was rolled back");
}

async fn the_command_names_the_first_bad_entry(portal: &TestPortal) {
    filled(portal, 12).await;
    let head = sign_head(&portal.app).await.unwrap().unwrap();
    let verify = || run_to_end(program(&portal.database.url_text(), portal.folder()).args(["journal", "verify"]));
    let (code, said) = verify();
    assert!(code == 0 && said.contains("12 entries, 1 signed heads"), "{said}");
    assert!(said.contains(&head.root_hash.to_string()), "{said}");
    portal.execute("UPDATE journal SET actor = 'user:another' WHERE seq IN (9, 5)").await;
    let (code, said) = verify();
    assert!(code == 1 && said.starts_with("entry 5 ") && said.contains("altered"), "{said}");
    portal.execute("DELETE FROM journal WHERE seq = 3").await;
    let (code, said) = verify();
    assert!(code == 1 && said.starts_with("entry 3 is missing"), "{said}");
}

async fn a_long_journal_is_checked_in_parts_that_join_without_a_gap(portal: &TestPortal) {
    // Two parts of 4,096 rows, and a rest.
    for thousand in 0..9 {
        let entries: Vec<NewEntry> = (1..=1_000).map(|number| entry(thousand * 1_000 + number)).collect();
        let written = portal.app.database.write(move |connection| append(connection, &entries)).await;
        assert_eq!(written.unwrap(), (thousand + 1) * 1_000);
    }
    let head = sign_head(&portal.app).await.unwrap().unwrap();
    let alone = after_statements(portal, "SELECT 1").await.unwrap();
    for at_once in [1, 3] {
        let keys = &portal.app.keys.journal;
        let together = portal::app::journal::verify(&portal.app.database, keys, at_once).await.unwrap().unwrap();
        for verified in [&alone, &together] {
            assert_eq!((verified.entries, verified.heads), (9_000, 1));
            assert_eq!(verified.root, head.root_hash.to_string());
        }
    }
    for (tampering, seq, why) in [
        ("DELETE FROM journal WHERE seq = 4096", 4_096, "the next entry is 4097"),
        ("DELETE FROM journal WHERE seq = 4097", 4_097, "the next entry is 4098"),
        ("DELETE FROM journal WHERE seq IN (4096, 4097)", 4_096, "the next entry is 4098"),
        ("DELETE FROM journal WHERE seq BETWEEN 4097 AND 8192", 4_097, "the next entry is 8193"),
        ("DELETE FROM journal WHERE seq BETWEEN 4000 AND 8500", 4_000, "the next entry is 8501"),
        ("DELETE FROM journal WHERE seq > 4096", 4_097, "a signed head covers 9000"),
        ("UPDATE journal SET actor = 'user:another' WHERE seq IN (4096, 1)", 1, "altered"),
        ("UPDATE journal SET actor = 'user:another' WHERE seq IN (8193, 4097)", 4_097, "altered"),
        ("UPDATE journal SET actor = 'user:another' WHERE seq = 9000", 9_000, "altered"),
    ] {
        let found = after_statements(portal, tampering).await.unwrap_err();
        assert_eq!((found.seq, found.why.contains(why)), (seq, true), "{tampering}: {found:?}");
    }
}

/// Rewrites entry `seq` with a leaf that fits, and the frontier over all leaves: only what was signed before knows better.
fn rewrite(connection: &mut Connection, seq: i64, entries: i64) -> Result<(), StorageError> {
    use diesel::connection::SimpleConnection;
    let at = (Utc.with_ymd_and_hms(2026, 11, 22, 2, 0, 0).unwrap() + Duration::seconds(seq))
        .to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let body = json!({ "number": seq, "text": "别的" });
    let subject = format!("subject-{}", seq % 3);
    let leaf = leaf_hash(
        canonical_json(
            &json!({ "actor": "system", "at": at, "body": body, "kind": "test.happened", "seq": seq, "subject": subject }),
        )
        .as_bytes(),
    );
    let bytes = |hex: &str| match connection {
        Connection::Sqlite(_) => format!("X'{hex}'"),
        Connection::Postgresql(_) => format!("'\\x{hex}'::bytea"),
    };
    let new_leaf = bytes(&leaf.to_string());
    connection.batch_execute(&format!(
        "UPDATE journal SET body = '{}', leaf = {new_leaf} WHERE seq = {seq}",
        canonical_json(&body)
    ))?;
    let hex = match connection {
        Connection::Sqlite(_) => "lower(hex(leaf))",
        Connection::Postgresql(_) => "encode(leaf, 'hex')",
    };
    let leaves = texts(connection, &format!("SELECT {hex} AS value FROM journal ORDER BY seq"))?;
    assert_eq!(leaves.len(), usize::try_from(entries).unwrap());
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.append(Hash::parse(leaf).unwrap()));
    let nodes: String = frontier.nodes().iter().map(ToString::to_string).collect();
    let nodes = match connection {
        Connection::Sqlite(_) => format!("X'{nodes}'"),
        Connection::Postgresql(_) => format!("'\\x{nodes}'::bytea"),
    };
    Ok(connection.batch_execute(&format!("UPDATE journal_frontier SET nodes = {nodes}"))?)
}

async fn a_journal_rewritten_with_all_its_hashes_betrays_itself_by_its_signed_heads(portal: &TestPortal) {
    filled(portal, 8).await;
    let unsigned = verified_after(portal, |connection| rewrite(connection, 5, 8)).await;
    assert!(unsigned.is_ok(), "before a head is signed, nobody can know: {unsigned:?}");
    sign_head(&portal.app).await.unwrap();
    portal.app.database.write::<_, StorageError, _>(|connection| fill(connection, 9, 20)).await.unwrap();
    sign_head(&portal.app).await.unwrap();

    let found = verified_after(portal, |connection| rewrite(connection, 5, 20)).await.unwrap_err();
    assert_eq!(found.seq, 8, "the first head that covers the rewritten entry: {found:?}");
    assert!(found.why.contains("signed head"), "{found:?}");
    let found = after_statements(portal, "DELETE FROM journal WHERE seq > 15").await.unwrap_err();
    assert_eq!((found.seq, found.why.contains("a signed head covers 20")), (16, true), "{found:?}");
}

async fn a_head_with_a_false_signature_is_found(portal: &TestPortal) {
    filled(portal, 5).await;
    sign_head(&portal.app).await.unwrap();
    for tampering in [
        "UPDATE journal_heads SET signature = 'AAAA'",
        "UPDATE journal_heads SET signed_at = '2026-01-01 00:00:00'",
        "UPDATE journal_heads SET key_id = 'another'",
    ] {
        let found = after_statements(portal, tampering).await.unwrap_err();
        assert!(found.seq == 5 && found.why.contains("false signature"), "{tampering}: {found:?}");
    }
}

async fn every_entry_is_proven_under_every_size_of_the_tree(portal: &TestPortal) {
    // More than two tiles of 256 leaves, and a ragged rest.
    filled(portal, 600).await;
    let check = |connection: &mut Connection| {
        let hex = match connection {
            Connection::Sqlite(_) => "lower(hex(leaf))",
            Connection::Postgresql(_) => "encode(leaf, 'hex')",
        };
        let leaves = texts(connection, &format!("SELECT {hex} AS value FROM journal ORDER BY seq"))?;
        let leaves: Vec<Hash> = leaves.iter().map(|leaf| Hash::parse(leaf).unwrap()).collect();
        for size in (1..=20).chain([255, 256, 257, 300, 511, 512, 513, 599, 600]) {
            let root = root_of(connection, size)?;
            assert_eq!(root, subtree_root(&leaves[..usize::try_from(size).unwrap()]), "{size}");
            let indexes =
                (0..size).filter(|index| size <= 20 || index % 37 == 0 || *index + 1 == size || index % 256 == 255);
            for index in indexes {
                let proof = inclusion_proof(connection, index, size)?;
                let leaf = &leaves[usize::try_from(index).unwrap()];
                assert!(verify_inclusion(leaf, index, size, &proof, &root), "{index} of {size}");
            }
            for earlier in [1, 7, 255, 256, 257, 400, 512].into_iter().filter(|earlier| *earlier <= size) {
                let proof = consistency_proof(connection, earlier, size)?;
                let old = root_of(connection, earlier)?;
                assert!(verify_consistency(earlier, size, &old, &root, &proof), "{earlier} in {size}");
            }
        }
        Ok::<_, StorageError>(())
    };
    portal.app.database.read(check).await.unwrap();
}

async fn a_proof_over_the_api_leads_to_the_signed_root(portal: &TestPortal) {
    filled(portal, 300).await;
    sign_head(&portal.app).await.unwrap();
    let auditor = portal.staff(Role::AuditAdmin, &[]).await;
    for seq in [1, 2, 255, 256, 257, 299, 300] {
        let proof = auditor.get(&format!("/journal/proof?seq={seq}")).await.expect(200);
        let hash = |value: &Value| Hash::parse(value.as_str().unwrap()).unwrap();
        let hashes: Vec<Hash> = proof["proof"]["hashes"].as_array().unwrap().iter().map(hash).collect();
        let leaf = leaf_hash(proof["entry"]["canonical"].as_str().unwrap().as_bytes());
        assert_eq!(leaf, hash(&proof["leaf_hash"]));
        let size = proof["head"]["tree_size"].as_u64().unwrap();
        assert!(verify_inclusion(&leaf, seq - 1, size, &hashes, &hash(&proof["head"]["root_hash"])), "{seq}");
    }
    auditor.get("/journal/proof?seq=0").await.problem(404, "not_found");
    auditor.get("/journal/proof?seq=100000").await.problem(404, "not_found");
    portal.reviewer().await.get("/journal/proof?seq=1").await.problem(403, "forbidden");
}

async fn a_head_is_kept_for_each_size_and_shown_to_anyone(portal: &TestPortal) {
    let anyone = portal.anyone();
    anyone.get("/journal/head").await.problem(404, "not_found");
    filled(portal, 3).await;
    let first = anyone.get("/journal/head").await.expect(200);
    assert_eq!(first["tree_size"], 3);
    portal.pass(Duration::minutes(1));
    assert_eq!(
        serde_json::to_value(sign_head(&portal.app).await.unwrap()).unwrap(),
        first,
        "nothing new, nothing signed"
    );
    portal.app.database.write::<_, StorageError, _>(|connection| fill(connection, 4, 9)).await.unwrap();
    sign_head(&portal.app).await.unwrap();
    assert_eq!(anyone.get("/journal/head").await.expect(200)["tree_size"], 9);
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM journal_heads").await, 2);
}

async fn sensitive_values_are_not_in_the_journal(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let bodies = portal.texts("SELECT body AS value FROM journal").await.join("\n");
    for secret in ["1250000", "示例半导体（慕尼黑）有限公司", "沟槽栅", company.email.as_str(), "$argon2"]
    {
        assert!(!bodies.contains(secret), "{secret}");
    }
    assert!(bodies.contains(filing["certificate_number"].as_str().unwrap()));
}
