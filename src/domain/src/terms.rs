//! The macro that declares a closed set of words. The sets themselves live with the ideas they belong to;
//! codes that an authority may change are data in [`crate::reference`], not enums.

/// Declares a closed set of words: its variants, their code in JSON and in the database, and all of them in order. The code is
/// taken as one token, as derives can read it.
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:tt,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code used in JSON and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The value with this code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use terms;

#[cfg(test)]
mod tests {
    use crate::clock::{ClockDayKind, ClockStart, ClockStop};
    use crate::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
    use crate::exchange::{CellForm, ExchangeField, ProblemCode};
    use crate::filing::{
        Action, AnswerKind, AttachmentKind, ClosureEffect, CorrectionType, FilingKind, FilingStatus, Outcome, PaperFate,
    };
    use crate::finding::Severity;
    use crate::partner::{DisabledBy, PublicBody, Scope, UseOutcome};
    use crate::payments::{Agreement, PaymentKind, PaymentQuestion, PaymentRemark};
    use crate::quality::{Detector, Impossibility};
    use crate::role::Role;
    use crate::statistics::FactKind;
    use crate::webhook::{DeliveryOutcome, DeliveryStatus, DisabledWhy};

    macro_rules! agree {
        ($($set:ty),+) => {$(
            for value in <$set>::ALL {
                assert_eq!(<$set>::from_code(value.code()), Some(*value));
                assert_eq!(serde_json::to_value(value).unwrap(), value.code(), "code and JSON differ");
            }
            assert_eq!(<$set>::from_code("no such word"), None);
        )+};
    }

    #[test]
    fn code_json_and_value_agree_for_every_word() {
        agree!(Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase, Role, Severity);
        agree!(ExchangeField, CellForm, ProblemCode);
        agree!(DisabledBy, PublicBody, Scope, UseOutcome);
        agree!(Agreement, PaymentKind, PaymentQuestion, PaymentRemark);
        agree!(
            Action,
            AnswerKind,
            PaperFate,
            AttachmentKind,
            ClosureEffect,
            CorrectionType,
            FilingKind,
            FilingStatus,
            Outcome
        );
        agree!(DeliveryOutcome, DeliveryStatus, DisabledWhy);
        agree!(FactKind);
        agree!(ClockDayKind, ClockStart, ClockStop);
        agree!(Detector, Impossibility);
    }
}
