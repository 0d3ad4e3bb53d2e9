//! Counting again: what was counted as it happened is what is counted from the beginning, and what was damaged is put right.

use domain::Role;
use portal::app::research::rebuild;
use serde_json::{Value, json};

use crate::kinds::{Cast, closure, settlement};
use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::{Contract, Engine, TestPortal};

on_both_databases!(
    damage_is_found_and_put_right_to_the_byte,
    what_was_interrupted_is_gone_on_with,
    an_older_database_is_counted_as_if_it_had_always_kept_particulars,
);

const TEXTS: &str =
    "SELECT CAST(seq AS TEXT) || ' ' || CAST(part AS TEXT) || ' ' || body AS value FROM facts ORDER BY seq, part";

const RETURNS: &str = "SELECT CAST(seq AS TEXT) || ' ' || CAST(item AS TEXT) || ' ' || month || ' ' || desk_code \
                       || ' ' || kind || ' ' || COALESCE(reason, '') AS value FROM return_facts ORDER BY seq, item";

/// A contract that moved, settled and was suspended, another beside it, and an application that was returned.
pub(super) async fn lived(portal: &TestPortal) {
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
    let returned = cast.company.submitted(&Contract::import().of(&cast.company).numbered(78)).await;
    cast.reviewer.claim(&returned).await;
    cast.reviewer.return_(&returned).await.expect(200);
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
    let times = "/research/analyses/lead_time?from=2026-11&to=2026-11";
    let (returns, analysis) = (portal.texts(RETURNS).await, researcher.get(times).await);
    assert_eq!(returns.len(), 1);
    let well = rebuild(false).await;
    assert_eq!((&well["entries"], &well["facts"]), (&json!(6), &json!(7)), "{well}");
    assert_eq!((&well["differing"], &well["written"]), (&json!(0), &json!(0)));

    let first = "SELECT min(seq) FROM facts";
    let last = "SELECT max(seq) FROM facts";
    portal
        .execute(&format!(
            r#"UPDATE facts SET body = replace(body, '"contracts":1', '"contracts":9') WHERE seq = ({first});
            INSERT INTO facts (seq, part, contract_id, body) SELECT -5, 1, contract_id, body FROM facts WHERE seq = ({first});
            DELETE FROM facts WHERE seq = ({last});
            UPDATE return_facts SET kind = 'incomplete';
            INSERT INTO return_facts (seq, item, month, desk_code, kind, reason)
            SELECT -5, item, month, desk_code, kind, reason FROM return_facts;"#
        ))
        .await;
    let seen = rebuild(true).await;
    assert_eq!((&seen["differing"], &seen["written"]), (&json!(5), &json!(0)), "{seen}");
    // One process owns an embedded database.
    let (code, said) =
        run_to_end(program(&portal.database.url_text(), portal.folder()).args(["research", "rebuild", "--check"]));
    let expected = if portal.engine == Engine::Sqlite { 78 } else { 1 };
    assert_eq!(code, expected, "{said}");

    let mended = rebuild(false).await;
    assert_eq!((&mended["differing"], &mended["written"]), (&json!(5), &json!(5)));
    assert_eq!((portal.texts(TEXTS).await, portal.texts(RETURNS).await), (facts, returns));
    assert_eq!(rebuild(false).await["differing"], 0);
    assert_eq!(researcher.get(question).await.body, answer.body, "whoever held them in memory has read them anew");
    assert_eq!(researcher.get(times).await.body, analysis.body);
}

/// Makes it impossible, or possible again, to take the fact of entry -1 away.
async fn plant(portal: &TestPortal, fault: bool) {
    let statements = match (portal.engine, fault) {
        (Engine::Sqlite, true) => {
            "CREATE TRIGGER planted BEFORE DELETE ON facts WHEN OLD.seq = -1 BEGIN SELECT RAISE(ABORT, 'planted'); END"
        }
        (Engine::Sqlite, false) => "DROP TRIGGER planted",
        (Engine::Postgresql, true) => {
            "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
            CREATE TRIGGER planted BEFORE DELETE ON facts FOR EACH ROW WHEN (OLD.seq = -1) EXECUTE FUNCTION planted()"
        }
        (Engine::Postgresql, false) => "DROP TRIGGER planted ON facts; DROP FUNCTION planted()",
    };
    portal.execute(statements).await;
}

async fn what_was_interrupted_is_gone_on_with(portal: &TestPortal) {
    lived(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let question = "/research/pivot?rows=country&columns=kind&measures=contracts,amount_usd,royalty_due_usd";
    let (facts, answer) = (portal.texts(TEXTS).await, researcher.get(question).await);
    // More than is put right in one transaction, and the last of it cannot be.
    portal
        .execute(
            "UPDATE facts SET body = replace(body, '\"contracts\":1', '\"contracts\":9') \
             WHERE seq = (SELECT min(seq) FROM facts); \
             WITH RECURSIVE places(seq) AS (SELECT -2500 UNION ALL SELECT seq + 1 FROM places WHERE seq < -1) \
             INSERT INTO facts (seq, part, contract_id, body) SELECT places.seq, 1, one.contract_id, one.body \
             FROM places CROSS JOIN (SELECT contract_id, body FROM facts ORDER BY seq LIMIT 1) AS one",
        )
        .await;
    plant(portal, true).await;
    let invented = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM facts WHERE seq < 0";
    assert_eq!(portal.number(invented).await, 2500);
    assert!(rebuild(&portal.app, false).await.is_err());
    assert_eq!(portal.number(invented).await, 500, "half of it is done");
    assert!(rebuild(&portal.app, true).await.is_ok_and(|seen| seen.differing == 501));
    plant(portal, false).await;

    // Somebody may still be at it; a minute later nobody is.
    portal.catch_up().await;
    assert_eq!(portal.number(invented).await, 500);
    portal.pass(chrono::Duration::seconds(61));
    portal.catch_up().await;
    assert_eq!(portal.texts(TEXTS).await, facts);
    assert_eq!(researcher.get(question).await.body, answer.body);
    let turns =
        "SELECT CAST(COUNT(*) AS TEXT) AS value FROM consumers WHERE name = 'rebuild' AND leased_until IS NOT NULL";
    assert_eq!(portal.number(turns).await, 0, "nothing is left to go on with");
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
