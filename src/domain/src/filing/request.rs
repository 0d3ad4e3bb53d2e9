//! What is asked for besides the contract itself (申请事项): the grounds of an amendment, a later royalty base, a closure,
//! a reissue. Everything may be missing in a draft; [`crate::checks`] decides what a submission needs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::terms::terms;

/// What is asked for besides the contract itself. Empty for a registration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Request))]
#[serde(deny_unknown_fields, default)]
pub struct RequestForm {
    /// Why (变更、中止解除或补发的原因).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2000))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub reason: Option<String>,
    /// Amendment: day of the agreement that amends the contract (变更协议签订日).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_on: Option<NaiveDate>,
    /// Amendment that settles a later royalty base (the Measures, Art. 7).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub settlement: Option<SettlementForm>,
    /// Closure (the Regulation, Art. 21 and 40).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub closure: Option<ClosureForm>,
    /// Reissue of a lost certificate (the Measures, Art. 14).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub reissue: Option<ReissueForm>,
}

/// A later royalty base (以后年度的提成基准金额).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Settlement))]
#[serde(deny_unknown_fields, default)]
pub struct SettlementForm {
    /// Day on which the base formed; 60 days run from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formed_on: Option<NaiveDate>,
    /// The base amount, decimal text in the contract's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 24))]
    #[cfg_attr(feature = "openapi", schema(max_length = 24))]
    pub base_amount: Option<String>,
}

terms! {
    /// What a closure does to the contract.
    ClosureEffect {
        /// 中止
        Suspension = "suspension",
        /// 解除
        Termination = "termination",
        /// 恢复履行 (ends a suspension)
        Resumption = "resumption",
    }
}

/// What has become of the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Closure))]
#[serde(deny_unknown_fields, default)]
pub struct ClosureForm {
    /// Suspension, termination or resumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<ClosureEffect>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<NaiveDate>,
}

/// The loss of a certificate and its public notice (公开挂失).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Reissue))]
#[serde(deny_unknown_fields, default)]
pub struct ReissueForm {
    /// Day of the loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_on: Option<NaiveDate>,
    /// Day of the public notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_on: Option<NaiveDate>,
    /// Where the notice appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub notice_in: Option<String>,
}

impl RequestForm {
    /// Whether nothing is asked for besides the contract.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_empty_request_is_an_empty_object_and_unknown_fields_are_refused() {
        assert_eq!(serde_json::to_value(RequestForm::default()).unwrap(), json!({}));
        assert!(serde_json::from_value::<RequestForm>(json!({})).unwrap().is_empty());
        assert!(serde_json::from_value::<RequestForm>(json!({"closure": {"when": "2026-01-01"}})).is_err());
    }

    #[test]
    fn a_request_survives_json() {
        let json = json!({"reason": "原件遗失", "closure": {"effect": "resumption", "effective_on": "2026-11-02"},
            "settlement": {"formed_on": "2026-11-01", "base_amount": "400000.00"}});
        let request: RequestForm = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(request).unwrap(), json);
    }
}
