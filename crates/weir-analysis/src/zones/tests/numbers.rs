//! Numbers: where they differ, where they are not known, and what is counted.

use super::{MEDICINE, list, medicine, none, numbers, one, told};

#[test]
fn numbers_are_compared_with_each_other_and_with_the_national_rules() {
    let north = medicine("north_list", "north", &numbers("10万", "100万"));
    let south = medicine("south_list", "south", &numbers("50万", "200万"));
    let told = told(&(north + &south));
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
    let north = medicine("north_list", "north", &rows);
    let told = told(&(north + &medicine("south_list", "south", &rows)));
    one(&told, "consistent numbers medicine");
    none(&told, "difference numbers");
}

#[test]
fn what_is_missing_is_unknown_and_never_none() {
    let hole = "untranscribed\n missing zh \"条目\" missing en \"rows\"\n";
    let north = medicine("north_list", "north", &numbers("10万", "100万"));
    let told = told(&(north + &medicine("south_list", "south", hole)));
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

/// Rows with numbers, and below the first of them what is not transcribed.
fn with_hole_below(from: &str, below: &str) -> String {
    let rows = numbers(from, below);
    format!(
        "{rows}row B zh \"乙\" en \"b\"\n when listed < {from}\n then pathway untranscribed\n missing zh \"下限\" missing en \"lower\"\n"
    )
}

#[test]
fn a_hole_that_reaches_up_to_a_number_makes_it_unsure() {
    let told = told(&medicine(
        "north_list",
        "north",
        &with_hole_below("5万", "10万"),
    ));
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
fn what_a_hole_may_make_stricter_is_not_the_loosest() {
    let told = told(&medicine(
        "north_list",
        "north",
        &with_hole_below("20万", "200万"),
    ));
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) strictest",
            "north_list: From(200000) unsure"
        ]
    );
}

#[test]
fn a_list_without_rows_for_numbers_leaves_them_to_its_outside() {
    let described = "row X zh \"x\" en \"x\" when described then pathway assessment\n";
    let free =
        format!("sector medicine zh \"医药\" en \"Medicine\" {{\n outside free\n {described}}}");
    let lists = [
        medicine("north_list", "north", &numbers("50万", "200万")),
        medicine("south_list", "south", described),
        list("east_list", "east", &free),
    ];
    let told = told(&lists.concat());
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
    let with = |fields: &str| {
        let shops = sector("shops", "given_name, birth, phone, bank", "100万");
        let banks = sector("banks", fields, "50万");
        told(&list("north_list", "north", &(shops + &banks)))
    };
    let alike = with("given_name, birth, phone");
    assert_eq!(one(&alike, "difference similar-rows ").len(), 2);
    none(&with("given_name, birth"), "similar-rows");
}

#[test]
fn rows_with_the_same_fields_whose_numbers_lead_to_different_things_do_not_contradict() {
    let row = |name: &str, band: &str| {
        format!("row {name} zh \"x\" en \"x\" fields given_name, birth, phone band listed {band}\n")
    };
    let rows = row("A", "50万以上不满200万 then pathway contract")
        + &row("B", "200万以上 then pathway assessment");
    none(
        &told(&medicine("north_list", "north", &rows)),
        "similar-rows",
    );
}

#[test]
fn what_is_counted_and_over_which_period() {
    let direct = "row A zh \"甲\" en \"a\"\n when people.total >= 10万\n then pathway contract\n";
    let north = medicine("north_list", "north", &numbers("10万", "100万"));
    let told = told(&(north + &medicine("south_list", "south", direct)));
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
            "row {row} zh \"x\" en \"x\" when people.held > {number} then pathway assessment then data.classes has important\n{MEDICINE}{}}}",
            numbers("10万", "100万")
        )
    };
    let hole = "row D zh \"x\" en \"x\" when described then pathway assessment then data.classes has important untranscribed missing zh \"x\" missing en \"x\"\n";
    let lists = [
        list("north_list", "north", &trigger("1000万", "T1")),
        list("south_list", "south", &trigger("100万", "T2")),
        medicine("east_list", "east", hole),
    ];
    let told = told(&lists.concat());
    let sides: Vec<&str> = told
        .lines()
        .skip_while(|line| !line.contains("From(10000001)"))
        .take(3)
        .collect();
    assert_eq!(
        sides,
        [
            "  north_list: From(10000001) loosest",
            "  south_list: From(1000001) strictest",
            // A row on important data that is not transcribed may have a number too.
            "  east_list: Unknown",
        ]
    );
}
