//! What is written is read back.

use super::{drawn, tables};
use crate::{Table, to_csv, to_markdown, to_xlsx};

fn sample() -> Table {
    let rows = [
        ["序号", "数据子类", "门槛"],
        ["1", "姓名；\"电话\"", "100万人以上"],
        ["=1+1", "第一行\n第二行 | 竖线", ""],
    ];
    let rows = rows
        .iter()
        .map(|row| row.iter().map(|text| (*text).to_owned()).collect())
        .collect();
    Table::of_texts(Some("清单".to_owned()), rows)
}

#[test]
fn separated_values() {
    let text = to_csv(&sample()).unwrap();
    assert!(text.starts_with('\u{FEFF}'));
    assert_eq!(drawn(&tables(text.as_bytes())[0]), drawn(&sample()));
}

#[test]
fn a_workbook() {
    let bytes = to_xlsx(&[sample()]).unwrap();
    let found = tables(&bytes);
    assert_eq!(found[0].name.as_deref(), Some("清单"));
    assert_eq!(drawn(&found[0]), drawn(&sample()));
    assert_eq!(bytes, to_xlsx(&[sample()]).unwrap());
}

#[test]
fn markdown() {
    let expected = "## 清单\n\n| 序号 | 数据子类 | 门槛 |\n| --- | --- | --- |\n\
        | 1 | 姓名；\"电话\" | 100万人以上 |\n| =1+1 | 第一行<br>第二行 \\| 竖线 |  |\n";
    assert_eq!(to_markdown(&[sample()]), expected);
}

#[test]
fn what_a_workbook_cannot_hold_is_an_error() {
    let long = Table::of_texts(None, vec![vec!["长".repeat(40_000)]]);
    assert!(to_xlsx(&[long]).is_err());
    let name = Table::of_texts(Some("a".repeat(40)), Vec::new());
    assert!(to_xlsx(&[name]).is_err());
}
