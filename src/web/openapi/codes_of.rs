//! Which codes an operation may answer with: those that follow from its shape, and those of its own. The tests of the API hold
//! every answer that they get against this.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// Codes by the status that they come with.
pub(super) type Codes = BTreeMap<u16, BTreeSet<&'static str>>;

/// What follows from the shape of an operation, whatever it does.
pub(super) fn by_shape(method: &str, operation: &Value) -> Codes {
    let has = |place: &str, name: &str| parameters(operation).any(|one| one["in"] == place && one["name"] == name);
    let any = |place: &str| parameters(operation).any(|one| one["in"] == place);
    let form = is_form(operation);
    let mut codes = Codes::new();
    let mut add = |applies: bool, status: u16, more: &[&'static str]| {
        if applies {
            codes.entry(status).or_default().extend(more);
        }
    };

    // Whoever shows a credential that is worth nothing is told so, also where none is needed.
    add(!form, 401, &["unauthenticated"]);
    add(!is_public(operation), 403, &["forbidden", "insufficient_scope"]);
    // To file, and to have events delivered, a company must have been approved.
    let scopes = ["filings:write", "webhooks:read", "webhooks:write"];
    add(scopes.iter().any(|scope| has_scope(operation, scope)), 403, &["company_not_approved"]);
    add(any("path"), 404, &["not_found"]);
    add(any("path") && method != "get", 409, &["illegal_state"]);
    add(any("query"), 400, &["invalid_query"]);
    add(any("query"), 422, &["invalid_query"]);
    add(has("query", "cursor"), 400, &["invalid_cursor"]);
    add(has("header", "Idempotency-Key"), 400, &["idempotency_key_required"]);
    add(has("header", "Idempotency-Key"), 409, &["idempotency_in_flight"]);
    add(has("header", "Idempotency-Key"), 422, &["idempotency_mismatch"]);
    add(has("header", "If-Match"), 412, &["version_mismatch"]);
    add(has("header", "If-Match"), 428, &["if_match_required"]);
    match media_type(operation) {
        Some("application/json") => {
            add(true, 400, &["invalid_json"]);
            add(true, 422, &["control_character", "unknown_field", "validation_failed"]);
        }
        Some("multipart/form-data") => {
            add(true, 400, &["invalid_multipart"]);
            add(true, 422, &["validation_failed"]);
        }
        _ => {}
    }
    let takes_body = media_type(operation).is_some();
    add(takes_body, 408, &["request_timeout"]);
    add(takes_body, 413, &["payload_too_large"]);
    add(takes_body, 415, &["unsupported_encoding", "unsupported_media_type"]);
    add(true, 421, &["misdirected_request"]);
    add(true, 429, &["too_many_requests"]);
    add(true, 500, &["internal"]);
    add(true, 503, &["unavailable"]);
    codes
}

/// The codes that are an operation's own.
pub(super) fn own(operation: &str) -> Codes {
    let mut codes = Codes::new();
    for (operations, status, more) in OWN {
        if operations.contains(&operation) {
            codes.entry(*status).or_default().extend(*more);
        }
    }
    codes
}

/// The parameters of an operation.
pub(super) fn parameters(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().into_iter().flatten()
}

/// Whether those who are let in have a quota that answers tell of: clients everywhere, and people at the research centre.
pub(super) fn has_quota(operation: &Value) -> bool {
    let is_research = operation["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "research"));
    ways(operation).any(|way| way["oauth2"].is_array()) || (is_research && !is_public(operation))
}

/// Whether the body is a form, as OAuth sends it.
pub(super) fn is_form(operation: &Value) -> bool {
    media_type(operation) == Some("application/x-www-form-urlencoded")
}

fn ways(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["security"].as_array().into_iter().flatten()
}

fn is_public(operation: &Value) -> bool {
    ways(operation).any(|way| way.as_object().is_some_and(Map::is_empty))
}

fn has_scope(operation: &Value, scope: &str) -> bool {
    ways(operation).any(|way| way["oauth2"].as_array().is_some_and(|scopes| scopes.iter().any(|held| held == scope)))
}

/// The type of the body, where there is one.
fn media_type(operation: &Value) -> Option<&str> {
    let content = operation.pointer("/requestBody/content").and_then(Value::as_object)?;
    content.keys().next().map(String::as_str)
}

/// Operations, the status, and the codes that come with it there and do not follow from the shape.
const OWN: &[(&[&str], u16, &[&str])] = &[
    // Accounts and companies.
    (
        &["login", "refresh", "logout", "change_password", "ask_password_reset", "confirm_password_reset"],
        403,
        &["foreign_origin"],
    ),
    (&["refresh"], 409, &["session_renewed"]),
    (&["confirm_password_reset"], 410, &["link_expired"]),
    (&["create_company"], 409, &["company_exists", "email_taken"]),
    (&["add_company_user"], 403, &["company_not_approved"]),
    (&["add_company_user"], 409, &["email_taken", "too_many_users"]),
    (&["disable_company_user"], 409, &["last_user", "oneself"]),
    (&["create_company", "change_company"], 422, &["unknown_district"]),
    (&["change_company"], 409, &["company_exists"]),
    (&["change_company"], 422, &["read_only"]),
    (&["create_token"], 400, &["invalid_query", "invalid_request", "invalid_scope", "unsupported_grant_type"]),
    (&["create_token"], 401, &["invalid_client"]),
    (
        &[
            "give_mandate",
            "create_partner",
            "change_partner",
            "add_partner_secret",
            "enable_partner",
            "create_permalink",
        ],
        403,
        &["company_not_approved"],
    ),
    (
        &["give_mandate"],
        422,
        &["agent_is_oneself", "in_the_past", "scope_unclear", "unknown_agent", "unknown_contract"],
    ),
    (&["end_mandate"], 409, &["mandate_over"]),
    // Applications, as companies make them.
    (&["list_filings", "list_contracts"], 404, &["not_found"]),
    (
        &["create_filing", "copy_filing"],
        422,
        &["contract_required", "no_mandate", "not_for_registration", "unknown_contract"],
    ),
    (&["create_filing", "save_filing"], 422, &["read_only"]),
    (&["delete_filing"], 409, &["not_draft"]),
    (&["submit_filing"], 409, &["already_submitted", "changed_meanwhile", "contract_under_way"]),
    (&["submit_filing"], 422, &["answers_incomplete", "declaration_required", "findings_block", "reasons_required"]),
    (&["read_receipt", "read_receipt_pdf", "send_message", "remember_look"], 409, &["not_submitted"]),
    (&["read_refusal_notice"], 409, &["not_refused"]),
    (&["add_attachment", "append_upload"], 409, &["too_many_attachments"]),
    (&["add_attachment", "begin_upload", "append_upload"], 422, &["empty_file", "type_mismatch"]),
    (&["begin_upload"], 409, &["too_many_uploads"]),
    (&["read_upload"], 409, &["illegal_state"]),
    (&["append_upload"], 400, &["upload_part"]),
    (&["append_upload"], 409, &["upload_offset"]),
    // Workbooks.
    (
        &["check_bulk", "check_bulk_workbook", "upload_bulk"],
        422,
        &[
            "no_headings",
            "no_mandate",
            "no_rows",
            "not_a_workbook",
            "too_many_rows",
            "workbook_too_large",
            "workbook_with_macros",
            "wrong_template",
        ],
    ),
    (&["read_bulk_workbook"], 409, &["bulk_running"]),
    // The desks.
    (
        &["release_filing", "return_filing", "recommend_filing", "refer_filing", "judge_hit"],
        409,
        &["not_claimed_by_you"],
    ),
    (&["recommend_filing"], 422, &["verdicts_required"]),
    (&["decide_filing"], 409, &["contract_changed", "contract_number_taken", "four_eyes"]),
    (&["assign_filing"], 422, &["not_at_desk"]),
    (&["save_view"], 409, &["too_many_views"]),
    (&["save_view", "change_view"], 422, &["not_your_desk"]),
    (&["add_return_reason"], 409, &["already_exists"]),
    (&["replace_routing_rules", "try_routing_rules"], 422, &["routing_rules_invalid"]),
    (&["check_calendar", "load_calendar"], 422, &["calendar_unreadable"]),
    (&["load_calendar"], 412, &["version_mismatch"]),
    (&["load_exchange_rates"], 422, &["rates_unreadable"]),
    // Figures.
    (&["read_pivot", "read_series"], 403, &["not_public"]),
    (&["read_pivot", "read_series"], 413, &["pivot_too_large"]),
    (&["read_pivot"], 422, &["growth_without_time"]),
    (&["read_pivot", "read_series"], 422, &["contradictory_period", "too_detailed"]),
    (&["list_dimensions", "read_pivot", "read_series"], 422, &["as_of_unknown"]),
    (&["read_analysis"], 403, &["not_public"]),
    (&["read_analysis"], 422, &["as_of_unknown", "contradictory_period", "too_detailed"]),
    (&["export_pivot", "create_permalink"], 403, &["not_public"]),
    (&["export_pivot", "create_permalink", "export_facts"], 413, &["pivot_too_large"]),
    (&["export_pivot", "create_permalink"], 422, &["contradictory_period", "growth_without_time", "too_detailed"]),
    (&["export_pivot", "create_permalink", "export_facts"], 422, &["as_of_unknown"]),
    (
        &["create_permalink", "save_research_view", "change_research_view"],
        422,
        &["contradictory_period", "invalid_query"],
    ),
    (&["create_permalink", "read_permalink", "read_open_data"], 409, &["figures_differ"]),
    (&["save_research_view"], 409, &["too_many_views"]),
    (&["create_publication"], 409, &["already_exists"]),
    (&["create_publication"], 422, &["period_not_closed"]),
    (&["read_publication_pdf", "read_open_publication_pdf"], 409, &["figures_differ"]),
    (&["preview_catalogue", "import_catalogue"], 422, &["catalogue_invalid"]),
    (&["import_catalogue"], 409, &["already_exists"]),
    (&["schedule_catalogue_edition"], 409, &["edition_in_force"]),
    // After a registration.
    (&["read_referral"], 409, &["not_referred"]),
    (&["record_referral_step", "close_referral"], 409, &["not_referred", "referral_closed"]),
    (&["record_referral_step", "close_referral"], 422, &["referral_step"]),
    (&["open_verification_case"], 422, &["contract_number_required", "unknown_contract_number"]),
    (&["correct_verification_case"], 409, &["not_corrected"]),
    (&["announce_drawing"], 422, &["period_invalid", "unknown_desk"]),
    (&["draw_drawing"], 409, &["already_drawn", "drawing_day", "no_seed_yet"]),
    (&["draw_drawing", "read_population"], 422, &["period_too_long"]),
    (&["report_inspection"], 403, &["not_drawn"]),
    (&["report_inspection"], 409, &["already_reported"]),
    (&["revoke_certificate"], 409, &["four_eyes"]),
    (
        &["record_payment"],
        409,
        &[
            "certificate_revoked",
            "certificate_superseded",
            "contract_suspended",
            "contract_terminated",
            "overpayment",
            "paid_in_former_currency",
            "payable_unclear",
            "reference_taken",
        ],
    ),
    (
        &["record_payment"],
        422,
        &[
            "amount_not_positive",
            "amount_unreadable",
            "currency_differs",
            "paid_after_validity",
            "paid_before_effect",
            "paid_in_future",
            "reference_unreadable",
        ],
    ),
    (&["reverse_payment"], 409, &["already_reversed"]),
    // Exchange files.
    (&["export_contracts"], 422, &["export_too_large"]),
    (&["check_exchange", "import_exchange"], 422, &["exchange_file_invalid"]),
    (&["open_verification_case", "verify_payment"], 404, &["not_found"]),
    // Third-party systems.
    (&["list_webhooks"], 404, &["not_found"]),
    (&["create_partner"], 409, &["too_many_partners"]),
    (&["create_partner", "change_partner"], 422, &["scope_not_grantable"]),
    (&["add_partner_secret"], 409, &["shown_once", "two_secrets"]),
    (&["enable_partner"], 409, &["disabled_by_other"]),
    (&["list_partner_uses", "list_deliveries"], 400, &["invalid_cursor"]),
    (&["register_webhook"], 422, &["too_many_endpoints", "unknown_partner", "webhooks_not_granted"]),
    (&["register_webhook", "change_webhook"], 422, &["address_not_public", "host_unknown", "url_not_acceptable"]),
    (&["replay_webhook"], 422, &["replay_unclear"]),
    // What a sandbox has besides.
    (
        &["return_sandbox_filing", "register_sandbox_filing", "refuse_sandbox_filing"],
        409,
        &["not_claimed_by_you", "not_submitted"],
    ),
    (&["register_sandbox_filing"], 409, &["contract_changed", "contract_number_taken"]),
    (&["register_sandbox_filing"], 422, &["verdicts_required"]),
    (&["replay_sandbox_event"], 403, &["company_not_approved"]),
    // Proofs.
    (&["read_status_list", "read_head", "read_consistency", "read_proof"], 404, &["not_found"]),
    (&["read_consistency"], 422, &["validation_failed"]),
    (&["verify_credential", "verify_payment"], 422, &["credential_invalid"]),
    (&["verify_payment"], 422, &["amount_unreadable"]),
    (&["verify_certificate", "verify_credential"], 403, &["insufficient_scope"]),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::web::codes::codes;

    #[test]
    fn every_code_is_explained() {
        for code in OWN.iter().flat_map(|(_, _, codes)| codes.iter()) {
            assert!(codes().any(|(known, ..)| known == code), "{code} has no words in codes.rs");
        }
    }

    #[test]
    fn the_shape_of_an_operation_says_how_it_is_refused() {
        let operation = json!({
            "security": [{ "bearer": [] }, { "oauth2": ["filings:write"] }],
            "parameters": [{ "in": "path", "name": "id" }, { "in": "header", "name": "Idempotency-Key" }],
            "requestBody": { "content": { "application/json": {} } },
        });
        let codes = by_shape("post", &operation);
        let statuses: Vec<u16> = codes.keys().copied().collect();
        assert_eq!(statuses, [400, 401, 403, 404, 408, 409, 413, 415, 421, 422, 429, 500, 503]);
        assert!(codes[&403].contains("company_not_approved") && codes[&409].contains("illegal_state"));

        let open = json!({ "security": [{}], "parameters": [{ "in": "query", "name": "cursor" }] });
        let codes = by_shape("get", &open);
        assert_eq!(codes.keys().copied().collect::<Vec<_>>(), [400, 401, 421, 422, 429, 500, 503]);
        assert!(codes[&400].contains("invalid_cursor"));
    }
}
