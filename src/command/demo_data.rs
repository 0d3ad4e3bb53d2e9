//! Invented people, companies and contracts for `demo`. The names say so.

use chrono::{Duration, NaiveDate};
use domain::Role;
use serde_json::{Value, json};

/// The password of every demonstration account.
pub(super) const PASSWORD: &str = "yanshi-zhanghao-2026";

/// Name of the demonstration bank.
pub(super) const BANK: &str = "示例银行";

const ALL: &[&str] = &["city", "sip", "security"];

/// Role, address, name, desks.
pub(super) const STAFF: &[(Role, &str, &str, &[&str])] = &[
    (Role::Reviewer, "reviewer@demo.example", "陈审核", ALL),
    (Role::Approver, "approver@demo.example", "李审定", ALL),
    (Role::Reviewer, "reviewer2@demo.example", "孙审核", ALL),
    (Role::Approver, "approver2@demo.example", "郑审定", ALL),
    (Role::DeskManager, "manager@demo.example", "周主管", ALL),
    (Role::Researcher, "researcher@demo.example", "吴研究", &[]),
    (Role::SystemAdmin, "system@demo.example", "系统管理员", &[]),
    (Role::SecurityAdmin, "security@demo.example", "安全管理员", &[]),
    (Role::AuditAdmin, "audit@demo.example", "审计管理员", &[]),
];

/// A demonstration company.
pub(super) struct DemoCompany {
    pub(super) name: &'static str,
    pub(super) uscc: &'static str,
    pub(super) district: &'static str,
    pub(super) ownership: &'static str,
    pub(super) person: &'static str,
    pub(super) email: &'static str,
}

pub(super) const COMPANIES: [DemoCompany; 3] = [
    DemoCompany {
        name: "苏州示例微电子有限公司",
        uscc: "91320594MA1X0A01K7",
        district: "320571",
        ownership: "foreign_invested",
        person: "王申报",
        email: "company@demo.example",
    },
    DemoCompany {
        name: "昆山示例智能科技有限公司",
        uscc: "91320583MA1X0B02LL",
        district: "320583",
        ownership: "private",
        person: "赵申报",
        email: "kunshan@demo.example",
    },
    DemoCompany {
        name: "苏州示例专利代理有限公司",
        uscc: "91320508MA1X0C036X",
        district: "320508",
        ownership: "private",
        person: "钱代理",
        email: "agent@demo.example",
    },
];

/// A demonstration filing.
pub(super) struct DemoFiling {
    pub(super) company: usize,
    pub(super) contract: Value,
    pub(super) fate: Fate,
    late: bool,
    catalogue: bool,
}

impl DemoFiling {
    /// Reasons for the warnings it will get.
    pub(super) fn reasons(&self) -> Value {
        let mut reasons = serde_json::Map::new();
        if self.late {
            reasons.insert("deadline.late".into(), "合同审批流程较长，未能及时申报。".into());
        }
        if self.catalogue {
            reasons.insert("catalogue.match".into(), "仅为民用航拍机型的参数配置软件，请核查。".into());
        }
        Value::Object(reasons)
    }
}

struct Line {
    import: bool,
    country: &'static str,
    partner: &'static str,
    name: &'static str,
    original: &'static str,
    summary: &'static str,
    legal_type: &'static str,
    mode: &'static str,
    industry: &'static str,
    currency: &'static str,
    total: &'static str,
    royalty: Option<&'static str>,
    /// Days ago on which it took effect.
    effective: i64,
    fate: Fate,
}

/// How far a demonstration filing has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// In the register.
    Registered,
    /// In the queue.
    Queued,
    /// Sent back to its company.
    Returned,
    /// Decided against.
    Refused,
    /// With the licence channel.
    Referred,
    /// Not submitted.
    Draft,
}

const LINES: &[Line] = &[
    Line {
        import: true,
        country: "DE",
        partner: "示例半导体（慕尼黑）有限公司",
        name: "功率半导体沟槽栅工艺专利实施许可合同",
        original: "Patent Licence Agreement on Trench-Gate Power Devices",
        summary: "许可方授予受让方在中国境内使用沟槽栅功率器件相关发明专利制造和销售产品的普通许可，并提供工艺文件和培训。",
        legal_type: "patent_licence",
        mode: "patent",
        industry: "39",
        currency: "EUR",
        total: "1250000.00",
        royalty: Some("3.5"),
        effective: 40,
        fate: Fate::Registered,
    },
    Line {
        import: false,
        country: "SG",
        partner: "Example Vision Pte. Ltd.",
        name: "工业视觉检测软件技术服务合同",
        original: "Technical Service Agreement on Industrial Vision Inspection",
        summary: "向新加坡客户提供工业视觉检测系统的部署咨询、算法调优和远程技术支持服务。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "65",
        currency: "USD",
        total: "86000.00",
        royalty: None,
        effective: 18,
        fate: Fate::Registered,
    },
    Line {
        import: true,
        country: "JP",
        partner: "示例精密机械株式会社",
        name: "高精度主轴装配技术秘密许可合同",
        original: "Know-how Licence on High-Precision Spindle Assembly",
        summary: "许可使用高精度机床主轴的装配与校准工艺，派遣专家现场指导。",
        legal_type: "know_how_licence",
        mode: "know_how",
        industry: "34",
        currency: "JPY",
        total: "98000000",
        royalty: None,
        effective: 30,
        fate: Fate::Registered,
    },
    Line {
        import: true,
        country: "US",
        partner: "Example Therapeutics Inc.",
        name: "单克隆抗体纯化工艺技术服务合同",
        original: "Technical Service Agreement on Antibody Purification",
        summary: "就单克隆抗体下游纯化工艺提供技术咨询、参数优化和人员培训。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "27",
        currency: "USD",
        total: "640000.00",
        royalty: None,
        effective: 25,
        fate: Fate::Registered,
    },
    Line {
        import: true,
        country: "KR",
        partner: "示例材料株式会社（首尔）",
        name: "显示用光学薄膜涂布技术许可合同",
        original: "Know-how Licence on Optical Film Coating",
        summary: "许可使用显示面板光学薄膜的精密涂布工艺与检测方法。",
        legal_type: "know_how_licence",
        mode: "know_how",
        industry: "26",
        currency: "USD",
        total: "410000.00",
        royalty: None,
        effective: 50,
        fate: Fate::Registered,
    },
    Line {
        import: false,
        country: "HK",
        partner: "示例科技（香港）有限公司",
        name: "仓储物流调度软件许可合同",
        original: "Software Licence Agreement on Warehouse Scheduling",
        summary: "许可香港客户使用仓储物流调度软件并提供一年升级维护。",
        legal_type: "other",
        mode: "software",
        industry: "65",
        currency: "HKD",
        total: "720000.00",
        royalty: None,
        effective: 12,
        fate: Fate::Registered,
    },
    Line {
        import: true,
        country: "NL",
        partner: "Example Photonics B.V.",
        name: "光学检测设备安装调试技术服务合同",
        original: "Technical Service on Optical Metrology Installation",
        summary: "提供光学量测设备的安装调试、操作培训和两年技术支持。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "40",
        currency: "EUR",
        total: "215000.00",
        royalty: None,
        effective: 20,
        fate: Fate::Queued,
    },
    Line {
        import: false,
        country: "DE",
        partner: "Example Automation GmbH",
        name: "产线数据采集系统技术服务合同",
        original: "Technical Service on Production Data Acquisition",
        summary: "为德国客户的生产线提供数据采集系统的设计咨询和远程支持。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "65",
        currency: "EUR",
        total: "54000.00",
        royalty: None,
        effective: 90,
        fate: Fate::Queued,
    },
    Line {
        import: false,
        country: "SG",
        partner: "Example Aerial Pte. Ltd.",
        name: "无人机飞行控制软件技术许可合同",
        original: "Licence Agreement on UAV Flight Control Software",
        summary: "许可境外客户使用无人机飞行控制系统的自主导航、路径规划和避障算法软件及其技术文档。",
        legal_type: "know_how_licence",
        mode: "know_how",
        industry: "39",
        currency: "USD",
        total: "150000.00",
        royalty: None,
        effective: 15,
        fate: Fate::Queued,
    },
    Line {
        import: true,
        country: "CH",
        partner: "Example Analytik AG",
        name: "色谱分析方法技术服务合同（草稿）",
        original: "Technical Service on Chromatography Methods",
        summary: "提供色谱分析方法的建立与验证服务。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "73",
        currency: "CHF",
        total: "60000.00",
        royalty: None,
        effective: 5,
        fate: Fate::Draft,
    },
    Line {
        import: true,
        country: "FR",
        partner: "Example Capteurs SAS",
        name: "压力传感器封装工艺技术秘密许可合同",
        original: "Know-how Licence on Pressure Sensor Packaging",
        summary: "许可使用压力传感器的封装工艺。",
        legal_type: "know_how_licence",
        mode: "know_how",
        industry: "40",
        currency: "EUR",
        total: "320000.00",
        royalty: None,
        effective: 14,
        fate: Fate::Returned,
    },
    Line {
        import: false,
        country: "MY",
        partner: "Example Logistics Sdn. Bhd.",
        name: "立体仓库控制系统技术服务合同",
        original: "Technical Service on Warehouse Control Systems",
        summary: "为马来西亚客户的立体仓库提供控制系统的远程诊断和升级咨询。",
        legal_type: "technical_service",
        mode: "consulting_service",
        industry: "65",
        currency: "USD",
        total: "47000.00",
        royalty: None,
        effective: 22,
        fate: Fate::Refused,
    },
    Line {
        import: false,
        country: "AE",
        partner: "Example Aero FZE",
        name: "无人机集群编队控制技术许可合同",
        original: "Licence Agreement on UAV Swarm Control",
        summary: "许可境外客户使用无人机飞行控制系统的自主导航、路径规划和集群编队控制算法软件。",
        legal_type: "know_how_licence",
        mode: "know_how",
        industry: "39",
        currency: "USD",
        total: "260000.00",
        royalty: None,
        effective: 9,
        fate: Fate::Referred,
    },
];

/// The demonstration filings as of `today`.
pub(super) fn filings(today: NaiveDate) -> Vec<DemoFiling> {
    LINES
        .iter()
        .enumerate()
        .map(|(index, line)| DemoFiling {
            company: usize::from(!line.import),
            contract: contract(line, index, today),
            fate: line.fate,
            late: line.effective > 60,
            catalogue: line.name.contains("无人机"),
        })
        .collect()
}

fn contract(line: &Line, index: usize, today: NaiveDate) -> Value {
    let day = |ago: i64| (today - Duration::days(ago)).to_string();
    let company = if line.import { &COMPANIES[0] } else { &COMPANIES[1] };
    let domestic = json!({ "name": company.name, "country": "CN", "uscc": company.uscc, "district": company.district, "ownership": company.ownership });
    let foreign = json!({ "name": line.partner, "country": line.country, "address": "（示例地址）" });
    let (supplier, recipient) = if line.import { (&foreign, &domestic) } else { (&domestic, &foreign) };
    let flag = if line.import { 'Y' } else { 'E' };
    let signed = today - Duration::days(line.effective);
    let zero = if line.currency == "JPY" { "0" } else { "0.00" };
    let payment = match line.royalty {
        Some(rate) => json!({ "mode": "entry_fee_and_royalty", "entry_fee": "200000.00", "royalty": {
            "base": "net_sales", "rate_percent": rate, "first_base_formed_on": day(20), "first_base_amount": "400000.00" } }),
        None => json!({ "mode": "lump_sum" }),
    };
    let patents = if line.legal_type == "patent_licence" {
        json!([{ "office": "EP", "number": "EP3000001", "expires_on": "2035-06-30", "ipc": ["H01L"] }])
    } else {
        json!([])
    };
    json!({
        "direction": if line.import { "import" } else { "export" },
        "number": format!("{}{}JS{flag}{}DEMO{:04}", signed.format("%y"), line.country, line.industry, index + 1),
        "name": line.name, "name_original": line.original, "legal_type": line.legal_type, "mode": line.mode,
        "summary": line.summary, "keywords": ["示例"], "supplier": supplier, "recipient": recipient,
        "user": { "name": recipient["name"], "country": recipient["country"] },
        "industry": line.industry, "patents": patents,
        "signed_on": day(line.effective), "effective_on": day(line.effective), "valid_until": (today + Duration::days(1000)).to_string(),
        "amount": { "currency": line.currency, "total": line.total, "technology_fee": line.total, "equipment_fee": zero },
        "payment": payment, "related_parties": false, "declared_unrestricted": true, "project_approval": null
    })
}
