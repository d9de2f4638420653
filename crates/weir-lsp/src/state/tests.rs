//! Edits give the text that the client has, whatever they are; and what is found in it is what is found in the text opened afresh.
#![expect(clippy::string_slice, reason = "a test stops where something is wrong")]

use proptest::prelude::*;
use tower_lsp::lsp_types::{Position, Range};

use super::*;

const START: &str =
    "fact 数据: bool\r\n  zh \"数据😀\"\r\n  en \"data\"\n\ndefine x\n\tmeans not 数据 e\u{301}\n";

/// Pieces that edits put in: names, broken parts, line ends, characters of every width.
const PIECES: [&str; 12] = [
    "",
    "a",
    "数",
    "😀",
    "\n",
    "\r\n",
    "\t",
    "fact b: bool\n",
    "\"",
    "{",
    "e\u{301}",
    "define y\n  means b\n",
];

fn uri() -> Url {
    Url::parse("untitled:edits.weir").unwrap()
}

fn opened(text: &str) -> State {
    let mut state = State::default();
    state.open(uri(), 1, text.to_owned(), Path::to_owned);
    state
}

/// What a client does with an edit, told in the simplest way: every line as a list of units.
fn model(text: &str, range: Range, new: &str, encoding: Encoding) -> String {
    let offset = |position: Position| {
        let mut start = 0;
        for _ in 0..position.line {
            match text[start..].find('\n') {
                Some(end) => start += end + 1,
                None => return text.len(),
            }
        }
        let line = text[start..].split('\n').next().unwrap();
        let line = line
            .strip_suffix('\r')
            .filter(|_| text[start + line.len()..].starts_with('\n'))
            .unwrap_or(line);
        // For each unit, where its character starts.
        let units: Vec<usize> = line
            .char_indices()
            .flat_map(|(at, c)| {
                let count = match encoding {
                    Encoding::Utf8 => c.len_utf8(),
                    Encoding::Utf16 => c.len_utf16(),
                    Encoding::Utf32 => 1,
                };
                std::iter::repeat_n(start + at, count)
            })
            .collect();
        units
            .get(position.character as usize)
            .copied()
            .unwrap_or(start + line.len())
    };
    let (start, end) = (offset(range.start), offset(range.end));
    format!("{}{new}{}", &text[..start], &text[end.max(start)..])
}

fn edit() -> impl Strategy<Value = (Range, &'static str)> {
    let position = || (0..9u32, 0..14u32).prop_map(|(line, column)| Position::new(line, column));
    (position(), position(), 0..PIECES.len())
        .prop_map(|(a, b, piece)| (Range::new(a.min(b), a.max(b)), PIECES[piece]))
}

fn found(state: &mut State) -> Vec<String> {
    let world = state.world();
    let (_, file) = world.find(&uri()).unwrap();
    let checked = &world.project(file).unwrap().checked().checked;
    checked
        .problems
        .iter()
        .map(|problem| format!("{problem:?}"))
        .collect()
}

fn text(state: &mut State) -> String {
    state.world().find(&uri()).unwrap().1.text.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn edits_give_what_opening_afresh_gives(
        edits in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..12),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
    ) {
        let mut state = opened(START);
        let mut expected = START.to_owned();
        for (version, changes) in edits.into_iter().enumerate() {
            let mut events = Vec::new();
            for (range, new) in changes {
                expected = model(&expected, range, new, encoding);
                events.push(TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: new.to_owned() });
            }
            state.change(&uri(), version as i32 + 2, events, encoding);
            prop_assert_eq!(text(&mut state), expected.clone());
            // Looked at now and then, as an editor does, so that what is remembered of earlier texts could show.
            if version % 3 == 0 {
                found(&mut state);
            }
        }
        prop_assert_eq!(found(&mut state), found(&mut opened(&expected)));
    }
}

#[test]
fn a_world_never_changes() {
    let mut state = opened("fact a: bool\n");
    let before = state.world();
    let change = TextDocumentContentChangeEvent {
        range: None,
        range_length: None,
        text: "fact a\n".to_owned(),
    };
    state.change(&uri(), 2, vec![change], Encoding::Utf16);
    let after = state.world();
    // The later one is looked at first.
    assert!(
        after
            .projects
            .values()
            .any(|project| project.checked().checked.has_errors())
    );
    assert!(
        !before
            .projects
            .values()
            .any(|project| project.checked().checked.has_errors())
    );
    assert_eq!(after.edits, before.edits + 1);
}

#[test]
fn addresses_of_one_file_are_one() {
    let mut state = State::default();
    let (one, other) = ("file:///a/%E6%B3%95.weir", "file:///a/法.weir");
    state.open(Url::parse(one).unwrap(), 1, "x".to_owned(), |path| {
        path.parent().unwrap().to_owned()
    });
    let world = state.world();
    assert!(world.find(&Url::parse(other).unwrap()).is_some());
    assert_eq!(
        key(&Url::parse("file:///c%3A/a.weir").unwrap()),
        key(&Url::parse("file:///c:/a.weir").unwrap())
    );
}

#[test]
fn names_are_those_of_the_command_line() {
    let mut state = State::default();
    state.add_folder(PathBuf::from("/w"));
    let name = |state: &State, path: &str| {
        let placed = state.place(&Url::from_file_path(path).unwrap());
        (placed.project.to_string(), placed.name.to_string())
    };
    let pair = |project: &str, name: &str| (project.to_owned(), name.to_owned());
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w", "x/a.weir"));
    state.set_disk(vec![(
        PathBuf::from("/w/policies/a.weir"),
        Some(String::new()),
    )]);
    assert_eq!(
        name(&state, "/w/policies/in/a.weir"),
        pair("/w/policies", "policies/in/a.weir")
    );
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w/x/a.weir", "x/a.weir"));
    state.add_folder(PathBuf::from("/w/x"));
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w/x", "a.weir"));
}

#[test]
fn what_stands_beside_policies_is_a_project_with_what_it_uses() {
    let mut state = State::default();
    state.add_folder(PathBuf::from("/w"));
    let disk = |path: &str, text: &str| (PathBuf::from(path), Some(text.to_owned()));
    state.set_disk(vec![
        disk("/w/policies/a.weir", "fact a: bool\n"),
        disk("/w/x/a.weir", "fact a: bool\n"),
        disk(
            "/w/x/b.weir",
            "use \"../policies/a.weir\"\ndefine x\n  means a\n",
        ),
    ]);
    let errors = |state: &mut State| -> Vec<String> {
        let world = state.world();
        let projects = world.projects.values();
        let problems = projects.flat_map(|project| project.checked().checked.problems.clone());
        problems
            .map(|problem| problem.code().to_string())
            .filter(|code| code.starts_with('E'))
            .collect()
    };
    assert_eq!(state.world().projects.len(), 3);
    assert_eq!(errors(&mut state), Vec::<String>::new());
    state.set_disk(vec![disk("/w/policies/a.weir", "fact b: bool\n")]);
    assert_eq!(errors(&mut state), ["E0203"]);
}
