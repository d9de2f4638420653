//! The consistency report on the real policies: each inconsistency that the dossier on the zones lists (10.5, CZ-01 to CZ-20)
//! and that the policies hold is found. What the dossier calls a hole is not known.

use serde_json::Value;

use super::found::{finding, is_unknown, numbers, on, sides, starts, values};
use super::{json, root};

#[test]
fn cz_01_contract_by_people_without_sensitive_information() {
    let found = on("2026-06-01");
    let found = numbers(&found, None, "people.general", "contract_or_certification");
    assert_eq!(found["severity"], "difference");
    assert_eq!(starts(found, "national"), [100_000]);
    assert_eq!(starts(found, "chongqing"), [100_000]);
    assert_eq!(starts(found, "zhejiang"), [500_000, 1_000_000]);
    let about: Vec<&Value> = sides(found, "zhejiang")
        .iter()
        .map(|side| &side["about"][0])
        .collect();
    assert_eq!(about, ["settlement", "ecommerce_b2b"]);
    assert!(
        found["strictest"]
            .as_array()
            .unwrap()
            .contains(&Value::from("national"))
    );
    assert_eq!(
        found["loosest"],
        serde_json::json!(["zhejiang edition \"2024\""])
    );
}

#[test]
fn cz_02_assessment_by_people_without_sensitive_information() {
    let found = on("2025-12-01");
    let found = numbers(&found, None, "people.general", "security_assessment");
    assert_eq!(found["severity"], "difference");
    assert_eq!(starts(found, "national"), [1_000_000]);
    assert_eq!(starts(found, "shanghai"), [1_000_000]);
    assert_eq!(starts(found, "chongqing"), [1_000_000]);
    assert_eq!(starts(found, "zhejiang"), [2_000_000, 5_000_000]);
}

#[test]
fn cz_03_assessment_by_people_with_sensitive_information() {
    let found = on("2026-01-15");
    let found = numbers(&found, None, "people.sensitive", "security_assessment");
    assert_eq!(found["severity"], "difference");
    for list in ["national", "shanghai", "chongqing"] {
        assert_eq!(starts(found, list), [10_000], "{list}");
    }
    assert_eq!(starts(found, "beijing"), [50_000]);
    for list in ["zhejiang", "hainan", "jiangsu", "fujian"] {
        assert!(is_unknown(found, list), "{list}");
    }
}

#[test]
fn cz_04_membership_has_several_homes() {
    let found = on("2025-06-01");
    let homes = finding(&found, "different-sectors", "membership");
    assert_eq!(homes["severity"], "difference");
    assert_eq!(values(homes, "shanghai"), ["commerce"]);
    assert_eq!(values(homes, "zhejiang"), ["settlement"]);
    finding(&found, "different-names", "membership");
    let contract = numbers(
        &found,
        Some("membership"),
        "people.general",
        "contract_or_certification",
    );
    assert_eq!(starts(contract, "zhejiang"), [500_000]);
    assert!(is_unknown(contract, "shanghai"));
}

#[test]
fn cz_05_payments_within_one_list() {
    let found = on("2026-06-01");
    let found = finding(&found, "similar-rows", "");
    let sides = sides(found, "zhejiang");
    let about: Vec<String> = sides.iter().map(|side| side["about"].to_string()).collect();
    assert!(
        about[0].contains("e_wallets") && about[1].contains("global_payments"),
        "{about:?}"
    );
    assert!(
        sides[0]["text"]
            .as_str()
            .unwrap()
            .contains("1,000,000 to below 5,000,000")
    );
    assert!(
        sides[1]["text"]
            .as_str()
            .unwrap()
            .contains("500,000 to below 2,000,000")
    );
}

#[test]
fn cz_06_connected_vehicles_negative_and_general() {
    let early = on("2025-05-01");
    let early = finding(&early, "polarity", "connected_vehicles");
    assert_eq!(early["severity"], "difference");
    assert_eq!(values(early, "beijing"), ["negative"]);
    assert_eq!(values(early, "lingang_vehicles"), ["general"]);
    // After the trial of the general list, whether it goes on is an open question.
    let late = on("2026-06-01");
    let polarity = finding(&late, "polarity", "connected_vehicles");
    assert_eq!(polarity["severity"], "unknown");
    assert_eq!(values(polarity, "chongqing"), ["negative"]);
    assert_eq!(values(polarity, "fujian"), ["negative"]);
    let assessment = numbers(
        &late,
        Some("connected_vehicles"),
        "people.general",
        "security_assessment",
    );
    assert_eq!(
        starts(assessment, "chongqing"),
        starts(assessment, "national")
    );
    assert!(is_unknown(assessment, "fujian"));
}

#[test]
fn cz_07_pharmaceuticals_negative_and_general() {
    let early = on("2025-05-01");
    assert_eq!(
        finding(&early, "polarity", "pharma")["severity"],
        "difference"
    );
    let late = on("2026-01-15");
    let late = finding(&late, "polarity", "pharma");
    for list in ["beijing", "jiangsu", "fujian"] {
        assert_eq!(values(late, list), ["negative"], "{list}");
    }
    assert_eq!(values(late, "lingang_biopharma"), ["general"]);
}

#[test]
fn cz_08_meteorology_is_cut_differently() {
    let found = on("2026-06-01");
    let found = finding(&found, "sector-cut", "meteorology");
    assert_eq!(values(found, "shanghai"), ["meteorology"]);
    assert_eq!(values(found, "guangxi"), ["geography_and_meteorology"]);
}

#[test]
fn cz_09_to_11_sectors_beside_each_other() {
    let found = on("2026-06-01");
    for (kind, one, other) in [
        (
            "credit_services",
            ("guangxi", "enterprise_credit"),
            ("guangdong", "personal_credit"),
        ),
        (
            "ecommerce",
            ("zhejiang", "ecommerce_b2b"),
            ("guangxi", "ecommerce_live"),
        ),
        (
            "aviation",
            ("beijing", "civil_aviation"),
            ("fujian", "aircraft_maintenance"),
        ),
    ] {
        let found = finding(&found, "neighbouring-sectors", kind);
        assert_eq!(values(found, one.0), [one.1]);
        assert_eq!(values(found, other.0), [other.1]);
    }
}

#[test]
fn cz_12_operators_by_gate_or_by_row() {
    let found = on("2026-01-15");
    let found = finding(&found, "exclusion", "exporter.ciio");
    assert_eq!(values(found, "shanghai"), ["closes"]);
    assert_eq!(values(found, "jiangsu"), ["security_assessment"]);
    assert_eq!(values(found, "national"), ["security_assessment"]);
}

#[test]
fn cz_13_place_tests() {
    let found = on("2026-06-01");
    let found = finding(&found, "place-test", "");
    assert_eq!(found["severity"], "difference");
    let (registered, active) = ("exporter.registered_in", "exporter.active_in");
    assert_eq!(values(found, "shanghai"), [registered, active]);
    assert_eq!(values(found, "fujian"), [registered, active]);
    assert_eq!(values(found, "guangdong"), [registered]);
    assert!(values(found, "beijing").contains(&"filing.accepted_in".to_owned()));
}

#[test]
fn cz_14_procedures() {
    let early = on("2025-05-01");
    let early = finding(&early, "procedure", "");
    assert_eq!(early["severity"], "difference");
    assert!(values(early, "shanghai").contains(&"report_after_export".to_owned()));
    assert!(values(early, "beijing").contains(&"apply_to_cluster".to_owned()));
    assert!(values(early, "hainan").contains(&"undertake_then_file".to_owned()));
    assert!(values(early, "lingang_vehicles").contains(&"register_and_file".to_owned()));
    let late = on("2026-06-01");
    assert!(
        values(finding(&late, "procedure", ""), "guangdong")
            .contains(&"report_after_use".to_owned())
    );
}

#[test]
fn cz_15_numeric_triggers_of_important_data() {
    let found = on("2026-05-01");
    for (measure, more_than) in [
        ("people.held_general", 10_000_000),
        ("people.held_sensitive", 1_000_000),
        ("people.held_accounts", 100_000),
    ] {
        let found = numbers(&found, None, measure, "data.classes has important_data");
        assert_eq!(starts(found, "beijing"), [more_than + 1]);
        assert_eq!(starts(found, "shanghai"), [more_than + 1]);
        // Whether the number itself counts is open.
        assert_eq!(found["severity"], "unknown");
    }
    let counted = |finding: &&Value| {
        finding["kind"] == "counting"
            && finding["measures"]
                .to_string()
                .contains("people.held_general")
    };
    let counted = found.iter().find(counted).unwrap();
    assert_eq!(values(counted, "beijing"), ["people.held_general"]);
    assert_eq!(values(counted, "shanghai"), ["people.set_general"]);
}

#[test]
fn cz_16_the_counting_clause_is_the_same() {
    let found = on("2025-12-01");
    let of = |kind: &str| {
        let of_kind = |finding: &&Value| {
            finding["kind"] == kind
                && finding["measures"]
                    .to_string()
                    .contains("\"people.general\"")
        };
        found.iter().find(of_kind).unwrap()
    };
    assert_eq!(of("counting-period")["severity"], "consistent");
    for list in ["shanghai", "chongqing", "zhejiang"] {
        assert_eq!(
            values(of("counting"), list),
            ["people.general_in_row"],
            "{list}"
        );
        assert_eq!(
            values(of("counting-period"), list),
            values(of("counting-period"), "national")
        );
    }
}

#[test]
fn cz_17_trial_periods() {
    let found = on("2026-01-15");
    let found = finding(&found, "trial-period", "");
    for (list, months) in [
        ("chongqing", "24 months"),
        ("jiangsu", "24 months"),
        ("fujian", "24 months"),
        ("lingang_vehicles", "12 months"),
    ] {
        assert!(
            sides(found, list)[0]["text"]
                .as_str()
                .unwrap()
                .starts_with(months),
            "{list}"
        );
    }
    assert!(is_unknown(found, "zhejiang"));
}

#[test]
fn cz_18_one_more_approves() {
    let found = on("2026-01-15");
    let found = finding(&found, "approval", "");
    assert_eq!(
        found["strictest"],
        serde_json::json!(["chongqing edition \"2025\""])
    );
    assert!(
        sides(found, "chongqing")[0]["text"]
            .as_str()
            .unwrap()
            .contains("national data security")
    );
}

#[test]
fn cz_19_special_and_residual_rows_against_general_ones() {
    let found = on("2026-01-15");
    let found = finding(&found, "row-structure", "");
    assert_eq!(found["severity"], "difference");
    assert_eq!(values(found, "shanghai"), ["special", "residual"]);
    assert_eq!(values(found, "chongqing"), ["general"]);
}

#[test]
fn cz_20_different_words_and_different_cuts() {
    let found = on("2026-01-15");
    let names = finding(&found, "different-names", "connected_vehicles");
    let printed: Vec<&str> = names["sides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| side["text"].as_str().unwrap())
        .collect();
    assert!(
        printed.contains(&"“Intelligent connected vehicles”")
            && printed.contains(&"“Connected vehicles”"),
        "{printed:?}"
    );
    let cut = finding(&found, "sector-cut", "retail");
    assert_eq!(values(cut, "beijing"), ["retail_and_services"]);
    assert_eq!(values(cut, "shanghai"), ["commerce"]);
    assert_eq!(values(cut, "fujian"), ["retail"]);
    assert_eq!(
        values(
            finding(&found, "neighbouring-sectors", "finance"),
            "shanghai"
        ),
        ["reinsurance"]
    );
}

#[test]
fn no_condition_of_the_policies_is_too_large() {
    for day in ["2024-06-01", "2025-05-01", "2026-06-01"] {
        let report = json(&root(), &["analyze", "zones", "--on", day]);
        assert_eq!(report["too_large"], serde_json::json!([]), "{day}");
    }
}
