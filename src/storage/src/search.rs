//! The texts that words are looked for in. They are written in the transaction of what they belong to, so that a search always
//! agrees with the record.

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use domain::contract::ContractForm;
use domain::filing::FilingStatus;
use domain::search::{Keywords, contract_text, searchable};
use domain::{CompanyId, ContractId};

use crate::direct::directly;
use crate::filings::{Filing, FilingRow};
use crate::prepared::Prepared;
use crate::register::{Contract, ContractFilter, ContractRow, narrowed, read_contract};
use crate::schema::{companies, contract_texts, contracts, filings};
use crate::text::containing;
use crate::{Connection, Result, StorageError, dialect};

diesel::define_sql_function! {
    /// `old` replaced by `new`, wherever it stands.
    fn replace(text: Text, old: Text, new: Text) -> Text;
}

diesel::define_sql_function! {
    /// A text without capitals, as the database knows them: for both sides of a comparison.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// The same, of what may be absent.
    #[sql_name = "lower"]
    fn lower_if_any(text: Nullable<Text>) -> Nullable<Text>;
}

/// Entries looked through one by one before the index of words is asked.
const WINDOW: i64 = 500;
/// Entries that the index of words may name; what is found more often is soon met on the way.
const MOST_HITS: usize = 1_000;
/// Older filings that get their text at a time.
const AT_A_TIME: i64 = 500;

/// A filing's or contract's text, and its company's name.
pub(crate) fn with_company(text: &str, name: &str) -> String {
    [text, &searchable([name])].concat()
}

/// The text under which a registered contract is found: that of its newest version.
pub(crate) fn store_contract_text(
    connection: &mut Connection,
    contract: ContractId,
    form: &ContractForm,
) -> Result<()> {
    let id = contract.to_string();
    let name = contracts::table.inner_join(companies::table).filter(contracts::id.eq(&id)).select(companies::name);
    let name: String = directly!(connection, |inner| name.first(inner))?;
    let text = with_company(&contract_text(form), &name);
    let known = contract_texts::table.filter(contract_texts::contract_id.eq(&id));
    let renewed = Prepared(diesel::update(known).set(contract_texts::search_text.eq(&text)));
    if directly!(connection, |inner| renewed.execute(inner))? == 0 {
        let row = (contract_texts::contract_id.eq(&id), contract_texts::search_text.eq(&text));
        directly!(connection, |inner| diesel::insert_into(contract_texts::table).values(row).execute(inner))?;
    }
    Ok(())
}

/// A company has another name from now on.
pub(crate) fn rename_company(connection: &mut Connection, company: CompanyId, old: &str, new: &str) -> Result<()> {
    crate::filings::rename_in_queue(connection, company, old, new)?;
    let of_company = contracts::table.filter(contracts::company_id.eq(company.to_string())).select(contracts::id);
    diesel::update(contract_texts::table.filter(contract_texts::contract_id.eq_any(of_company)))
        .set(contract_texts::search_text.eq(replace(contract_texts::search_text, searchable([old]), searchable([new]))))
        .execute(connection)?;
    Ok(())
}

/// The statement with which the register's index of words is asked, and its values: for the test of how it is carried out.
pub fn register_search(connection: &Connection, words: &Keywords) -> (String, Vec<String>) {
    dialect::search_statement(connection, dialect::Texts::Contracts, words, MOST_HITS + 1)
}

/// Registered contracts in whose text all these words are, newest first, before the one with id `before`.
pub fn find_contracts(
    connection: &mut Connection,
    filter: &ContractFilter,
    words: &Keywords,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Contract>> {
    let asked = Asked { filter, words, before };
    if filter.company.is_some() {
        return contracts_having(connection, &asked, Among::Walk(None), Some(limit));
    }
    // What is frequent is near; what is rare is in the index of words; what is neither is met on the way.
    let end = window_end(connection, before)?;
    let near = contracts_having(connection, &asked, Among::Walk(end.as_deref()), Some(limit))?;
    if end.is_none() || i64::try_from(near.len()).is_ok_and(|found| found >= limit) {
        return Ok(near);
    }
    let numbers = dialect::having(connection, dialect::Texts::Contracts, words, MOST_HITS + 1)?;
    if numbers.len() > MOST_HITS {
        return contracts_having(connection, &asked, Among::Walk(None), Some(limit));
    }
    let mut found = contracts_having(connection, &asked, Among::Numbers(numbers), None)?;
    found.sort_by_key(|contract| std::cmp::Reverse(contract.id));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

struct Asked<'a> {
    filter: &'a ContractFilter,
    words: &'a Keywords,
    before: Option<&'a str>,
}

enum Among<'a> {
    /// Along the register, down to an id.
    Walk(Option<&'a str>),
    /// These numbers.
    Numbers(Vec<i32>),
}

fn window_end(connection: &mut Connection, before: Option<&str>) -> Result<Option<String>> {
    let mut query = contracts::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(contracts::id.lt(before.to_owned()));
    }
    let end = query.order(contracts::id.desc()).offset(WINDOW).limit(1).select(contracts::id).first(connection);
    Ok(end.optional()?)
}

fn contracts_having(
    connection: &mut Connection,
    asked: &Asked<'_>,
    among: Among<'_>,
    limit: Option<i64>,
) -> Result<Vec<Contract>> {
    let mut query = contracts::table.inner_join(companies::table).inner_join(contract_texts::table).into_boxed();
    match among {
        Among::Numbers(numbers) => query = query.filter(contract_texts::number.eq_any(numbers)),
        Among::Walk(None) => {}
        Among::Walk(Some(end)) => query = query.filter(contracts::id.ge(end.to_owned())),
    }
    narrowed!(query, asked.filter, asked.before);
    for term in asked.words.terms() {
        query = query.filter(contract_texts::search_text.like(containing(&term.contained)).escape('\\'));
    }
    if let Some(limit) = limit {
        query = query.order(contracts::id.desc()).limit(limit);
    }
    let rows: Vec<(ContractRow, String)> = query.select((contracts::all_columns, companies::name)).load(connection)?;
    rows.into_iter().map(read_contract).collect()
}

/// Gives filings from before there were such texts theirs, and their place in the queue and the register's index with it.
/// Begun again after an interruption, it goes on where it was.
pub fn fill(connection: &mut Connection) -> Result<()> {
    loop {
        // Said as the index says it: with a parameter in it, every filing there is would be read at each start.
        let without_words = diesel::dsl::sql::<Bool>("filings.search_text = ''");
        let rows: Vec<FilingRow> =
            filings::table.filter(without_words).order(filings::id).limit(AT_A_TIME).load(connection)?;
        if rows.is_empty() {
            return Ok(());
        }
        connection.transaction::<_, StorageError, _>(|connection| {
            for row in rows {
                let filing = Filing::try_from(row)?;
                crate::filings::store_filing(connection, &filing)?;
                let registered = filing.contract_id.filter(|_| filing.status == FilingStatus::Registered);
                if let Some(contract) = registered {
                    store_contract_text(connection, contract, &filing.contract)?;
                }
            }
            Ok(())
        })?;
    }
}
