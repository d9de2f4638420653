//! Separated values.

use super::{drawn, refused, tables};
use crate::TableError;

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(drawn(&tables(bytes)[0]), expected);
}

#[test]
fn separators_are_found() {
    check(b"a,b\n1,2\n", "a | b\n1 | 2\n");
    check(b"a;b\n1,5;2\n", "a | b\n1,5 | 2\n");
    check(b"a\tb\n1,5\t2\n", "a | b\n1,5 | 2\n");
    check(b"sep=;\na;b,c\n", "a | b,c\n");
    check("一列\n二、三\n".as_bytes(), "一列\n二、三\n");
}

#[test]
fn separators_in_quotation_marks_divide_nothing() {
    check(b"\"x;y;z\",b\n\"1;2;3\",2\n", "x;y;z | b\n1;2;3 | 2\n");
    check(b"a,\"l1\r\nl2\"\r\nc,d\r\n", "a | l1/l2\nc | d\n");
}

#[test]
fn encodings_are_told_apart() {
    check(
        "\u{FEFF}序号,数据\n1,姓名\n".as_bytes(),
        "序号 | 数据\n1 | 姓名\n",
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode("序号,数据\n1,姓名\n");
    check(&bytes, "序号 | 数据\n1 | 姓名\n");
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend("序号\t数据\n".encode_utf16().flat_map(u16::to_le_bytes));
    check(&utf16, "序号 | 数据\n");
    assert_eq!(refused(b"\xFF\xFF\xFF,\x80\x80"), TableError::Encoding);
    assert_eq!(refused(b"a\0b"), TableError::Encoding);
}

#[test]
fn rows_of_different_length_are_made_even() {
    check(b"a,b,c\n1\n1,2\n", "a | b | c\n1 |  | \n1 | 2 | \n");
}

#[test]
fn an_empty_file_is_an_empty_table() {
    assert!(tables(b"")[0].rows.is_empty());
}
