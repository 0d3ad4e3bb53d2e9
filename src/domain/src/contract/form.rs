//! The form: what the API receives and a draft keeps. Unknown fields are refused.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};

/// A technology import or export contract, as far as it has been filled in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Contract))]
#[serde(deny_unknown_fields, default)]
pub struct ContractForm {
    /// Import into or export from the mainland.
    pub direction: Option<Direction>,
    /// Contract number, 17 characters: year, country, place, Y/E, industry, eight of the company's own.
    #[validate(length(max = 40))]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub number: Option<String>,
    /// Contract name in Chinese.
    #[validate(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name: Option<String>,
    /// Contract name in its original language.
    #[validate(length(max = 300))]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub name_original: Option<String>,
    /// Legal type (the Measures, Art. 2).
    pub legal_type: Option<LegalType>,
    /// How the technology moves.
    pub mode: Option<Mode>,
    /// What the contract is about (合同概况).
    #[validate(length(max = 4000))]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub summary: Option<String>,
    /// Words that name the technology.
    #[validate(length(max = 20))]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub keywords: Vec<String>,
    /// Who supplies the technology (技术供方).
    #[validate(nested)]
    pub supplier: Option<PartyForm>,
    /// Who receives it (技术受方).
    #[validate(nested)]
    pub recipient: Option<PartyForm>,
    /// Who uses it (技术使用方).
    #[validate(nested)]
    pub user: Option<PartyForm>,
    /// Industry of the technology: GB/T 4754 division, two digits.
    #[validate(length(max = 2))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub industry: Option<String>,
    /// The patents concerned.
    #[validate(length(max = 200), nested)]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub patents: Vec<PatentForm>,
    /// Day of signature.
    pub signed_on: Option<NaiveDate>,
    /// Day on which the contract took effect; the 60 days run from it (the Measures, Art. 6).
    pub effective_on: Option<NaiveDate>,
    /// Last day of validity.
    pub valid_until: Option<NaiveDate>,
    /// The price and its parts.
    #[validate(nested)]
    pub amount: Option<AmountForm>,
    /// How it is paid.
    #[validate(nested)]
    pub payment: Option<PaymentForm>,
    /// Whether the parties are related.
    pub related_parties: Option<bool>,
    /// The company's declaration that the technology is neither prohibited nor restricted.
    pub declared_unrestricted: Option<bool>,
    /// Approval of the project that the contract belongs to, if any.
    #[validate(nested)]
    pub project_approval: Option<ProjectApprovalForm>,
}

impl ContractForm {
    /// The party on the mainland's side: the recipient of an import, the supplier of an export.
    pub fn domestic_party(&self) -> Option<&PartyForm> {
        match self.direction? {
            Direction::Import => self.recipient.as_ref(),
            Direction::Export => self.supplier.as_ref(),
        }
    }

    /// The party on the other side.
    pub fn counterparty(&self) -> Option<&PartyForm> {
        match self.direction? {
            Direction::Import => self.supplier.as_ref(),
            Direction::Export => self.recipient.as_ref(),
        }
    }
}

/// One side of the contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Party))]
#[serde(deny_unknown_fields, default)]
pub struct PartyForm {
    /// Registered name.
    #[validate(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[validate(length(max = 2))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub country: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 300))]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub address: Option<String>,
    /// Unified social credit code (GB 32100), for a party in the mainland.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 18))]
    #[cfg_attr(feature = "openapi", schema(max_length = 18))]
    pub uscc: Option<String>,
    /// District of Suzhou, GB/T 2260 or its alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 6))]
    #[cfg_attr(feature = "openapi", schema(max_length = 6))]
    pub district: Option<String>,
    /// Enterprise nature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ownership: Option<Ownership>,
}

/// A patent or patent application.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Patent))]
#[serde(deny_unknown_fields, default)]
pub struct PatentForm {
    /// Patent office, WIPO ST.3 two letters (`CN`, `EP`, `US` …).
    #[validate(length(max = 2))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub office: Option<String>,
    /// Number as the office writes it.
    #[validate(length(max = 40))]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub number: Option<String>,
    /// Day of expiry.
    pub expires_on: Option<NaiveDate>,
    /// IPC subclasses, such as `H01L`.
    #[validate(length(max = 20))]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub ipc: Vec<String>,
}

/// The price, as decimal text; [`crate::money`] gives it its precision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Amount))]
#[serde(deny_unknown_fields, default)]
pub struct AmountForm {
    /// ISO 4217.
    #[validate(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_length = 3))]
    pub currency: Option<String>,
    /// Whole price.
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub total: Option<String>,
    /// The part paid for technology.
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub technology_fee: Option<String>,
    /// The part paid for equipment.
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub equipment_fee: Option<String>,
}

/// How the price is paid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Payment))]
#[serde(deny_unknown_fields, default)]
pub struct PaymentForm {
    /// Mode of payment.
    pub mode: Option<PaymentMode>,
    /// Entry fee (入门费), decimal text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub entry_fee: Option<String>,
    /// The royalty (提成), if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub royalty: Option<RoyaltyForm>,
}

/// The royalty and its first base amount (提成基准金额; the Measures, Art. 7).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Royalty))]
#[serde(deny_unknown_fields, default)]
pub struct RoyaltyForm {
    /// What the royalty is a share of.
    pub base: Option<RoyaltyBase>,
    /// Percent of the base, decimal text.
    #[validate(length(max = 12))]
    #[cfg_attr(feature = "openapi", schema(max_length = 12))]
    pub rate_percent: Option<String>,
    /// Day on which the first base amount formed; the 60 days run from it.
    pub first_base_formed_on: Option<NaiveDate>,
    /// The first base amount, decimal text in the contract's currency.
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub first_base_amount: Option<String>,
}

/// Approval of the project that an import belongs to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ProjectApproval))]
#[serde(deny_unknown_fields, default)]
pub struct ProjectApprovalForm {
    /// Who approved: `state_council`, `provincial`, `local` …
    #[validate(length(max = 40))]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub authority: Option<String>,
    /// Number of the approval.
    #[validate(length(max = 100))]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub number: Option<String>,
}
