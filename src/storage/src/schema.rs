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
        status_reason -> Nullable<Text>,
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
    password_links (digest) {
        digest -> Text,
        user_id -> Text,
        expires_at -> Timestamp,
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
        body -> Nullable<Text>,
        contact_email -> Nullable<Text>,
        disabled_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    partner_secrets (id) {
        id -> Text,
        partner_id -> Text,
        digest -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        hint -> Text,
    }
}

diesel::table! {
    partner_uses (partner_id, hour, operation, secret_id, outcome) {
        partner_id -> Text,
        hour -> Timestamp,
        operation -> Text,
        secret_id -> Text,
        outcome -> Text,
        uses -> BigInt,
        last_at -> Timestamp,
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
    catalogue_editions (number) {
        number -> Integer,
        name -> Text,
        source -> Text,
        partial -> Bool,
        digest -> Text,
        loaded_at -> Timestamp,
        loaded_by -> Nullable<Text>,
        in_force_from -> Nullable<Date>,
    }
}

diesel::table! {
    catalogue_items (edition, position) {
        edition -> Integer,
        position -> Integer,
        direction -> Text,
        class -> Text,
        item_no -> Nullable<Text>,
        industry -> Nullable<Text>,
        name -> Text,
        control_points -> Nullable<Text>,
        source -> Text,
        status -> Text,
    }
}

diesel::table! {
    screenings (filing_id, submission) {
        filing_id -> Text,
        submission -> Integer,
        edition -> Integer,
        hits -> Text,
        screened_at -> Timestamp,
    }
}

diesel::table! {
    screening_answers (filing_id, item) {
        filing_id -> Text,
        item -> Text,
        answer -> Text,
        reason -> Text,
        answered_by -> Text,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    screening_verdicts (filing_id, item, number) {
        filing_id -> Text,
        item -> Text,
        number -> Integer,
        edition -> Integer,
        verdict -> Text,
        reason -> Text,
        judged_by -> Text,
        judged_at -> Timestamp,
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
        request -> Text,
        base_version -> Nullable<Integer>,
        mandate_id -> Nullable<Text>,
        search_text -> Text,
        counterparty_name -> Nullable<Text>,
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
        filed -> Nullable<Text>,
        answers -> Text,
    }
}

diesel::table! {
    corrections (filing_id, number) {
        filing_id -> Text,
        number -> Integer,
        items -> Text,
        returned_by -> Text,
        returned_at -> Timestamp,
        correction_days -> Integer,
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
        status_index -> BigInt,
    }
}

diesel::table! {
    certificate_checks (certificate_number, hour, party, way) {
        certificate_number -> Text,
        hour -> Timestamp,
        party -> Text,
        way -> Text,
        checks -> BigInt,
    }
}

diesel::table! {
    facts (seq, part) {
        seq -> BigInt,
        part -> Integer,
        contract_id -> Text,
        body -> Text,
    }
}

diesel::table! {
    particulars (seq) {
        seq -> BigInt,
        contract_id -> Text,
        body -> Text,
    }
}

diesel::table! {
    reference_editions (name, number) {
        name -> Text,
        number -> Integer,
        loaded_seq -> BigInt,
        version -> Text,
        source -> Text,
        content -> Text,
        loaded_at -> Timestamp,
    }
}

diesel::table! {
    research_generation (id) {
        id -> Integer,
        number -> BigInt,
    }
}

diesel::table! {
    return_facts (seq, item) {
        seq -> BigInt,
        item -> Integer,
        month -> Text,
        desk_code -> Text,
        kind -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    permalinks (id) {
        id -> Text,
        question -> Text,
        as_of -> BigInt,
        audience -> Text,
        digest -> Text,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    research_views (id) {
        id -> Text,
        owner_id -> Text,
        name -> Text,
        question -> Text,
        shared -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    publications (id) {
        id -> Text,
        kind -> Text,
        period -> Text,
        audience -> Text,
        as_of -> BigInt,
        digest -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    open_versions (dataset, number) {
        dataset -> Text,
        number -> Integer,
        period -> Text,
        as_of -> BigInt,
        question -> Text,
        digest -> Text,
        row_count -> Integer,
        changes -> Text,
        released_at -> Timestamp,
    }
}

diesel::table! {
    data_findings (id) {
        id -> Text,
        detector -> Text,
        contract_id -> Text,
        seq -> BigInt,
        month -> Text,
        desk_code -> Text,
        evidence -> Text,
        as_of -> BigInt,
        found_at -> Timestamp,
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
    journal_audience (audience, seq) {
        audience -> Text,
        seq -> BigInt,
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

diesel::table! {
    mandates (id) {
        id -> Text,
        company_id -> Text,
        agent_id -> Text,
        kind -> Nullable<Text>,
        contract_id -> Nullable<Text>,
        ends_on -> Date,
        given_by -> Text,
        given_at -> Timestamp,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mandate_filings (mandate_id, filing_id) {
        mandate_id -> Text,
        filing_id -> Text,
    }
}

diesel::table! {
    queue_entries (number) {
        number -> Integer,
        filing_id -> Text,
        place -> Text,
        desk_code -> Text,
        kind -> Text,
        status -> Text,
        company_id -> Text,
        company_name -> Text,
        contract_number -> Nullable<Text>,
        contract_name -> Nullable<Text>,
        direction -> Nullable<Text>,
        counterparty_country -> Nullable<Text>,
        industry -> Nullable<Text>,
        warnings -> Integer,
        catalogue_hit -> Bool,
        claimed_by -> Nullable<Text>,
        submitted_at -> Timestamp,
        due_on -> Date,
        search_text -> Text,
        clear -> Bool,
    }
}

diesel::table! {
    contract_texts (number) {
        number -> Integer,
        contract_id -> Text,
        search_text -> Text,
    }
}

diesel::table! {
    saved_views (id) {
        id -> Text,
        owner_id -> Text,
        desk_code -> Nullable<Text>,
        name -> Text,
        question -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    filing_looks (user_id, filing_id) {
        user_id -> Text,
        filing_id -> Text,
        submission -> Integer,
        digest -> Text,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    notes (id) {
        id -> Text,
        filing_id -> Text,
        author_id -> Text,
        text -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        filing_id -> Text,
        side -> Text,
        author -> Text,
        text -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    return_reasons (code, version) {
        code -> Text,
        version -> Integer,
        kind -> Text,
        pointer -> Nullable<Text>,
        document -> Nullable<Text>,
        title_zh -> Text,
        title_en -> Text,
        text_zh -> Text,
        text_en -> Text,
        active -> Bool,
        changed_at -> Timestamp,
        changed_by -> Nullable<Text>,
    }
}

diesel::table! {
    return_items (filing_id, number, position) {
        filing_id -> Text,
        number -> Integer,
        position -> Integer,
        kind -> Text,
        reason -> Nullable<Text>,
        pointer -> Nullable<Text>,
        document -> Nullable<Text>,
        desk_code -> Text,
        month -> Text,
    }
}

diesel::table! {
    referrals (filing_id) {
        filing_id -> Text,
        company_id -> Text,
        desk_code -> Text,
        direction -> Text,
        route -> Text,
        ip_review -> Nullable<Bool>,
        status -> Text,
        version -> Integer,
        opened_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        successor_id -> Nullable<Text>,
    }
}

diesel::table! {
    referral_steps (filing_id, number) {
        filing_id -> Text,
        number -> Integer,
        step -> Text,
        happened_on -> Date,
        reference -> Nullable<Text>,
        note -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    drawings (id) {
        id -> Text,
        desk_code -> Nullable<Text>,
        from_on -> Date,
        to_on -> Date,
        filings -> Integer,
        inspectors -> Integer,
        announced_by -> Text,
        announced_at -> Timestamp,
        tree_size -> Nullable<BigInt>,
        root -> Nullable<Text>,
        seed -> Nullable<Text>,
        drawn_on -> Nullable<Date>,
        pool -> Nullable<Text>,
        population -> Nullable<Integer>,
        population_digest -> Nullable<Text>,
        draw_on -> Nullable<Date>,
    }
}

diesel::table! {
    inspections (id) {
        id -> Text,
        drawing_id -> Text,
        position -> Integer,
        filing_id -> Text,
        certificate_number -> Text,
        company_id -> Text,
        inspectors -> Text,
        excluded -> Text,
        result -> Nullable<Text>,
        report -> Nullable<Text>,
        reported_by -> Nullable<Text>,
        reported_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    verification_cases (id) {
        id -> Text,
        contract_id -> Text,
        company_id -> Text,
        origin -> Text,
        status -> Text,
        version -> Integer,
        opened_at -> Timestamp,
        answer_due_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamp>,
        finding_id -> Nullable<Text>,
    }
}

diesel::table! {
    verification_steps (case_id, number) {
        case_id -> Text,
        number -> Integer,
        step -> Text,
        text -> Text,
        taken_by -> Text,
        taken_at -> Timestamp,
    }
}

diesel::table! {
    reminders (user_id, on_day) {
        user_id -> Text,
        on_day -> Date,
        made_at -> Timestamp,
    }
}

diesel::table! {
    service_facts (seq) {
        seq -> BigInt,
        month -> Text,
        desk_code -> Text,
        working_days -> Integer,
        on_time -> Bool,
        returns -> Integer,
    }
}

diesel::table! {
    service_counts (month, desk_code, working_days, on_time, returned) {
        month -> Text,
        desk_code -> Text,
        working_days -> Integer,
        on_time -> Bool,
        returned -> Bool,
        filings -> Integer,
    }
}

diesel::table! {
    bulk_uploads (id) {
        id -> Text,
        company_id -> Text,
        agent_id -> Nullable<Text>,
        kind -> Text,
        file_name -> Text,
        sha256 -> Text,
        row_count -> Integer,
        drafted -> Integer,
        status -> Text,
        result -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    exchange_imports (id) {
        id -> Text,
        counterpart -> Text,
        mapping_version -> Text,
        file_name -> Text,
        sha256 -> Text,
        row_count -> Integer,
        differing -> Integer,
        ours_only -> Integer,
        theirs_only -> Integer,
        problems -> Integer,
        report -> Text,
        imported_by -> Text,
        imported_at -> Timestamp,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(password_links -> users (user_id));
diesel::joinable!(users -> companies (company_id));
diesel::joinable!(user_desks -> desks (desk_code));
diesel::joinable!(user_desks -> users (user_id));
diesel::joinable!(filings -> companies (company_id));
diesel::joinable!(queue_entries -> users (claimed_by));
diesel::joinable!(contract_texts -> contracts (contract_id));
diesel::joinable!(saved_views -> users (owner_id));
diesel::joinable!(research_views -> users (owner_id));
diesel::joinable!(data_findings -> contracts (contract_id));
diesel::joinable!(contracts -> companies (company_id));
diesel::joinable!(certificates -> contracts (contract_id));
diesel::joinable!(screening_verdicts -> filings (filing_id));

diesel::joinable!(referrals -> filings (filing_id));
diesel::joinable!(referrals -> companies (company_id));
diesel::joinable!(inspections -> companies (company_id));
diesel::joinable!(verification_cases -> companies (company_id));
diesel::joinable!(verification_cases -> contracts (contract_id));
diesel::joinable!(verification_cases -> data_findings (finding_id));

diesel::table! {
    payments (id) {
        id -> Text,
        contract_id -> Text,
        kind -> Text,
        reverses -> Nullable<Text>,
        currency -> Text,
        amount_minor -> BigInt,
        paid_on -> Nullable<Date>,
        reference -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        reason -> Nullable<Text>,
    }
}
diesel::joinable!(payments -> partners (recorded_by));
diesel::joinable!(partners -> companies (company_id));

diesel::table! {
    uploads (id) {
        id -> Text,
        filing_id -> Text,
        kind -> Text,
        file_name -> Text,
        size -> BigInt,
        received -> BigInt,
        parts -> Text,
        attachment_id -> Nullable<Text>,
        begun_by -> Text,
        touched_at -> Timestamp,
    }
}

diesel::table! {
    webhook_endpoints (id) {
        id -> Text,
        partner_id -> Text,
        url -> Text,
        description -> Nullable<Text>,
        types -> Text,
        since_seq -> BigInt,
        generation -> Integer,
        rotated_at -> Nullable<Timestamp>,
        failing_since -> Nullable<Timestamp>,
        disabled_why -> Nullable<Text>,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    webhook_deliveries (endpoint_id, seq) {
        endpoint_id -> Text,
        seq -> BigInt,
        kind -> Text,
        lane -> Text,
        payload -> Text,
        status -> Text,
        attempts -> Integer,
        next_at -> Nullable<Timestamp>,
        first_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        log -> Text,
    }
}
diesel::joinable!(webhook_endpoints -> partners (partner_id));

diesel::allow_tables_to_appear_in_same_query!(
    webhook_endpoints,
    webhook_deliveries,
    companies,
    users,
    desks,
    user_desks,
    sessions,
    password_links,
    partners,
    partner_secrets,
    partner_uses,
    routing_tables,
    reference_sets,
    catalogue_editions,
    catalogue_items,
    screenings,
    screening_answers,
    screening_verdicts,
    contracts,
    filings,
    attachments,
    submissions,
    corrections,
    contract_versions,
    certificates,
    certificate_checks,
    facts,
    particulars,
    return_facts,
    research_views,
    data_findings,
    journal,
    journal_audience,
    journal_frontier,
    journal_tiles,
    journal_heads,
    consumers,
    dead_letters,
    idempotency_keys,
    queue_entries,
    contract_texts,
    saved_views,
    mandates,
    mandate_filings,
    filing_looks,
    notes,
    messages,
    return_reasons,
    return_items,
    referrals,
    referral_steps,
    drawings,
    inspections,
    verification_cases,
    verification_steps,
    reminders,
    service_facts,
    service_counts,
    payments,
);
