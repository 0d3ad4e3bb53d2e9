//! Counting again: what was counted as it happened is what is counted from the beginning, and what was damaged is put right.

use domain::Role;
use serde_json::{Value, json};

use crate::kinds::{Cast, closure, settlement};
use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::{Contract, Engine, TestPortal};

on_both_databases!(
    damage_is_found_and_put_right_to_the_byte,
    an_older_database_is_counted_as_if_it_had_always_kept_particulars,
);

const TEXTS: &str =
    "SELECT CAST(seq AS TEXT) || ' ' || CAST(part AS TEXT) || ' ' || body AS value FROM facts ORDER BY seq, part";

/// A contract that moved, settled and ended, and another beside it.
async fn lived(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let moved = cast.amendment("/supplier/country", "AT").await;
    cast.take_effect(&moved).await;
    for (kind, request) in
        [("amendment", settlement("2026-11-10", "50000.50")), ("closure", closure("suspension", "2026-11-22"))]
    {
        let id = cast.draft(kind, &request).await;
        cast.take_effect(&id).await;
    }
    portal.registered(&cast.company, &Contract::export().of(&cast.company).numbered(77)).await;
    portal.catch_up().await;
}

async fn damage_is_found_and_put_right_to_the_byte(portal: &TestPortal) {
    lived(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let rebuild =
        async |check: bool| -> Value { admin.post("/research/rebuild", &json!({ "check": check })).await.expect(200) };
    let question = "/research/pivot?rows=country&columns=kind&measures=contracts,amount_usd,royalty_due_usd";
    let (facts, answer) = (portal.texts(TEXTS).await, researcher.get(question).await);
    let well = rebuild(false).await;
    assert_eq!((&well["entries"], &well["facts"]), (&json!(5), &json!(6)), "{well}");
    assert_eq!((&well["differing"], &well["written"]), (&json!(0), &json!(0)));

    let first = "SELECT min(seq) FROM facts";
    let last = "SELECT max(seq) FROM facts";
    portal
        .execute(&format!(
            r#"UPDATE facts SET body = replace(body, '"contracts":1', '"contracts":9') WHERE seq = ({first});
            INSERT INTO facts (seq, part, contract_id, body) SELECT -5, 1, contract_id, body FROM facts WHERE seq = ({first});
            DELETE FROM facts WHERE seq = ({last});"#
        ))
        .await;
    let seen = rebuild(true).await;
    assert_eq!((&seen["differing"], &seen["written"]), (&json!(3), &json!(0)), "{seen}");
    // One process owns an embedded database.
    let (code, said) =
        run_to_end(program(&portal.database.url_text(), portal.folder()).args(["research", "rebuild", "--check"]));
    let expected = if portal.engine == Engine::Sqlite { 78 } else { 1 };
    assert_eq!(code, expected, "{said}");

    let mended = rebuild(false).await;
    assert_eq!((&mended["differing"], &mended["written"]), (&json!(3), &json!(3)));
    assert_eq!(portal.texts(TEXTS).await, facts);
    assert_eq!(rebuild(false).await["differing"], 0);
    assert_eq!(researcher.get(question).await.body, answer.body, "whoever held them in memory has read them anew");
}

async fn an_older_database_is_counted_as_if_it_had_always_kept_particulars(portal: &TestPortal) {
    lived(portal).await;
    let kept = "SELECT body AS value FROM particulars ORDER BY seq";
    let (particulars, facts) = (portal.texts(kept).await, portal.texts(TEXTS).await);
    portal
        .execute("DELETE FROM particulars; DELETE FROM facts; UPDATE consumers SET seq = 0 WHERE name = 'facts'")
        .await;
    // It is done when a portal starts; one process owns an embedded database, so that here only the other is asked.
    let Some(_restarted) = portal.second_app().await else { return };
    assert_eq!(portal.texts(kept).await, particulars);
    portal.catch_up().await;
    assert_eq!(portal.texts(TEXTS).await, facts);
}
