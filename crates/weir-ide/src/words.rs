//! The words of the language in Chinese. Their English lines stand in the table of tokens.

use weir_core::hir::Language;
use weir_syntax::token::Word;

/// What each word is for, sorted by its spelling.
const WORDS_ZH: &[(&str, &str)] = &[
    ("adopts", "并入其他清单的部分内容"),
    ("all", "`has all of a, b`：全部具备"),
    (
        "among",
        "`strictest among` 条款：合并计为一个结论，取最严者",
    ),
    ("and", "两个条件都满足"),
    ("annex", "文件的附件"),
    ("annexes", "引用多个附件"),
    ("announced", "公布的行业、场景、条目、字段或者数据项的数目"),
    ("any", "`has any of a, b`：至少具备一项"),
    ("approved", "批准清单的机关"),
    ("article", "文件的一条"),
    ("articles", "引用多条"),
    ("as", "`as of 日期`：按当日的内容；`with a as b`：读作"),
    ("ask", "向人询问该事实的问题"),
    ("assume", "事实之间必然成立的关系"),
    ("available", "`available when`：谁可以使用清单"),
    ("band", "条目中的数量区间及其结论"),
    ("because", "默认选项为何是默认"),
    ("bool", "是或否的事实的类型"),
    ("by", "依据的条款"),
    ("category", "数据种类的树，每一种属于其外层"),
    ("cite", "所依据的条款"),
    ("counter", "随法律解释而定的计数"),
    ("date", "日期的类型"),
    ("dated", "清单上写明的日期"),
    ("default", "未作说明时采用的选项"),
    ("define", "有名称的条件"),
    ("disapplies", "主语适用时，其他完全不适用"),
    ("each", "计量的期间"),
    ("edition", "清单的版本"),
    ("en", "英文文字"),
    ("except", "这些条目以外的数据；不包括这些部分"),
    ("expect", "测试所期待的结果"),
    ("fact", "情形中关于数据出境的一项事实"),
    ("false", "否"),
    ("fields", "条目所含的数据字段"),
    ("filed", "清单的备案机关"),
    ("force", "`in force from … until …`：施行期间"),
    ("from", "第一天"),
    ("general_list", "一般数据清单"),
    ("given", "测试的事实"),
    ("has", "集合中有该成员或者其下的种类"),
    ("if", "仅在此条件下"),
    ("implies", "前者成立则后者成立"),
    ("in", "`in force from …`"),
    ("instrument", "法律、法规、规章或者官方问答"),
    ("is", "事实为该值"),
    ("issuer", "发布机关"),
    ("item", "条或者款下的一项"),
    ("items", "引用多项"),
    ("ladder", "取一个值的结论，由宽到严排列"),
    ("list", "自贸区负面清单的一个版本"),
    ("lists", "依据同一条款制定的清单的共同规定"),
    ("means", "定义的条件"),
    ("measure", "按期间累计的数量"),
    ("missing", "未录入的内容及其出处"),
    ("needs", "测试期待该事实能决定结果"),
    ("not", "条件不成立"),
    ("note", "随规则显示的说明"),
    ("number", "文号"),
    ("of", "`one of`、`set of`、`any of`、`all of`"),
    ("on", "测试所依据的日期"),
    ("one", "`one of …`"),
    ("option", "解释问题的一种答案"),
    ("or", "至少一个条件成立"),
    ("others", "`and others`：列举之外还有其他"),
    ("outcome", "规则的结论"),
    (
        "outside",
        "没有条目适用时如何处理：`free`、`national` 或者 `undetermined`",
    ),
    ("over", "`prevails over`"),
    ("paragraph", "条下的一款"),
    ("paragraphs", "引用多款"),
    ("prevails", "`prevails over`：主语优先于其他"),
    ("primary", "依据官方文本或者其逐字副本"),
    ("profile", "多个测试共用的事实"),
    ("published", "公布日期"),
    ("question", "官方问答中的一问"),
    ("questions", "引用多问"),
    ("reading", "有多种解释的法律问题"),
    ("replaces", "被本版本代替的版本"),
    ("row", "清单的条目"),
    ("rows", "`untranscribed rows`、`announced 20 rows`"),
    ("rule", "有名称的规则，用于一个条款含有多个规则时"),
    ("scenario", "清单的业务场景"),
    (
        "scenarios",
        "`untranscribed scenarios`、`adopts … scenarios`，以及指明场景的事实",
    ),
    ("secondary", "依据评论、报道或者汇编"),
    ("section", "文件的章或者节"),
    ("sections", "引用多个章节"),
    ("sector", "清单的行业"),
    (
        "sectors",
        "`untranscribed sectors`、`adopts … sectors`，以及指明行业的事实",
    ),
    ("set", "可同时取多个值"),
    ("short", "引用时使用的简称"),
    ("source", "文本的来源"),
    (
        "strictest",
        "`strictest among` 条款：合并计为一个结论，取最严者",
    ),
    ("table", "每行一个用例的测试；写成表格的条目"),
    ("test", "用例及其期待的结果"),
    ("that", "前提的条件"),
    ("then", "规则的结论"),
    ("threshold", "有名称、随时间变化的数量标准"),
    ("to", "`yields to`"),
    ("trial", "`trial until`：试行期的结束"),
    ("triggered", "并入所依据的决定"),
    ("true", "是"),
    ("under", "制定清单所依据的条款"),
    ("unknown", "已询问但不清楚"),
    ("unless", "条目内的例外"),
    ("until", "不再有效的第一天"),
    ("untranscribed", "法律在此有规定，但尚未录入"),
    ("url", "官方文本的网址"),
    ("use", "引入另一文件的名称"),
    ("when", "规则的条件"),
    ("with", "`with a as b`：其他清单所称的 a 在此为 b"),
    ("yields", "`yields to`：其他优先于主语"),
    ("zh", "中文文字"),
    ("zone", "自由贸易试验区"),
    ("不满", "`不满 n`：少于 n"),
    ("以上", "`n 以上`：n 或者更多"),
    ("以下", "`n 以下`：n 或者更少"),
    ("超过", "`超过 n`：多于 n"),
];

/// What a word of the language is for, in Chinese.
fn word_zh(spelling: &str) -> Option<&'static str> {
    let at = WORDS_ZH
        .binary_search_by(|(word, _)| (*word).cmp(spelling))
        .ok()?;
    WORDS_ZH.get(at).map(|(_, doc)| *doc)
}

/// What a word of the language is for.
pub(crate) fn word_doc(word: &'static Word, lang: Language) -> &'static str {
    lang.pick(word_zh(word.spelling).unwrap_or(word.doc), word.doc)
}

#[cfg(test)]
mod tests {
    use weir_syntax::token::{Class, WORDS};

    #[test]
    fn every_word_is_explained_in_chinese() {
        let missing: Vec<&str> = WORDS
            .iter()
            .filter(|word| word.class != Class::Reserved)
            .map(|word| word.spelling)
            .filter(|word| super::word_zh(word).is_none())
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
