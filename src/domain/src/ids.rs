//! Identities. They are made elsewhere (UUIDv7, by the layer that may use the clock) and only carried here.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the one spelling there is: lower case, hyphenated. Braces, `urn:` and upper case are no id,
            /// so that an object has one address.
            pub fn parse(text: &str) -> Option<Self> {
                canonical(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| de::Error::custom("not a lower-case, hyphenated UUID"))
            }
        }
    )+};
}

identities! {
    /// A filing (申请件).
    FilingId,
    /// A company that files.
    CompanyId,
    /// A person with an account.
    UserId,
    /// A paper attached to a filing.
    AttachmentId,
    /// A paper that comes in parts.
    UploadId,
    /// An entry of the register of contracts.
    ContractId,
    /// A third-party system (第三方系统).
    PartnerId,
    /// A secret of a third-party system.
    SecretId,
    /// A signed-in session.
    SessionId,
    /// A mandate that a company gave to an agent.
    MandateId,
    /// A drawing of spot checks (双随机抽查).
    DrawingId,
    /// One application that was drawn to be checked.
    InspectionId,
    /// A case of data verification (数据核查).
    VerificationCaseId,
    /// An entry of the payment ledger of a contract.
    PaymentId,
    /// An endpoint to which a third-party system has events delivered.
    EndpointId,
    /// A counterpart's file that was compared with the register, and kept.
    ExchangeImportId,
    /// Something that a detector of the research centre found odd about a registered event.
    FindingId,
    /// A view of the figures that a researcher keeps.
    ResearchViewId,
    /// A brief or report of the research centre.
    PublicationId,
}

fn canonical(text: &str) -> Option<Uuid> {
    let uuid = Uuid::try_parse(text).ok()?;
    let mut buffer = Uuid::encode_buffer();
    (*uuid.hyphenated().encode_lower(&mut buffer) == *text).then_some(uuid)
}

#[cfg(test)]
mod tests {
    use super::FilingId;

    const ID: &str = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f";

    #[test]
    fn the_canonical_spelling_is_read_and_written_back() {
        let id = FilingId::parse(ID).unwrap();
        assert_eq!(id.to_string(), ID);
        assert_eq!(serde_json::to_value(id).unwrap(), ID);
        assert_eq!(serde_json::from_value::<FilingId>(ID.into()).unwrap(), id);
    }

    #[test]
    fn other_spellings_of_the_same_uuid_are_no_id() {
        for other in
            [ID.to_uppercase(), format!("{{{ID}}}"), format!("urn:uuid:{ID}"), ID.replace('-', ""), format!(" {ID}")]
        {
            assert_eq!(FilingId::parse(&other), None, "{other}");
            assert!(serde_json::from_value::<FilingId>(other.into()).is_err());
        }
    }
}
