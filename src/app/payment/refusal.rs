//! Why a payment was not recorded, in the words of those who asked.

use domain::money::{CurrencyCode, Money, MoneyError};
use domain::payments::Refusal;
use domain::registered::ContractStatus;

use crate::app::{AppError, Context, FieldError};

const AMOUNT: &str = "/amount";
const PAID_ON: &str = "/paid_on";

fn text(money: Money) -> String {
    format!("{} {}", money.currency.code, money.decimal_text())
}

pub(super) fn refused(context: &Context, refusal: Refusal) -> AppError {
    let say = |zh: &str, en: &str| context.say(zh, en);
    match refusal {
        Refusal::NotInForce(status) => {
            let code = if status == ContractStatus::Suspended { "contract_suspended" } else { "contract_terminated" };
            AppError::Conflict { code, state: Some(status.code().to_owned()) }
        }
        Refusal::Currency(of) => currency(context, of.currency.code),
        Refusal::FormerCurrency => AppError::conflict("paid_in_former_currency"),
        Refusal::NotPositive => {
            AppError::field(AMOUNT, "amount_not_positive", say("金额应大于零。", "The amount must be more than zero."))
        }
        Refusal::InFuture => AppError::field(
            PAID_ON,
            "paid_in_future",
            say("付款日期不能晚于今天。", "The day of payment cannot be in the future."),
        ),
        Refusal::BeforeEffect(day) => AppError::field(
            PAID_ON,
            "paid_before_effect",
            say(
                &format!("付款日期早于合同生效日期 {day}。"),
                &format!("The day of payment is before {day}, on which the contract took effect."),
            ),
        ),
        Refusal::AfterValidity(day) => AppError::field(
            PAID_ON,
            "paid_after_validity",
            say(
                &format!("登记证有效期至 {day}，付款日期在此之后；需继续付款的，请企业先办理变更登记。"),
                &format!(
                    "The certificate was valid until {day}; to pay after that, the company amends the contract first."
                ),
            ),
        ),
        Refusal::Overpaid(figures) => {
            let (registered, payable) = (text(figures.registered), text(figures.payable));
            let (paid, remaining) = (text(figures.paid), text(figures.remaining));
            let message = say(
                &format!("登记金额 {registered}，目前可付 {payable}，已付 {paid}，最多还可付 {remaining}。"),
                &format!(
                    "Registered {registered}, payable so far {payable}, paid {paid}: at most {remaining} remains."
                ),
            );
            AppError::Overpayment {
                error: FieldError::new(AMOUNT, "overpayment", message),
                figures: Box::new(figures.into()),
            }
        }
    }
}

/// Another currency than the contract's.
pub(super) fn currency(context: &Context, of_the_contract: CurrencyCode) -> AppError {
    AppError::field(
        "/currency",
        "currency_differs",
        context.say(
            &format!("合同币种为 {of_the_contract}，请按合同币种登记。"),
            &format!("The contract is in {of_the_contract}; record the payment in that currency."),
        ),
    )
}

/// An amount that cannot be read in its currency.
pub(super) fn unreadable(context: &Context, error: MoneyError) -> AppError {
    let message = match error {
        MoneyError::Precision { allowed } => context
            .say(&format!("该币种最多 {allowed} 位小数。"), &format!("This currency has at most {allowed} decimals.")),
        MoneyError::Syntax | MoneyError::TooLarge => context.say(
            "金额应为不带千分位和正负号的数字，例如 1250000.00。",
            "Write the amount as a plain number without a sign, such as 1250000.00.",
        ),
    };
    AppError::field(AMOUNT, "amount_unreadable", message)
}
