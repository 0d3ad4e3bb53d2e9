//! The items of all returns, a row each, and how often each reason, paper, field and month occurs among them.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::FilingId;
use domain::filing::Correction;

use crate::schema::return_items;
use crate::{Connection, Result};

/// Adds the items of a return.
pub fn insert_return_items(
    connection: &mut Connection,
    filing: FilingId,
    number: i32,
    (desk, month): (&str, &str),
    items: &[Correction],
) -> Result<()> {
    for (position, item) in (0_i32..).zip(items) {
        diesel::insert_into(return_items::table)
            .values((
                return_items::filing_id.eq(filing.to_string()),
                return_items::number.eq(number),
                return_items::position.eq(position),
                return_items::kind.eq(item.kind.code()),
                return_items::reason.eq(item.reason.as_deref()),
                return_items::pointer.eq(item.pointer.as_deref()),
                return_items::document.eq(item.document.map(domain::filing::AttachmentKind::code)),
                return_items::desk_code.eq(desk),
                return_items::month.eq(month),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// How often each value occurs; what has no value is counted under none.
pub type Count = Vec<(Option<String>, i64)>;

/// The items of the returns that some desks made in some months.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Items.
    pub items: i64,
    /// Returns.
    pub returns: i64,
    /// By the code of the reason.
    pub reasons: Count,
    /// By the paper.
    pub documents: Count,
    /// By the field.
    pub fields: Count,
    /// By desk.
    pub desks: Count,
    /// By month.
    pub months: Count,
}

/// Counts the items of returns by these desks from month to month, both counted (`YYYY-MM`).
pub fn tally(connection: &mut Connection, desks: &[String], from: &str, to: &str) -> Result<Tally> {
    macro_rules! by {
        ($column:expr) => {
            return_items::table
                .filter(return_items::desk_code.eq_any(desks.to_vec()))
                .filter(return_items::month.ge(from.to_owned()).and(return_items::month.le(to.to_owned())))
                .group_by($column)
                .select(($column.nullable(), count_star()))
                .load::<(Option<String>, i64)>(connection)?
        };
    }
    let mut tally = Tally {
        items: 0,
        returns: return_items::table
            .filter(return_items::desk_code.eq_any(desks.to_vec()))
            .filter(return_items::month.ge(from.to_owned()).and(return_items::month.le(to.to_owned())))
            .filter(return_items::position.eq(0))
            .count()
            .get_result(connection)?,
        reasons: by!(return_items::reason),
        documents: by!(return_items::document),
        fields: by!(return_items::pointer),
        desks: by!(return_items::desk_code),
        months: by!(return_items::month),
    };
    tally.items = tally.desks.iter().map(|(_, count)| count).sum();
    for count in [&mut tally.reasons, &mut tally.documents, &mut tally.fields, &mut tally.desks] {
        count.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    }
    tally.months.sort_unstable();
    Ok(tally)
}
