//! A phrase of the catalogue as weighted terms, and how much of it a text has.

use jieba_rs::Jieba;

/// Share of a phrase's weight that must be in the text.
const LEAST_SHARE: f64 = 0.6;

/// Weight in nats that must be in the text: about one technical term, or two ordinary ones.
const LEAST_WEIGHT: f64 = 11.0;

/// Weight from which a part of a control point is telling although the text has no word of the item's name:
/// a rare term, or two fairly rare ones.
const LEAST_WEIGHT_ALONE: f64 = 21.5;
const LEAST_WEIGHT_ALONE_ONE_TERM: f64 = 15.0;

/// Words that say that something is technology, but not which.
const STOPWORDS: &[&str] = &[
    "技术",
    "系统",
    "制备",
    "方法",
    "制造",
    "生产",
    "加工",
    "工艺",
    "设备",
    "相关",
    "资源",
    "利用",
    "应用",
    "处理",
    "信息",
    "计算机",
    "软件",
    "算法",
    "设计",
    "建设",
    "包括",
    "以及",
    "以下",
    "以外",
    "除杂",
    "进行",
    "通过",
    "用于",
    "要点",
    "控制",
    "涉及",
    "材料",
    "产品",
    "服务",
    "关键",
    "大宗",
    "品种",
    "信息处理",
    "生产工艺",
    "工艺技术",
    "原材料",
    "人工",
    "及其",
    "以上",
    "中国",
    "大型",
    "国家",
    "重点",
    "名录",
    "收录",
    "通用",
    "编制",
    "代用品",
    "省部级",
    "一二等奖",
    "有效",
    "世界",
    "原料",
    // Words of those who compiled the excerpt, not of the catalogue.
    "源为",
    "源称",
    "概括",
    "逐字",
    "列明",
    "目录",
    "序号",
    "条目",
    "修改",
    "新增",
    "改为",
    "征求意见",
    "指标",
    "xyzx",
    "cc",
];

/// The telling terms of a name or of a part of a control point, with their weights.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    terms: Vec<(String, f64)>,
}

impl Phrase {
    pub(super) fn new(text: &str, jieba: &Jieba) -> Self {
        let mut terms: Vec<(String, f64)> = Vec::new();
        for token in jieba.cut(text, true) {
            let word = token.word;
            let is_telling =
                word.chars().count() >= 2 && word.chars().all(char::is_alphabetic) && !STOPWORDS.contains(&word);
            if is_telling && terms.iter().all(|(known, _)| known != word) {
                terms.push((word.to_owned(), weight(word, jieba)));
            }
        }
        Self { terms }
    }

    /// The weights of the terms that the text has.
    pub(super) fn found_in(&self, text: &str) -> impl Iterator<Item = f64> {
        self.terms.iter().filter(move |(term, _)| text.contains(term.as_str())).map(|(_, weight)| *weight)
    }

    /// The share of the phrase that the text has, if that is enough to ask a person.
    pub(super) fn share_in(&self, text: &str) -> Option<f64> {
        let total: f64 = self.terms.iter().map(|(_, weight)| weight).sum();
        let found: f64 = self.found_in(text).sum();
        (found >= LEAST_WEIGHT && found >= total * LEAST_SHARE).then_some(found / total)
    }

    /// Whether the phrase is telling without the context of its item's name.
    pub(super) fn tells_alone(&self, text: &str) -> bool {
        let least = if self.terms.len() == 1 { LEAST_WEIGHT_ALONE_ONE_TERM } else { LEAST_WEIGHT_ALONE };
        self.found_in(text).sum::<f64>() >= least
    }
}

/// The telling parts of a control point.
pub(super) fn phrases(control_points: &str, jieba: &Jieba) -> Vec<Phrase> {
    let parts = control_points.split(['；', ';', '。', '，', ',', '、', '（', '）', '(', ')', '：', ':']);
    parts.map(|part| Phrase::new(part, jieba)).filter(|phrase| !phrase.terms.is_empty()).collect()
}

/// Self-information of a word in jieba's corpus of some sixty million words, in nats.
fn weight(word: &str, jieba: &Jieba) -> f64 {
    const CORPUS: f64 = 60_000_000.0;
    let frequency = u32::try_from(jieba.suggest_freq(word)).unwrap_or(u32::MAX).max(1);
    (CORPUS / f64::from(frequency)).ln()
}

/// The clause of the text that has most of these phrases, or `otherwise` when the text only has the item's generic name.
pub(super) fn passage(text: &str, phrases: &[&Phrase], otherwise: &str) -> String {
    let clauses = text.split_inclusive(['。', '；', ';', '\n', '，', ',']);
    let heaviest = clauses.fold(("", 0.0), |best, clause| {
        let weight = phrases.iter().flat_map(|phrase| phrase.found_in(clause)).sum();
        if weight > best.1 { (clause, weight) } else { best }
    });
    let passage = if heaviest.1 > 0.0 { heaviest.0.trim() } else { otherwise };
    passage.chars().take(120).collect()
}
