//! Comments, blank lines, line ends.

use super::{check, formatted};

#[test]
fn empty_files() {
    check("", "");
    check("\n\n \n", "");
    check("// a", "// a\n");
    check("\n\n// a   \n\n\n//b\n", "// a\n\n//b\n");
}

#[test]
fn line_ends_and_bom() {
    check(
        "\u{FEFF}zone a\r\n\r\n\r\nzone b // x\r\n// y\r\n",
        "zone a\n\nzone b  // x\n// y\n",
    );
    check("zone a\t\n\t\tzone b", "zone a\nzone b\n");
}

#[test]
fn between_declarations() {
    check(
        "// file\n\n/// doc\nzone a // one\n// two\n\n\n\nzone b\n/// doc\nfact c: bool\n// end",
        "// file\n\n/// doc\nzone a  // one\n// two\n\nzone b\n\n/// doc\nfact c: bool\n// end\n",
    );
    check(
        "fact a: bool\n// of a\n\nzone b\n",
        "fact a: bool\n// of a\n\nzone b\n",
    );
    check(
        "fact a: bool // 1\n// 2\n// 3\nzone b\n",
        "fact a: bool  // 1\n\n// 2\n// 3\nzone b\n",
    );
}

#[test]
fn in_blocks() {
    check(
        "threshold t { // a\n\n// b\n\nfrom 2024-01-01: 1 cite a article 1 // c\n\n\n// d\n\n} // e\n",
        "threshold t {  // a\n  // b\n\n  from 2024-01-01: 1  cite a article 1  // c\n\n  // d\n}  // e\n",
    );
    check("threshold t { // a\n}", "threshold t {  // a\n}\n");
    check("threshold t {\n\n// a\n\n}", "threshold t {\n  // a\n}\n");
    check("threshold t // a\n {\n\n}", "// a\nthreshold t { }\n");
    check(
        "outcome a set { b // x\nc }",
        "outcome a set {\n  b  // x\n  c\n}\n",
    );
    check(
        "outcome a set { b c\n// x\n}",
        "outcome a set {\n  b\n  c\n  // x\n}\n",
    );
}

#[test]
fn inside_a_line() {
    check(
        "fact // a\n x // b\n: // c\n bool // d\n",
        "// a\n// b\n// c\nfact x: bool  // d\n",
    );
    check(
        "instrument a { article 1 { // 1\nzh // 2\n\"x\" // 3\nwhen b // 4\n// 5\nand // 6\nc // 7\n// 8\nthen d // 9\n e // 10\n } // 11\n }",
        "instrument a {\n  article 1  // 1\n    // 2\n    zh \"x\"  // 3\n    when b  // 4\n     // 5\n     // 6\n     and c  // 7\n    // 8\n    // 9\n    \
         then d e  // 10\n  // 11\n}\n",
    );
}

#[test]
fn before_braces_that_are_left_out() {
    check(
        "instrument a {\narticle 1 {\nzh \"x\"\n// stays\n}\narticle 2 {\nzh \"y\" // stays too\n}\n}",
        "instrument a {\n  article 1 {\n    zh \"x\"\n    // stays\n  }\n  article 2\n    zh \"y\"  // stays too\n}\n",
    );
    check(
        "test \"a\" { given profile b { // x\n} given profile c { } }",
        "test \"a\" {\n  given profile b {  // x\n  }\n  given profile c\n}\n",
    );
    check(
        "category a { b { // x\n} c { } }",
        "category a {\n  b {  // x\n  }\n  c\n}\n",
    );
}

#[test]
fn in_tables() {
    check(
        "test table \"t\" {\n// a\n| x | y | // b\n// c\n| // d\n 1 | 22 |\n\n| 3 | 4 |\n// e\n}",
        "test table \"t\" {\n  // a\n  | x | y  |  // b\n  // c\n  // d\n  | 1 | 22 |\n\n  | 3 |  4 |\n  // e\n}\n",
    );
}

#[test]
fn blank_lines_of_the_author() {
    check("zone a\n\n\n\nzone b\nzone c", "zone a\n\nzone b\nzone c\n");
    check(
        "outcome a set {\n\nb\n\n\nc d\n\n}",
        "outcome a set {\n  b\n\n  c\n  d\n}\n",
    );
    check(
        "fact a: bool\n\n  zh \"x\"\n\n  en \"y\"\n",
        "fact a: bool\n  zh \"x\"\n\n  en \"y\"\n",
    );
    check(
        "define a\n\n\n means b\n\n and c\n",
        "define a\n  means b\n    and c\n",
    );
}

#[test]
fn many_comments_in_a_row() {
    let source = "zone a // 1\n// 2\n//3\n\n////4\n///5\nzone b\n";
    assert_eq!(
        formatted(source),
        "zone a  // 1\n// 2\n//3\n\n////4\n///5\nzone b\n"
    );
}
