//! Small views that several answers share.

use serde::Serialize;
use storage::routing::Desk;
use utoipa::ToSchema;

use super::Context;

/// Someone or something, by id and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A desk, by code and name in the reader's language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

impl DeskView {
    /// The desk with this code; the code itself where no desk has it any more.
    pub(crate) fn of(code: &str, desks: &[Desk], context: &Context) -> Self {
        let name = desks
            .iter()
            .find(|desk| desk.code == code)
            .map_or_else(|| code.to_owned(), |desk| context.say(&desk.name_zh, &desk.name_en));
        Self { code: code.to_owned(), name }
    }
}
