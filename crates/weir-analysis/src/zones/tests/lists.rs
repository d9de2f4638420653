//! Lists as wholes, and how they cut and name sectors and scenarios.

use weir_core::Readings;

use super::{MEDICINE, check, compared, list, medicine, none, numbers, one, stand, told, told_on};

/// What a list holds that has one more test in its gate.
fn asking(test: &str) -> String {
    let rows = numbers("10万", "100万");
    format!("available when {test}\n{MEDICINE}{rows}}}")
}

#[test]
fn places_exclusions_and_duties() {
    let north = format!(
        "available when active has north\n available when not operator\n rule tell zh \"报\" en \"tell\" then duties report\n{MEDICINE}{}}}",
        numbers("10万", "100万")
    );
    let operators = "row OP zh \"运营者\" en \"operators\" when operator then pathway assessment\n";
    let south = medicine("south_list", "south", operators);
    let told = told(&(list("north_list", "north", &north) + &south));
    assert_eq!(
        one(&told, "difference place-test "),
        [
            "north_list: registered active strictest",
            "south_list: registered loosest"
        ]
    );
    assert_eq!(
        one(&told, "difference exclusion "),
        [
            "national: assessment",
            "north_list: Closes",
            "south_list: assessment"
        ]
    );
    assert_eq!(
        one(&told, "unknown procedure "),
        ["north_list: report", "south_list: NotStated"]
    );
}

#[test]
fn only_a_place_test_that_asks_for_all_that_others_ask_for_is_stricter() {
    let lists = [
        list("north_list", "north", &asking("active has north")),
        list("south_list", "south", &asking("accepted has south")),
        medicine("east_list", "east", &numbers("10万", "100万")),
    ];
    assert_eq!(
        one(&told(&lists.concat()), "difference place-test "),
        [
            "north_list: registered active",
            "south_list: registered accepted",
            "east_list: registered"
        ]
    );
}

#[test]
fn what_is_not_transcribed_may_speak_of_what_closes_another_list() {
    let hole = "untranscribed\n missing zh \"条目\" missing en \"rows\"\n";
    let lists = [
        list(
            "north_list",
            "north",
            &asking("not data.classes has secret"),
        ),
        medicine("south_list", "south", &numbers("10万", "100万")),
        medicine("east_list", "east", hole),
    ];
    // Nationally the provisions on secrets are not transcribed.
    assert_eq!(
        one(&told(&lists.concat()), "difference exclusion "),
        [
            "national: Unknown",
            "north_list: Closes",
            "south_list: Nothing",
            "east_list: NotStated"
        ]
    );
}

#[test]
fn a_zone_that_closes_one_list_is_asked_for_by_its_own() {
    let lists = [
        list("north_list", "north", &asking("not active has south")),
        list("south_list", "south", &asking("active has south")),
    ];
    assert_eq!(
        one(&told(&lists.concat()), "difference exclusion "),
        [
            "national: Nothing",
            "north_list: Closes",
            "south_list: Opens"
        ]
    );
}

#[test]
fn how_rows_that_are_not_transcribed_are_built_is_unknown() {
    let hole = "row D zh \"x\" en \"x\" when people.held > 100万 then pathway untranscribed then data.classes has important missing zh \"x\" missing en \"x\"\n";
    let lists = [
        medicine("north_list", "north", &numbers("10万", "100万")),
        medicine("south_list", "south", hole),
    ];
    assert_eq!(
        one(&told(&lists.concat()), "unknown row-structure "),
        [
            "north_list: Rows([0, 0, 1, 0])",
            "south_list: Unknown unsure"
        ]
    );
}

#[test]
fn sectors_are_cut_differently_or_stand_beside_each_other() {
    let sector = |name: &str, en: &str, row: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{en}\" {{\n outside national\n row {row} zh \"x\" en \"x\" when described then pathway assessment\n}}"
        )
    };
    let lists = [
        list(
            "north_list",
            "north",
            &sector("vehicles", "Motor cars", "A"),
        ),
        list(
            "south_list",
            "south",
            &sector("connected", "Connected cars", "B"),
        ),
        list(
            "east_list",
            "east",
            &sector("driverless", "Driverless cars", "C"),
        ),
    ];
    let told = told(&lists.concat());
    assert_eq!(
        one(&told, "difference sector-cut connected"),
        ["north_list: vehicles", "south_list: connected"]
    );
    assert_eq!(
        one(&told, "difference neighbouring-sectors vehicles"),
        ["south_list: connected", "east_list: driverless"]
    );
}

#[test]
fn one_scenario_in_two_sectors_under_two_names() {
    let sector = |name: &str, label: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{name}\" {{\n outside national\n scenario members zh \"{label}\" en \"{label}\" {{\n outside free\n row R-{name} zh \"x\" en \"x\" fields given_name, birth and others then pathway contract\n}} }}\n"
        )
    };
    let north = list("north_list", "north", &sector("shops", "Members"));
    let south = list("south_list", "south", &sector("banks", "Benefits"));
    let told = told(&(north + &south));
    assert_eq!(
        one(&told, "difference different-sectors members"),
        ["north_list: shops", "south_list: banks"]
    );
    assert_eq!(
        one(&told, "difference different-names members"),
        ["north_list: Members", "south_list: Benefits"]
    );
    assert_eq!(
        one(&told, "consistent fields members"),
        [
            "north_list: given_name birth and others",
            "south_list: given_name birth and others"
        ]
    );
}

#[test]
fn a_general_list_against_a_negative_one_and_a_trial_that_is_over() {
    let general = "general_list free_list edition \"1\" {\n zh \"x\" en \"x\"\n under order article 6\n zone south\n in force from 2024-01-01\n trial until 2025-01-01 if reading goes_on is ends\n source primary\n available when registered has south\n\
        sector medicine zh \"药\" en \"Drugs\" {\n row F zh \"x\" en \"x\" when described then pathway exempt\n } }\n";
    let lists = medicine("north_list", "north", &numbers("10万", "100万")) + general;
    let early = told_on(&lists, "2024-06-01");
    assert_eq!(
        one(&early, "difference polarity medicine"),
        [
            "north_list: Polarity(Negative)",
            "free_list: Polarity(General)"
        ]
    );
    none(&early, "in-force-by-reading");
    // After its trial the list is there only under another reading, and no difference is certain.
    let late = told_on(&lists, "2025-06-01");
    one(&late, "unknown in-force-by-reading ");
    one(&late, "unknown polarity medicine");
    assert_eq!(one(&late, "unknown trial-period ").len(), 2);
}

#[test]
fn special_and_residual_rows_against_general_ones() {
    let special = "scenario trials zh \"试验\" en \"Trials\" {\n outside free\n row S zh \"特\" en \"s\" band listed 5万以上 then pathway contract\n }\n\
        row R zh \"其余\" en \"r\" except row S band listed 10万以上 then pathway contract\n";
    let north = medicine("north_list", "north", special);
    let south = medicine("south_list", "south", &numbers("10万", "100万"));
    let told = told(&(north + &south));
    assert_eq!(
        one(&told, "difference row-structure "),
        [
            "north_list: Rows([1, 1, 0, 0])",
            "south_list: Rows([0, 0, 1, 0])"
        ]
    );
}

#[test]
fn adopted_rows_are_not_compared_once_more() {
    let adopting = "list east_list edition \"1\" {\n zh \"x\" en \"x\"\n under order article 6\n zone east\n in force from 2024-06-01\n source primary\n available when registered has east\n outside national\n adopts north_list edition \"1\" sectors medicine\n zh \"x\" en \"x\"\n triggered zh \"x\" triggered en \"x\"\n cite order article 6\n}\n";
    let lists = medicine("north_list", "north", &numbers("50万", "200万")) + adopting;
    compared(&lists, "2025-01-01", |program, comparison| {
        assert_eq!(comparison.columns.len(), 1);
        let [(list, from)] = comparison.adopting.as_slice() else {
            panic!()
        };
        assert_eq!(program[*list].name, "east_list edition \"1\"");
        assert_eq!(
            from.iter()
                .map(|from| program[*from].name.as_str())
                .collect::<Vec<_>>(),
            ["north_list edition \"1\""]
        );
    });
}

#[test]
fn where_an_exporter_would_stand() {
    let north = list(
        "north_list",
        "north",
        &asking("active has any of north, east"),
    );
    let south = list("south_list", "south", &asking("active has north"));
    let checked = check(&(north + &south));
    let executable = checked.executable().unwrap();
    let edition = executable.on(
        weir_core::date::parse("2025-01-01").unwrap(),
        &Readings::defaults(&checked.program),
    );
    let stands: Vec<Option<usize>> = checked
        .program
        .lists()
        .map(|(_, list)| stand(&edition, list, &std::collections::BTreeSet::new()).zone)
        .collect();
    // The south's gate asks for the south and the north at once.
    assert_eq!(stands, [Some(0), None]);
}
