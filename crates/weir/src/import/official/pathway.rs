//! Which pathway a text means.

use crate::import::mapping::Mapping;
use crate::import::text::{plain, without_number, words};

/// Words that stand beside a pathway and add nothing to it.
const BESIDE: &[&str] = &[
    "需要",
    "需",
    "应当",
    "应",
    "须",
    "必须",
    "依法",
    "通过",
    "申报",
    "订立",
    "签订",
    "备案",
    "开展",
    "履行",
    "办理",
    "进行",
    "向",
    "所在地",
    "省级网信部门",
    "国家网信部门",
    "组织的",
    "数据出境",
    "个人信息出境",
    "个人信息保护",
    "出境",
    "后",
    "方可",
    "的数据",
    "的数据清单",
    "的个人信息",
    "的个人信息清单",
    "清单",
    "方式",
    "路径",
    "或",
    "或者",
    "及",
    "和",
    "、",
    "/",
    "\n",
    "data that need",
    "data that require",
    "apply for",
    "pass",
    "conclude",
    "sign",
    "file",
    "a",
    "an",
    "the",
    "for",
    "or",
    "of",
    "cross-border",
    "outbound",
    "data",
    "export",
    "transfer",
    "personal information",
    "protection",
    ",",
    " ",
];

/// The pathway that a text means. Nothing if it means none or several, or says more: a condition, or the opposite.
pub(in crate::import) fn read(text: &str, mapping: &Mapping) -> Option<String> {
    let text = plain(text);
    let value = |word: &str| {
        let known = mapping.pathways.iter().find(|(known, _)| known == word);
        known.map(|(_, value)| value)
    };
    if let Some(exact) = value(&text) {
        return Some(exact.clone());
    }
    let text = without_number(&text).trim_end_matches(['。', '.']);
    let pathways = mapping.pathways.iter().map(|(word, _)| word.as_str());
    let words = words(text, pathways.chain(BESIDE.iter().copied()))?;
    let mut values: Vec<&String> = words.into_iter().filter_map(value).collect();
    values.sort_unstable();
    values.dedup();
    match values.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}
