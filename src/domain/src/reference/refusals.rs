//! Grounds on which registration is refused, each with the article behind it, and the remedies against a refusal. Data, since
//! law is amended.

use serde::{Deserialize, Serialize};

use super::ReferenceError;
use super::table::rows;
use crate::language::Bilingual;

/// A ground, as a decision keeps it: whoever reads the notice later sees the words of that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalGround {
    /// Its code.
    pub code: String,
    /// In words.
    pub title: Bilingual,
    /// Which article of which act.
    pub citation: String,
    /// What it says, if its wording is confirmed.
    pub text: Option<String>,
}

/// The grounds that there are, and the remedies.
#[derive(Debug, Clone)]
pub struct RefusalGrounds {
    grounds: Vec<RefusalGround>,
    remedies: RefusalGround,
}

/// The line that tells the remedies (the Regulation, Art. 50).
const REMEDIES: &str = "remedies";

impl RefusalGrounds {
    pub(super) fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            code: String,
            title_zh: String,
            title_en: String,
            citation: String,
            text: Option<String>,
            status: String,
        }
        let mut grounds: Vec<RefusalGround> = Vec::new();
        for row in rows::<Record>("refusal_grounds", text)? {
            let confirmed = row.record.status == "read";
            row.require(confirmed || row.record.status == "unconfirmed", "the status is read or unconfirmed")?;
            row.require(confirmed || row.record.text.is_none(), "only wording that was read may be quoted")?;
            row.require(grounds.iter().all(|ground| ground.code != row.record.code), "the code occurs twice")?;
            let Record { code, title_zh, title_en, citation, text, .. } = row.record;
            grounds.push(RefusalGround { code, title: Bilingual::new(title_zh, title_en), citation, text });
        }
        let place = grounds.iter().position(|ground| ground.code == REMEDIES).ok_or_else(|| ReferenceError {
            set: "refusal_grounds".to_owned(),
            line: 0,
            message: "the remedies are missing".to_owned(),
        })?;
        let remedies = grounds.remove(place);
        Ok(Self { grounds, remedies })
    }

    /// Every ground, in the order in which people are offered them.
    pub fn all(&self) -> &[RefusalGround] {
        &self.grounds
    }

    /// The ground with this code.
    pub fn ground(&self, code: &str) -> Option<&RefusalGround> {
        self.grounds.iter().find(|ground| ground.code == code)
    }

    /// What whoever does not accept a refusal may do.
    pub const fn remedies(&self) -> &RefusalGround {
        &self.remedies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "code,title_zh,title_en,citation,text,status\n";

    #[test]
    fn the_remedies_stand_apart_and_must_be_there() {
        let grounds =
            RefusalGrounds::read(&format!("{HEAD}a,甲,A,某条,,read\nremedies,复议,Review,某条,,read\n")).unwrap();
        assert_eq!(grounds.all().len(), 1);
        assert_eq!(grounds.remedies().title.en, "Review");
        assert!(grounds.ground("a").is_some() && grounds.ground("remedies").is_none());
        assert!(RefusalGrounds::read(&format!("{HEAD}a,甲,A,某条,,read\n")).is_err());
    }

    #[test]
    fn unconfirmed_wording_is_never_quoted_as_a_ground() {
        let text = format!("{HEAD}remedies,复议,Review,某条,原文,unconfirmed\n");
        assert_eq!(RefusalGrounds::read(&text).unwrap_err().line, 2);
    }
}
