//! Numbers: where they differ, where they are not known, and what is counted.

use super::{MEDICINE, head, none, numbers, one, told};

#[test]
fn numbers_are_compared_with_each_other_and_with_the_national_rules() {
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
        numbers("50万", "200万"),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) strictest",
            "north_list: From(100000) strictest",
            "south_list: From(500000) loosest",
        ]
    );
    // Over all sectors the same is found for the lists as wholes.
    assert_eq!(one(&told, "difference numbers ").len(), 3);
}

#[test]
fn equal_numbers_are_consistent() {
    let rows = numbers("10万", "100万");
    let lists = format!(
        "{}{MEDICINE}{rows}}}}}\n{}{MEDICINE}{rows}}}}}\n",
        head("north_list", "north", ""),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    one(&told, "consistent numbers medicine");
    none(&told, "difference numbers");
}

#[test]
fn what_is_missing_is_unknown_and_never_none() {
    let hole = "untranscribed\n missing zh \"条目\" missing en \"rows\"\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{hole}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "unknown numbers medicine"),
        [
            "national: From(100000)",
            "north_list: From(100000)",
            "south_list: Unknown"
        ]
    );
    assert_eq!(
        one(&told, "unknown pathway medicine"),
        ["north_list: contract assessment", "south_list: Unknown"]
    );
}

#[test]
fn a_hole_that_reaches_up_to_a_number_makes_it_unsure() {
    let rows = "row A zh \"甲\" en \"a\"\n band listed 5万以上不满10万 then pathway contract\n band listed 10万以上 then pathway assessment\n\
        row B zh \"乙\" en \"b\"\n when listed < 5万\n then pathway untranscribed\n missing zh \"下限\" missing en \"lower\"\n";
    let lists = format!("{}{MEDICINE}{rows}}}}}\n", head("north_list", "north", ""));
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) loosest",
            "north_list: From(50000) unsure strictest"
        ]
    );
    assert!(
        told.contains("north_list: From(100000) strictest"),
        "{told}"
    );
}

#[test]
fn a_list_without_rows_for_numbers_leaves_them_to_its_outside() {
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE} row X zh \"x\" en \"x\" when described then pathway assessment\n}}}}\n{}sector medicine zh \"医药\" en \"Medicine\" {{\n outside free\n row X zh \"x\" en \"x\" when described then pathway assessment\n}}}}\n",
        head("north_list", "north", ""),
        numbers("50万", "200万"),
        head("south_list", "south", ""),
        head("east_list", "east", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) strictest",
            "north_list: From(500000) loosest",
            "south_list: National",
            "east_list: NoNumber",
        ]
    );
    assert_eq!(
        one(&told, "difference outside medicine"),
        [
            "north_list: Outside(National) strictest",
            "south_list: Outside(National) strictest",
            "east_list: Outside(Free) loosest",
        ]
    );
}

#[test]
fn rows_of_one_list_with_nearly_the_same_fields() {
    let sector = |name: &str, fields: &str, number: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{name}\" {{\n outside national\n row R-{name} zh \"x\" en \"x\" fields {fields} band listed {number}以上 then pathway contract\n }}\n"
        )
    };
    let lists = |banks: &str| {
        format!(
            "{}{}{}}}\n",
            head("north_list", "north", ""),
            sector("shops", "given_name, birth, phone, bank", "100万"),
            sector("banks", banks, "50万"),
        )
    };
    let alike = told(&lists("given_name, birth, phone"), "2025-01-01");
    assert_eq!(one(&alike, "difference similar-rows ").len(), 2);
    none(
        &told(&lists("given_name, birth"), "2025-01-01"),
        "similar-rows",
    );
}

#[test]
fn what_is_counted_and_over_which_period() {
    let direct = "row A zh \"甲\" en \"a\"\n when people.total >= 10万\n then pathway contract\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{direct}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference counting "),
        [
            "national: people.total",
            "north_list: people.in_row",
            "south_list: people.total"
        ]
    );
    one(&told, "consistent counting-period ");
}

#[test]
fn important_data_by_number() {
    let trigger = |number: &str, row: &str| {
        format!(
            "row {row} zh \"x\" en \"x\" when people.held > {number} then pathway assessment then data.classes has important\n{MEDICINE}{}}}}}\n",
            numbers("10万", "100万")
        )
    };
    let lists = format!(
        "{}{}{}{}",
        head("north_list", "north", ""),
        trigger("1000万", "T1"),
        head("south_list", "south", ""),
        trigger("100万", "T2"),
    );
    let told = told(&lists, "2025-01-01");
    let numbers: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("From(10000001)") || line.contains("From(1000001)"))
        .collect();
    assert_eq!(
        numbers,
        [
            "  north_list: From(10000001) loosest",
            "  south_list: From(1000001) strictest"
        ]
    );
}
