//! What took no good request of those that Schemathesis makes, and why it cannot have. The test of the fuzzer holds this against its
//! report, both ways; that each of these does its work is the business of the tests of its own.

/// Why, and the operations.
pub const NEVER_TAKEN: [(&str, &[&str]); 5] = [
    (
        "passwords, links, secrets and credit codes are not made up",
        &["login", "change_password", "confirm_password_reset", "create_token", "create_company", "give_mandate"],
    ),
    (
        "the bytes of a file are random, and no workbook, table or paper",
        &[
            "upload_bulk",
            "check_bulk",
            "check_bulk_workbook",
            "import_catalogue",
            "preview_catalogue",
            "check_exchange",
            "import_exchange",
            "add_attachment",
            "load_calendar",
            "check_calendar",
            "load_exchange_rates",
            "preview_exchange_rates",
        ],
    ),
    (
        "the application lies in the queue, was never referred, refused, screened out or changed back into a draft",
        &[
            "delete_filing",
            "delete_attachment",
            "save_filing",
            "submit_filing",
            "answer_hit",
            "judge_hit",
            "decide_filing",
            "close_referral",
            "record_referral_step",
            "read_referral",
            "read_refusal_notice",
        ],
    ),
    (
        "the company is approved, the edition in force, the drawing drawn",
        &["approve_company", "reject_company", "resume_company", "schedule_catalogue_edition", "draw_drawing"],
    ),
    (
        "an id in the body is of nobody; a payment is taken back by the one who recorded it",
        &["assign_filing", "open_verification_case", "register_webhook", "reverse_payment"],
    ),
];
