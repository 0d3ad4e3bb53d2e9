//! What technology is about: industries by GB/T 4754 division, with what is usual in each.

use crate::chance::Chance;

/// An industry.
#[derive(Debug)]
pub(crate) struct Subject {
    /// GB/T 4754 division.
    pub(crate) industry: &'static str,
    /// How often it is imported, in 2006 and twenty years later.
    imported: (u64, u64),
    /// How often it is exported.
    exported: (u64, u64),
    /// The usual royalty rate, millionths.
    pub(crate) royalty: i64,
    /// IPC subclasses of its patents.
    pub(crate) classes: &'static [&'static str],
    /// What a company in it is called.
    pub(crate) trade: &'static str,
    /// Technologies, in Chinese and in English.
    pub(crate) technologies: &'static [(&'static str, &'static str)],
}

/// The industries.
pub(crate) static SUBJECTS: [Subject; 16] = [
    Subject {
        industry: "39",
        imported: (190, 210),
        exported: (90, 110),
        royalty: 32_000,
        classes: &["H01L", "H05K", "H04L", "G02F", "G11C"],
        trade: "微电子",
        technologies: &[
            ("晶圆级封装工艺", "wafer-level packaging"),
            ("显示面板阵列工艺", "display array process"),
            ("存储芯片测试方法", "memory test method"),
            ("高频基板制造", "high-frequency substrates"),
        ],
    },
    Subject {
        industry: "36",
        imported: (130, 90),
        exported: (15, 35),
        royalty: 38_000,
        classes: &["B60W", "F02D", "B62D", "B60K"],
        trade: "汽车部件",
        technologies: &[
            ("线控转向系统", "steer-by-wire system"),
            ("发动机标定方法", "engine calibration"),
            ("车身轻量化连接", "lightweight body joining"),
        ],
    },
    Subject {
        industry: "37",
        imported: (90, 25),
        exported: (10, 10),
        royalty: 35_000,
        classes: &["B61D", "B64C", "B63B"],
        trade: "轨道装备",
        technologies: &[("轨道车辆牵引系统", "railway traction system"), ("航空结构件加工", "aerostructure machining")],
    },
    Subject {
        industry: "35",
        imported: (90, 105),
        exported: (40, 70),
        royalty: 36_000,
        classes: &["B65G", "B29C", "H01L"],
        trade: "专用设备",
        technologies: &[
            ("锂电涂布设备", "battery coating equipment"),
            ("半导体清洗设备", "wafer cleaning equipment"),
            ("注塑过程控制", "injection moulding control"),
        ],
    },
    Subject {
        industry: "34",
        imported: (85, 60),
        exported: (25, 30),
        royalty: 34_000,
        classes: &["F16H", "B23Q", "F04D"],
        trade: "机械",
        technologies: &[
            ("精密减速器", "precision reducer"),
            ("数控主轴", "machining spindle"),
            ("磁悬浮压缩机", "magnetic compressor"),
        ],
    },
    Subject {
        industry: "38",
        imported: (75, 95),
        exported: (25, 65),
        royalty: 33_000,
        classes: &["H01M", "H02J", "H02S"],
        trade: "电气",
        technologies: &[
            ("光伏电池钝化工艺", "solar cell passivation"),
            ("储能变流器", "storage converter"),
            ("固态电池电解质", "solid electrolyte"),
        ],
    },
    Subject {
        industry: "26",
        imported: (85, 65),
        exported: (20, 30),
        royalty: 40_000,
        classes: &["C08L", "C07C", "C09D"],
        trade: "化工",
        technologies: &[
            ("特种聚合物合成", "specialty polymer synthesis"),
            ("电子级化学品提纯", "electronic-grade purification"),
        ],
    },
    Subject {
        industry: "27",
        imported: (40, 120),
        exported: (20, 75),
        royalty: 58_000,
        classes: &["A61K", "C07K", "C12N"],
        trade: "生物医药",
        technologies: &[
            ("单克隆抗体候选药物", "monoclonal antibody candidate"),
            ("缓释制剂平台", "sustained-release platform"),
            ("细胞培养工艺", "cell culture process"),
        ],
    },
    Subject {
        industry: "40",
        imported: (40, 50),
        exported: (15, 35),
        royalty: 37_000,
        classes: &["G01N", "G01B"],
        trade: "仪器",
        technologies: &[("光学检测算法", "optical inspection"), ("质谱离子源", "mass spectrometry source")],
    },
    Subject {
        industry: "32",
        imported: (25, 20),
        exported: (5, 10),
        royalty: 30_000,
        classes: &["C22C", "C22F"],
        trade: "新材料",
        technologies: &[("高强铝合金热处理", "aluminium heat treatment"), ("稀有金属靶材", "sputtering targets")],
    },
    Subject {
        industry: "33",
        imported: (35, 20),
        exported: (10, 10),
        royalty: 29_000,
        classes: &["C23C", "B21D"],
        trade: "精密制造",
        technologies: &[("表面镀层工艺", "surface coating"), ("精密冲压模具", "precision stamping dies")],
    },
    Subject {
        industry: "17",
        imported: (25, 8),
        exported: (10, 5),
        royalty: 26_000,
        classes: &["D06M", "D01F"],
        trade: "纺织",
        technologies: &[("功能面料整理", "functional fabric finishing"), ("差别化纤维纺丝", "fibre spinning")],
    },
    Subject {
        industry: "65",
        imported: (45, 75),
        exported: (420, 330),
        royalty: 52_000,
        classes: &["G06F", "G06N", "H04L"],
        trade: "软件",
        technologies: &[
            ("工业软件模块", "industrial software module"),
            ("嵌入式软件测试", "embedded software testing"),
            ("机器视觉模型", "machine vision model"),
            ("企业系统运维", "enterprise operations"),
        ],
    },
    Subject {
        industry: "64",
        imported: (5, 20),
        exported: (20, 70),
        royalty: 48_000,
        classes: &["G06Q", "H04W"],
        trade: "网络科技",
        technologies: &[("物联网平台接入", "IoT platform access"), ("数据标注服务", "data annotation")],
    },
    Subject {
        industry: "73",
        imported: (25, 45),
        exported: (160, 130),
        royalty: 45_000,
        classes: &["G01N", "C12Q"],
        trade: "研发",
        technologies: &[
            ("委托临床前研究", "preclinical research"),
            ("集成电路设计服务", "integrated circuit design"),
            ("试验方案设计", "trial design"),
        ],
    },
    Subject {
        industry: "75",
        imported: (15, 12),
        exported: (115, 60),
        royalty: 42_000,
        classes: &["B01D", "C02F"],
        trade: "技术服务",
        technologies: &[("节能改造咨询", "energy retrofit consulting"), ("产线调试指导", "line commissioning")],
    },
];

/// The industry of a contract: of its company half of the time, else as the trade of that year goes.
pub(crate) fn drawn(chance: &mut Chance, own: usize, import: bool, age: u64) -> &'static Subject {
    let place = if chance.in_thousand(500) { own } else { of_trade(chance, import, age) };
    SUBJECTS.get(place).unwrap_or(&SUBJECTS[0])
}

/// An industry as the trade goes so many years after 2006.
pub(crate) fn of_trade(chance: &mut Chance, import: bool, age: u64) -> usize {
    chance.weighted(SUBJECTS.iter().map(|subject| {
        let (first, last) = if import { subject.imported } else { subject.exported };
        drifted(first, last, age)
    }))
}

/// What lies between the value of 2006 and that of twenty years later.
pub(crate) const fn drifted(first: u64, last: u64, age: u64) -> u64 {
    let age = if age > 20 { 20 } else { age };
    (first * (20 - age) + last * age) / 20
}
