//! Where the rules stand, and which papers they ask for: both are data, because law is amended and practice differs.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ReferenceError;
use super::table::{Row, rows};
use crate::contract::{ContractForm, Direction, LegalType, PaymentMode};
use crate::filing::{AttachmentKind, FilingKind};
use crate::finding::Rule;
use crate::language::Bilingual;

/// How the citation of a rule begins that no act asks for: the portal's own.
const OWN: &str = "本平台规则";

/// Citations by the code of the finding they stand behind.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    rules: BTreeMap<String, Rule>,
}

impl Citations {
    pub(super) fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            code: String,
            citation: String,
            text: Option<String>,
            status: String,
        }
        let mut rules = BTreeMap::new();
        for row in rows::<Record>("citations", text)? {
            let (read, own) = match row.record.status.as_str() {
                "read" => (true, false),
                "unconfirmed" => (false, false),
                "own" => (false, true),
                _ => return Err(row.error("the status is read, unconfirmed or own")),
            };
            row.require(read || row.record.text.is_none(), "only wording that was read may be quoted")?;
            row.require(own == row.record.citation.starts_with(OWN), "the portal's own rules, and no others, say so")?;
            row.require(!own || !row.record.citation.contains('《'), "the portal's own rules claim no act")?;
            let Record { code, citation, text, .. } = row.record;
            rules.insert(code, Rule { citation, text });
        }
        Ok(Self { rules })
    }

    /// The rule behind a finding.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.get(code)
    }
}

/// Whether a paper must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Always.
    Yes,
    /// Never, but it helps.
    No,
    /// When the contract is in a foreign language; its absence asks for a reason.
    IfForeign,
    /// When an amendment settles a later royalty base; not asked for otherwise.
    IfSettled,
    /// When an amendment rests on an agreement of the parties; not asked for otherwise.
    IfAgreed,
    /// When such an agreement is in a foreign language.
    IfAgreedForeign,
    /// When an agent files; welcome otherwise.
    IfAgent,
}

/// One line of the table: an application of this kind, direction, type and payment needs (or welcomes) this paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRequirement {
    kind: FilingKind,
    direction: Option<Direction>,
    legal_type: Option<LegalType>,
    payment_mode: Option<PaymentMode>,
    /// The paper.
    pub attachment: AttachmentKind,
    /// Whether it must be there.
    pub needed: Needed,
    /// Why.
    pub reason: Bilingual,
}

impl DocumentRequirement {
    /// Whether the line speaks of this application.
    pub fn applies_to(&self, kind: FilingKind, form: &ContractForm) -> bool {
        fn agrees<T: PartialEq + Copy>(wanted: Option<T>, given: Option<T>) -> bool {
            wanted.is_none() || wanted == given
        }
        self.kind == kind
            && agrees(self.direction, form.direction)
            && agrees(self.legal_type, form.legal_type)
            && agrees(self.payment_mode, form.payment.as_ref().and_then(|payment| payment.mode))
    }
}

pub(super) fn read_requirements(text: &str) -> Result<Vec<DocumentRequirement>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        kind: FilingKind,
        direction: String,
        legal_type: String,
        payment_mode: String,
        attachment: AttachmentKind,
        required: Needed,
        reason_zh: String,
        reason_en: String,
    }
    /// `*` stands for any word; anything else must be one.
    fn any_or<T>(row: &Row<Record>, text: &str, from_code: fn(&str) -> Option<T>) -> Result<Option<T>, ReferenceError> {
        match text {
            "*" => Ok(None),
            code => from_code(code).map(Some).ok_or_else(|| row.error(format!("{code} is unknown"))),
        }
    }
    let mut requirements = Vec::new();
    for row in rows::<Record>("document_requirements", text)? {
        requirements.push(DocumentRequirement {
            kind: row.record.kind,
            direction: any_or(&row, &row.record.direction, Direction::from_code)?,
            legal_type: any_or(&row, &row.record.legal_type, LegalType::from_code)?,
            payment_mode: any_or(&row, &row.record.payment_mode, PaymentMode::from_code)?,
            attachment: row.record.attachment,
            needed: row.record.required,
            reason: Bilingual::new(row.record.reason_zh.clone(), row.record.reason_en.clone()),
        });
    }
    Ok(requirements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unconfirmed_wording_is_never_quoted() {
        let text = "code,citation,text,status\na,某办法,原文,unconfirmed\n";
        assert_eq!(Citations::read(text).unwrap_err().line, 2);
        let citations =
            Citations::read("code,citation,text,status\na,某办法,,unconfirmed\nb,某条例,原文,read\n").unwrap();
        assert_eq!(citations.rule("a").unwrap().text, None);
        assert_eq!(citations.rule("b").unwrap().text.as_deref(), Some("原文"));
    }

    #[test]
    fn a_rule_of_the_portals_own_says_so_and_claims_no_act() {
        let line = |line: &str| Citations::read(&format!("code,citation,text,status\n{line}\n"));
        assert_eq!(line("a,本平台规则：提示,,own").unwrap().rule("a").unwrap().citation, "本平台规则：提示");
        for bad in [
            "a,某办法,,own",
            "a,本平台规则：提示,,read",
            "a,本平台规则：《某办法》,,own",
            "a,本平台规则：提示,原文,own",
        ] {
            assert!(line(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_unknown_word_in_the_table_is_named() {
        let text = "kind,direction,legal_type,payment_mode,attachment,required,reason_zh,reason_en\n\
                    registration,*,*,barter,other,yes,x,x\n";
        assert_eq!(read_requirements(text).unwrap_err().line, 2);
    }
}
