//! Words that names are made of.

pub(crate) const PARTNER_FIRST: [&str; 16] = [
    "Halden",
    "Nordwind",
    "Brightwater",
    "Kestrel",
    "Tamarack",
    "Silberhorn",
    "Asahi Ridge",
    "Corvus",
    "Meridian",
    "Oakfield",
    "Lumen",
    "Varga",
    "Cobalt",
    "Sakura Hill",
    "Blue Fjord",
    "Pinecrest",
];
pub(crate) const PARTNER_SECOND: [&str; 12] = [
    "Systems",
    "Technologies",
    "Optics",
    "Biologics",
    "Materials",
    "Automation",
    "Semicon",
    "Dynamics",
    "Energy",
    "Instruments",
    "Research",
    "Software",
];
pub(crate) const COMPANY_FIRST: [&str; 20] = [
    "晶", "瑞", "启", "华", "恒", "云", "嘉", "明", "博", "联", "天", "新", "光", "智", "源", "合", "安", "凯", "远",
    "盛",
];
pub(crate) const COMPANY_SECOND: [&str; 20] = [
    "澜", "辰", "航", "科", "泰", "达", "锐", "信", "创", "维", "越", "宁", "诚", "拓", "禾", "峰", "芯", "腾", "润",
    "扬",
];
