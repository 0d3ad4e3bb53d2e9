//! What happens in the demonstration to contracts that are in the register: amended, settled, closed, certified again; and what
//! the desk writes when it returns, refuses or refers, the mandate, and the spot check.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::demo_data::Fate;

/// A demonstration amendment, closure or reissue.
pub(super) struct DemoRequest {
    /// Which of the demonstration filings made the contract.
    pub(super) of: usize,
    /// `amendment`, `closure`, `reissue`.
    pub(super) kind: &'static str,
    /// The items of the contract that change: pointer and value.
    pub(super) changes: Vec<(&'static str, Value)>,
    /// What is asked for.
    pub(super) request: Value,
    /// How far it has come.
    pub(super) fate: Fate,
}

/// The demonstration requests as of `today`: one of each kind in the register, and some in the queue.
pub(super) fn requests(today: NaiveDate) -> Vec<DemoRequest> {
    let day = |ago: i64| (today - Duration::days(ago)).to_string();
    let settlement = |ago: i64, amount: &str| json!({ "reason": "季度提成结算", "settlement": { "formed_on": day(ago), "base_amount": amount } });
    let request = |of, kind, changes, request, fate| DemoRequest { of, kind, changes, request, fate };
    vec![
        request(0, "amendment", Vec::new(), settlement(8, "185000.00"), Fate::Registered),
        request(
            2,
            "amendment",
            vec![("/amount/total", json!("105000000")), ("/amount/technology_fee", json!("105000000"))],
            json!({ "reason": "双方增加现场指导人天，签订补充协议", "agreement_on": day(6) }),
            Fate::Registered,
        ),
        request(
            3,
            "closure",
            Vec::new(),
            json!({ "reason": "生产线改造，双方书面同意暂停服务",
                "closure": { "effect": "suspension", "effective_on": day(5) } }),
            Fate::Registered,
        ),
        request(
            5,
            "reissue",
            Vec::new(),
            json!({ "reason": "办公室搬迁时遗失",
                "reissue": { "lost_on": day(0), "notice_on": day(0), "notice_in": "苏州日报（示例）" } }),
            Fate::Registered,
        ),
        request(0, "amendment", Vec::new(), settlement(1, "92000.00"), Fate::Queued),
        request(
            1,
            "closure",
            Vec::new(),
            json!({ "reason": "项目提前完成，双方协议解除",
                "closure": { "effect": "termination", "effective_on": day(2) } }),
            Fate::Queued,
        ),
        request(
            4,
            "amendment",
            vec![("/valid_until", json!((today + Duration::days(1400)).to_string()))],
            json!({ "reason": "双方协议延长许可期限", "agreement_on": day(3) }),
            Fate::Draft,
        ),
    ]
}

/// The grounds of the referral.
pub(super) const REFERRAL: &str = "涉及无人机集群控制，疑属限制出口技术，转省级许可渠道。";

/// What the returned application is to put right.
pub(super) fn return_items() -> Value {
    json!({ "items": [
        { "type": "incomplete", "pointer": "/contract/summary", "message": "请写明许可的技术内容、使用范围和交付方式。" },
        { "type": "incorrect", "document": "contract_copy", "message": "合同副本缺签字页，请重新上传完整扫描件。" },
    ] })
}

/// Recommending and deciding against.
pub(super) fn refusal(opinion: &str) -> Value {
    json!({ "outcome": "refuse", "opinion": format!("合同内容与所附材料不符，经告知未更正，{opinion}"), "grounds": ["contract_differs"] })
}

/// A mandate for everything, for half a year.
pub(super) fn mandate(agent: &str, today: NaiveDate) -> Value {
    json!({ "agent_uscc": agent, "scope": "all", "ends_on": today + Duration::days(180) })
}

/// A spot check of what was registered since the day before, drawn tomorrow.
pub(super) fn spot_check(today: NaiveDate) -> Value {
    json!({ "from_on": today - Duration::days(1), "to_on": today, "filings": 2, "inspectors": 2, "draw_on": today + Duration::days(1) })
}
