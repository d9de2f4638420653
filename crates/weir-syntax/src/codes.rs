//! The table of codes. A code has a number, a slug and a page; numbers are never used again for something else.
//!
//! `E01` syntax, `E02` names, `E03` types and units, `E04` rules and precedence, `E05` dates, `E06` readings and tests,
//! `E07` scenarios, `E08` lists; `W` what can stay but should be mended, `N` what is worth knowing. `09` is what only the analysis of all
//! cases finds.

use crate::diagnostic::Severity;

/// The code of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The number, such as `E0203`.
    #[must_use]
    pub fn number(self) -> &'static str {
        self.0
    }

    /// The entry of the code in the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CodeInfo> {
        CODES.iter().find(|info| info.code == self)
    }

    /// How much a finding of this code weighs.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self.0.as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// Whether only the analysis of all cases finds it, and not checking.
    #[must_use]
    pub fn is_of_analysis(self) -> bool {
        self.0.get(1..3) == Some("09")
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// The short name.
    pub slug: &'static str,
    /// The page that explains it, in Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($name:ident $number:literal $slug:literal;)*) => {
        $(
            #[doc = concat!("`", $slug, "`.")]
            pub const $name: Code = Code($number);
        )*

        /// Every code, in order of number.
        pub const CODES: &[CodeInfo] = &[
            $(CodeInfo { code: $name, slug: $slug, page: include_str!(concat!("../explain/", $number, ".md")) },)*
        ];
    };
}

codes! {
    UNEXPECTED "E0101" "unexpected";
    MISSING_BRACE "E0102" "missing-brace";
    STRAY_BRACE "E0103" "stray-brace";
    FULL_WIDTH "E0104" "full-width";
    LOOK_ALIKE "E0105" "look-alike";
    RESERVED_WORD "E0106" "reserved-word";
    INVISIBLE "E0107" "invisible-character";
    UNTERMINATED_TEXT "E0108" "unterminated-text";
    UNEXPECTED_CHARACTER "E0109" "unexpected-character";
    TOO_DEEP "E0110" "too-deep";
    TOO_LONG "E0111" "too-long";
    TOO_MANY "E0112" "too-many-errors";
    BAD_NUMBER "E0113" "bad-number";
    BAD_DATE "E0114" "bad-date";
    REPEATED_CLAUSE "E0115" "repeated-clause";
    ROW_LENGTH "E0116" "row-length";
    TEST_SHAPE "E0117" "test-shape";
    UNKNOWN_FILE "E0201" "unknown-file";
    DUPLICATE "E0202" "duplicate";
    UNKNOWN_FACT "E0203" "unknown-fact";
    UNKNOWN_OUTCOME "E0204" "unknown-outcome";
    UNKNOWN_VALUE "E0205" "unknown-value";
    UNKNOWN_THRESHOLD "E0206" "unknown-threshold";
    UNKNOWN_PROVISION "E0207" "unknown-provision";
    UNKNOWN_READING "E0208" "unknown-reading";
    NOT_IN_USE "E0209" "not-in-use";
    UNKNOWN_TYPE "E0210" "unknown-type";
    UNKNOWN_PROFILE "E0211" "unknown-profile";
    WRONG_TEST_FOR_TYPE "E0301" "wrong-test-for-type";
    UNIT_MISMATCH "E0302" "unit-mismatch";
    NOT_A_CONDITION "E0303" "not-a-condition";
    WRONG_VALUE "E0304" "wrong-value";
    IMPOSSIBLE_BOUNDS "E0305" "impossible-bounds";
    NO_CONCLUSION "E0401" "no-conclusion";
    BAD_CONCLUSION "E0402" "bad-conclusion";
    CIRCULAR_OUTCOME "E0403" "circular-outcome";
    CIRCULAR_PRECEDENCE "E0404" "circular-precedence";
    EMPTY_PRECEDENCE "E0405" "empty-precedence";
    CIRCULAR_DEFINITION "E0406" "circular-definition";
    UNEXPLAINED_HOLE "E0407" "unexplained-hole";
    OUTSIDE_PERIOD "E0501" "outside-period";
    THRESHOLD_GAP "E0502" "threshold-gap";
    THRESHOLD_OVERLAP "E0503" "threshold-overlap";
    EMPTY_PERIOD "E0504" "empty-period";
    THRESHOLD_NOT_IN_FORCE "E0505" "threshold-not-in-force";
    NO_PERIOD "E0506" "no-period";
    DEFAULT_OPTION "E0601" "default-option";
    TOO_FEW_OPTIONS "E0602" "too-few-options";
    CIRCULAR_PROFILE "E0603" "circular-profile";
    EXPECTS_NOTHING "E0604" "expects-nothing";
    SCENARIO_UNREADABLE "E0701" "scenario-unreadable";
    SCENARIO_UNKNOWN_FACT "E0702" "scenario-unknown-fact";
    SCENARIO_WRONG_VALUE "E0703" "scenario-wrong-value";
    SCENARIO_REPEATED "E0704" "scenario-repeated";
    SCENARIO_NO_DATE "E0705" "scenario-no-date";
    SCENARIO_UNKNOWN_READING "E0706" "scenario-unknown-reading";
    SCENARIO_UNKNOWN_KEY "E0707" "scenario-unknown-key";
    MISPLACED "E0801" "misplaced";
    NO_FRAME "E0802" "no-frame";
    OUTSIDE "E0803" "outside";
    NO_GATE "E0804" "no-gate";
    BANDS_OVERLAP "E0805" "bands-overlap";
    EDITIONS_OVERLAP "E0806" "editions-overlap";
    ADOPTION "E0807" "adoption";
    OWN_AND_ADOPTED "E0808" "own-and-adopted";
    LIST_TABLE "E0809" "list-table";
    COUNTER "E0810" "counter";
    GAP "E0901" "gap";
    CONFLICT "E0902" "conflict";
    SETTLED_BY_STRICTNESS "N0901" "settled-by-strictness";
    NOT_TRANSCRIBED "N0902" "not-transcribed";
    TURNS_ON_A_READING "N0903" "turns-on-a-reading";
    UNUSED "W0101" "unused";
    MISSING_LABEL "W0102" "missing-label";
    UNNAMED_NUMBER "W0103" "unnamed-number";
    UNCITED "W0104" "uncited";
    NO_REASON "W0105" "no-reason";
    TOO_MANY_WARNINGS "W0106" "too-many-warnings";
    BANDS_GAP "W0801" "bands-gap";
    ADOPTED_NOT_IN_FORCE "W0802" "adopted-not-in-force";
    NEVER_APPLIES "W0803" "never-applies";
    COVERED "W0804" "covered";
    TRIAL_OVER "W0805" "trial-over";
    NO_CASE "W0901" "no-case";
    OVERRIDDEN "W0902" "overridden";
    REDUNDANT "W0903" "redundant";
    OUTDONE "W0904" "outdone";
    UNTESTED_BOUNDARY "W0905" "untested-boundary";
}

/// The code with this number or slug.
#[must_use]
pub fn find(text: &str) -> Option<&'static CodeInfo> {
    CODES
        .iter()
        .find(|info| info.code.number().eq_ignore_ascii_case(text) || info.slug == text)
}
