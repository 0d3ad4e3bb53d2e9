//! What the description says of parts that many operations share: problems, parameters, headers, groups of operations.

use serde_json::{Value, json};

/// Status, name, a code for the example, and what it says.
pub(super) const PROBLEMS: [(u16, &str, &str, &str); 16] = [
    (400, "BadRequest", "invalid_json", "It cannot be read as it was sent: mend the program that sends it."),
    (401, "Unauthenticated", "unauthenticated", "Nobody is signed in, or the credential is worth nothing."),
    (403, "Forbidden", "forbidden", "This function is not theirs."),
    (404, "NotFound", "not_found", "It does not exist, or not for this reader."),
    (408, "RequestTimeout", "request_timeout", "The body took too long to arrive."),
    (
        409,
        "Conflict",
        "illegal_state",
        "The state of things does not allow it; `state` names it where one object has one.",
    ),
    (410, "Gone", "link_expired", "It was good once or for a while, and is no more."),
    (412, "PreconditionFailed", "version_mismatch", "It has changed since it was read: read it again."),
    (413, "PayloadTooLarge", "payload_too_large", "The body is too large."),
    (
        415,
        "UnsupportedMediaType",
        "unsupported_media_type",
        "The body is not of the type that is taken, or it is compressed.",
    ),
    (421, "MisdirectedRequest", "misdirected_request", "The request names a host that is not this portal."),
    (422, "Unprocessable", "validation_failed", "It is well-formed and cannot be accepted; `errors` names each place."),
    (428, "PreconditionRequired", "if_match_required", "Name the version that is replaced in `If-Match`."),
    (429, "TooManyRequests", "too_many_requests", "Too often: wait for as long as `Retry-After` says."),
    (500, "InternalError", "internal", "A defect of the portal. It is in its log under `request_id`."),
    (503, "Unavailable", "unavailable", "Not at the moment: try again after `Retry-After`, under the same key."),
];

/// Headers of an answer: name, what they say, their type.
pub(super) const HEADERS: &[(&str, &str, &str)] = &[
    ("ETag", "The version of what is answered; send it back in `If-Match`.", "string"),
    ("Location", "The path at which what was made can be read, where it can.", "string"),
    ("Idempotent-Replayed", "`true`: the answer that an earlier request under the same key was given.", "boolean"),
    ("Retry-After", "Seconds to wait.", "integer"),
    ("WWW-Authenticate", "How to authenticate: `Bearer`, or `Basic` for a client.", "string"),
    ("RateLimit-Limit", "Requests that the client has in a window, or the person at the research centre.", "integer"),
    ("RateLimit-Remaining", "Requests that are left in this window.", "integer"),
    ("RateLimit-Reset", "Seconds until the next window.", "integer"),
    ("RateLimit-Policy", "The window, such as `600;w=300`: 600 requests in 300 seconds.", "string"),
];

/// Groups of operations.
pub(super) const TAGS: &[(&str, &str)] = &[
    ("auth", "People sign in and out, set their passwords, and see who they are."),
    ("bulk", "Many applications in one workbook."),
    ("calendar", "The calendar of working days, from which deadlines follow."),
    ("catalogue", "Editions of the control catalogue."),
    ("certificates", "Certificates, for their holders."),
    ("changes", "What has changed since, in order and without gaps."),
    ("companies", "Companies sign up, are approved, refused or suspended, and say who works for them."),
    ("contracts", "The register of contracts."),
    ("data verification", "Questions to companies about what is registered."),
    ("exchange", "Files to and from national and neighbouring systems, by the national contract number."),
    ("filings", "Applications, as companies make them: draft, papers, findings, submission, answer."),
    ("guide", "What to file, with which papers, or where else to go."),
    ("health", "Whether the portal lives and can work."),
    ("journal", "Signed heads of the journal, proofs and entries, and whether the register is what it says."),
    ("mandates", "Agents file for companies."),
    ("oauth", "Tokens for other systems, and the public keys."),
    ("open data", "Public figures: data sets in versions, under disclosure control."),
    ("partners", "Third-party systems of companies and public bodies, and their secrets."),
    ("payments", "What was paid under registered contracts, recorded by institutions."),
    ("reference", "Code sets, error codes, and this description."),
    ("referrals", "Restricted technology on its way through the licence channel."),
    ("research", "Figures."),
    ("review", "What the desks do with applications."),
    ("routing", "Which desk an application goes to."),
    ("sandbox", "What a sandbox has besides: its clock, its desk, companies with clients, events once more."),
    ("service", "How well the desks serve."),
    ("spot checks", "Random checks that anyone can draw again."),
    ("verify", "Whether a certificate stands: open to everyone."),
    ("webhooks", "Endpoints that are told of what happens, and what was delivered to them."),
];

/// What a parameter is and takes, by its place and name, where that is the same wherever it occurs.
pub(super) fn parameter(place: &str, name: &str) -> Option<(&'static str, Value)> {
    Some(match (place, name) {
        ("path", "id") => ("Its id.", json!({ "type": "string", "format": "uuid" })),
        ("path", "number") => {
            ("Number of the certificate, as it stands there.", json!({ "type": "string", "minLength": 1 }))
        }
        ("path", "edition") => {
            ("Number of the edition.", json!({ "type": "integer", "format": "int32", "minimum": 1 }))
        }
        ("path", "counterpart") => ("Code of the counterpart.", json!({ "type": "string", "minLength": 1 })),
        ("path", "analysis") => ("Code of the analysis.", json!({ "type": "string", "minLength": 1 })),
        ("path", "dataset") => ("Code of the data set.", json!({ "type": "string", "minLength": 1 })),
        ("path", "version") => (
            "Number of the version, or `latest`.",
            json!({ "type": "string", "pattern": "^([1-9][0-9]{0,8}|latest)$" }),
        ),
        ("path", "permalink") => {
            ("Id of the permanent link.", json!({ "type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{20}$" }))
        }
        ("path", "month") => {
            ("The month, `2026-11`.", json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" }))
        }
        ("path", "code") => ("Code of the reason.", json!({ "type": "string", "minLength": 1 })),
        ("path", part) if part.ends_with("_id") => {
            ("Id of the part that the path names before it.", json!({ "type": "string", "format": "uuid" }))
        }
        ("header", "Idempotency-Key") => (
            "A text of the client's own, new for each thing that it wants done and the same when it asks again.",
            json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$" }),
        ),
        ("header", "If-Match") => (
            "The `ETag` of what is replaced, as it was read.",
            json!({ "type": "string", "pattern": "^\"[0-9]{1,9}\"$" }),
        ),
        ("header", "Upload-Offset") => {
            ("How many bytes came before.", json!({ "type": "integer", "format": "int64", "minimum": 0 }))
        }
        _ => return None,
    })
}

/// From an operation by a value of its answer to those that can follow it.
pub(super) const LINKS: &[(&str, &str, &[&str])] = &[
    (
        "create_filing",
        "/id",
        &[
            "read_filing",
            "save_filing",
            "delete_filing",
            "read_findings",
            "add_attachment",
            "begin_upload",
            "submit_filing",
        ],
    ),
    ("copy_filing", "/id", &["read_filing"]),
    ("submit_filing", "/id", &["read_filing", "read_receipt", "read_clock", "read_history", "withdraw_filing"]),
    ("add_attachment", "/id", &["read_attachment", "delete_attachment"]),
    ("begin_upload", "/id", &["read_upload", "append_upload"]),
    ("upload_bulk", "/id", &["read_bulk", "read_bulk_workbook"]),
    ("import_exchange", "/id", &["read_exchange_import", "read_exchange_workbook"]),
    ("give_mandate", "/id", &["end_mandate", "read_mandate_activity"]),
    ("save_view", "/id", &["change_view", "remove_view"]),
    ("create_permalink", "/id", &["read_permalink"]),
    ("save_research_view", "/id", &["change_research_view", "remove_research_view"]),
    ("create_publication", "/id", &["read_publication_pdf"]),
    ("open_verification_case", "/id", &["read_verification_case", "answer_verification_case"]),
    ("announce_drawing", "/id", &["read_drawing", "read_population", "draw_drawing"]),
    ("record_payment", "/payment/id", &["reverse_payment"]),
];
