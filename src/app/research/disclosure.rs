//! Another edition of the disclosure policy, before it is loaded. What a policy does is in the research crate.

use domain::reference::DisclosurePolicies;
use research::AsOf;
use research::disclosure::{PolicyProblem, check_policy};

use super::moment;
use crate::app::{AppError, Portal};

/// Name of the set.
const SET: &str = "disclosure_policy";

/// Refuses an edition of the policy that does not protect, or that changes what holds for a year which has closed: figures
/// published under one policy and again under another would tell what both withhold. Other sets pass.
pub(crate) async fn check_policy_load(portal: &Portal, set: &str, content: &str) -> Result<(), AppError> {
    if set != SET {
        return Ok(());
    }
    let next = DisclosurePolicies::read(content).map_err(AppError::internal)?;
    let moment = moment(portal, AsOf::Latest).await?;
    let closed = moment.snapshot.latest_month().map(|month| month.year() - 1);
    check_policy(&moment.policies, &next, closed).map_err(|problem| {
        let code = match problem {
            PolicyProblem::ClosedYear(_) => "policy_of_closed_year",
            PolicyProblem::Unprotecting { .. } => "policy_does_not_protect",
        };
        AppError::field("/content", code, problem.to_string())
    })
}
