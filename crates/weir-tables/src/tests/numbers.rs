//! Numbers as formats show them.

use crate::xlsx::number_as_shown;

fn check(number: f64, format: &str, expected: &str) {
    assert_eq!(
        number_as_shown(number, format),
        expected,
        "{number} as {format}"
    );
}

#[test]
fn plain_numbers() {
    check(1_000_000.0, "General", "1000000");
    check(0.1 + 0.2, "General", "0.3");
    check(-2.5, "", "-2.5");
    check(5.0, "@", "5");
}

#[test]
fn digits_points_and_groups() {
    check(7.0, "000", "007");
    check(1234.5, "0", "1235");
    check(1_234_567.0, "#,##0", "1,234,567");
    check(1234.5, "#,##0.00", "1,234.50");
    check(0.5, "#.##", ".5");
    check(0.25, "0.##%", "25%");
    check(2_500_000.0, "0.0,,", "2.5");
    check(0.125, "0.00%", "12.50%");
}

#[test]
fn words_are_kept() {
    check(100.0, "0\"万人\"", "100万人");
    check(100.0, "\"满\"0\\人", "满100人");
    check(5.0, "[Red]0_);(0)", "5");
    check(-5.0, "0;(0)", "(5)");
    check(0.0, "0;-0;\"无\"", "无");
    check(8.0, "[$¥-804]#,##0", "¥8");
    check(8.0, "\"a;b\"0;\"c\"", "a;b8");
}

#[test]
fn days() {
    check(45373.0, "yyyy/m/d", "2024-03-22");
    check(45373.5, "yyyy\"年\"m\"月\"d\"日\" h:mm", "2024-03-22 12:00");
    check(1.0, "yyyy-mm-dd", "1900-01-01");
    check(61.0, "yyyy-mm-dd", "1900-03-01");
    check(-1.0, "yyyy-mm-dd", "-1");
}

#[test]
fn what_is_rare_is_shown_without_format() {
    check(0.5, "# ?/?", "0.5");
    check(1500.0, "0.0E+0", "1500");
    check(5.0, "[>3]0\"多\"", "5");
    check(1e300, "0", &1e300.to_string());
}
