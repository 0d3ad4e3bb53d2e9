//! Tables as Diesel sees them; the migrations of both databases are the truth, and a test compares the three.

diesel::table! {
    companies (id) {
        id -> Text,
        name -> Text,
        credit_code -> Text,
        district -> Text,
        ownership -> Text,
        address -> Nullable<Text>,
        status -> Text,
        version -> Integer,
        created_at -> Timestamp,
        approved_at -> Nullable<Timestamp>,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        role -> Text,
        company_id -> Nullable<Text>,
        password_hash -> Text,
        status -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    desks (code) {
        code -> Text,
        name_zh -> Text,
        name_en -> Text,
        powers -> Text,
        position -> Integer,
    }
}

diesel::table! {
    user_desks (user_id, desk_code) {
        user_id -> Text,
        desk_code -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        refresh_digest -> Text,
        created_at -> Timestamp,
        used_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        revoked_because -> Nullable<Text>,
    }
}

diesel::table! {
    partners (id) {
        id -> Text,
        name -> Text,
        scopes -> Text,
        company_id -> Nullable<Text>,
        status -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    partner_secrets (id) {
        id -> Text,
        partner_id -> Text,
        digest -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    routing_tables (version) {
        version -> Integer,
        rules -> Text,
        created_at -> Timestamp,
        created_by -> Nullable<Text>,
    }
}

diesel::table! {
    reference_sets (name) {
        name -> Text,
        version -> Text,
        source -> Text,
        content -> Text,
        loaded_at -> Timestamp,
        loaded_by -> Nullable<Text>,
    }
}

diesel::table! {
    contracts (id) {
        id -> Text,
        number -> Text,
        company_id -> Text,
        status -> Text,
        version -> Integer,
        direction -> Text,
        name -> Text,
        counterparty_country -> Text,
        valid_until -> Date,
        certificate_number -> Text,
        registered_at -> Timestamp,
    }
}

diesel::table! {
    filings (id) {
        id -> Text,
        kind -> Text,
        status -> Text,
        version -> Integer,
        company_id -> Text,
        contract -> Text,
        contract_number -> Nullable<Text>,
        contract_name -> Nullable<Text>,
        direction -> Nullable<Text>,
        counterparty_country -> Nullable<Text>,
        industry -> Nullable<Text>,
        desk_code -> Nullable<Text>,
        routing -> Nullable<Text>,
        warnings -> Integer,
        catalogue_hit -> Bool,
        claimed_by -> Nullable<Text>,
        recommendation -> Nullable<Text>,
        recommended_by -> Nullable<Text>,
        decision -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        contract_id -> Nullable<Text>,
        certificate_number -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        filing_id -> Text,
        kind -> Text,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
    }
}

diesel::table! {
    submissions (filing_id, number) {
        filing_id -> Text,
        number -> Integer,
        submitted_by -> Text,
        submitted_at -> Timestamp,
        reasons -> Text,
        findings -> Text,
        digest -> Text,
    }
}

diesel::table! {
    corrections (filing_id, number) {
        filing_id -> Text,
        number -> Integer,
        items -> Text,
        returned_by -> Text,
        returned_at -> Timestamp,
    }
}

diesel::table! {
    contract_versions (contract_id, version) {
        contract_id -> Text,
        version -> Integer,
        filing_id -> Text,
        contract -> Text,
        registered_at -> Timestamp,
    }
}

diesel::table! {
    certificates (number) {
        number -> Text,
        contract_id -> Text,
        version -> Integer,
        filing_id -> Text,
        company_id -> Text,
        status -> Text,
        credential -> Text,
        desk_code -> Text,
        issued_at -> Timestamp,
        valid_until -> Date,
    }
}

diesel::table! {
    facts (seq) {
        seq -> BigInt,
        kind -> Text,
        registered_on -> Date,
        direction -> Text,
        district -> Text,
        country -> Text,
        industry -> Text,
        legal_type -> Text,
        mode -> Text,
        payment_mode -> Text,
        ownership -> Text,
        related_parties -> Bool,
        contracts -> Integer,
        currency -> Text,
        amount_minor -> BigInt,
        rate_month -> Nullable<Text>,
        amount_usd_cents -> BigInt,
        technology_fee_usd_cents -> BigInt,
        royalty_rate_millionths -> Nullable<BigInt>,
        days_to_register -> Integer,
    }
}

diesel::table! {
    journal (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor -> Text,
        kind -> Text,
        subject -> Text,
        body -> Text,
        leaf -> Binary,
    }
}

diesel::table! {
    journal_frontier (id) {
        id -> Integer,
        size -> BigInt,
        nodes -> Binary,
    }
}

diesel::table! {
    journal_tiles (level, position) {
        level -> Integer,
        position -> BigInt,
        root -> Binary,
    }
}

diesel::table! {
    journal_heads (tree_size) {
        tree_size -> BigInt,
        root -> Binary,
        signed_at -> Timestamp,
        key_id -> Text,
        signature -> Text,
    }
}

diesel::table! {
    consumers (name) {
        name -> Text,
        seq -> BigInt,
        attempts -> Integer,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    dead_letters (consumer, seq) {
        consumer -> Text,
        seq -> BigInt,
        error -> Text,
        failed_at -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (scope, route, key) {
        scope -> Text,
        route -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        headers -> Text,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(users -> companies (company_id));
diesel::joinable!(user_desks -> desks (desk_code));
diesel::joinable!(filings -> companies (company_id));
diesel::joinable!(contracts -> companies (company_id));

diesel::allow_tables_to_appear_in_same_query!(
    companies,
    users,
    desks,
    user_desks,
    sessions,
    partners,
    partner_secrets,
    routing_tables,
    reference_sets,
    contracts,
    filings,
    attachments,
    submissions,
    corrections,
    contract_versions,
    certificates,
    facts,
    journal,
    journal_frontier,
    journal_tiles,
    journal_heads,
    consumers,
    dead_letters,
    idempotency_keys,
);
