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
    state.open(uri(), 1, text.to_owned(), None);
    state
}

/// Has a state take the whole disk, as a reader does; returns what was read of it.
fn look(state: &mut State, disk: &[(&str, u64, &str)]) -> Vec<String> {
    let roots = state.roots();
    let below = |path: &str| roots.iter().any(|root| Path::new(path).starts_with(root));
    let disk: Vec<_> = disk.iter().filter(|(path, ..)| below(path)).collect();
    let listed = disk
        .iter()
        .map(|(path, mark, _)| (PathBuf::from(path), Stamp(0, *mark)))
        .collect();
    let read: BTreeMap<PathBuf, String> = state
        .unread(&listed)
        .into_iter()
        .map(|path| {
            let found = disk.iter().find(|(name, ..)| Path::new(name) == path);
            (path, found.unwrap().2.to_owned())
        })
        .collect();
    let paths = read.keys().map(|path| path.to_string_lossy().into_owned());
    let paths = paths.collect();
    state.set_disk(&roots, &listed, read);
    paths
}

fn add(state: &mut State, folder: &str) {
    state.add_folder(PathBuf::from(folder), PathBuf::from(folder));
}

fn at(path: &str) -> Url {
    Url::from_file_path(path).unwrap()
}

/// The folder in which a text stands.
fn home(path: &str) -> Option<PathBuf> {
    Path::new(path).parent().map(Path::to_owned)
}

/// All texts that are known, each with its project, its name there and whether it is open.
fn known(state: &mut State) -> Vec<(String, String, String, bool)> {
    let world = state.world();
    let files = world.files.values().map(|file| {
        assert!(world.project(file).is_some());
        (
            file.uri.path().to_owned(),
            file.project.to_string(),
            file.name.to_string(),
            file.version.is_some(),
        )
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
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
    let folder = Some(PathBuf::from("/a"));
    state.open(Url::parse(one).unwrap(), 1, "x".to_owned(), folder);
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
    add(&mut state, "/w");
    let name = |state: &State, path: &str| {
        let placed = state.place(&Url::from_file_path(path).unwrap());
        (placed.project.to_string(), placed.name.to_string())
    };
    let pair = |project: &str, name: &str| (project.to_owned(), name.to_owned());
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w", "x/a.weir"));
    look(&mut state, &[("/w/policies/a.weir", 1, "")]);
    assert_eq!(
        name(&state, "/w/policies/in/a.weir"),
        pair("/w/policies", "policies/in/a.weir")
    );
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w/x/a.weir", "x/a.weir"));
    add(&mut state, "/w/x");
    assert_eq!(name(&state, "/w/x/a.weir"), pair("/w/x", "a.weir"));
}

#[test]
fn what_stands_beside_policies_is_a_project_with_what_it_uses() {
    let mut state = State::default();
    add(&mut state, "/w");
    let b = "use \"../policies/a.weir\"\ndefine x\n  means a\n";
    let disk = |mark, a| {
        [
            ("/w/policies/a.weir", mark, a),
            ("/w/x/a.weir", 1, "fact a: bool\n"),
            ("/w/x/b.weir", 1, b),
        ]
    };
    look(&mut state, &disk(1, "fact a: bool\n"));
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
    look(&mut state, &disk(2, "fact b: bool\n"));
    assert_eq!(errors(&mut state), ["E0203"]);
}

#[test]
fn what_a_closed_document_brought_is_read_again_when_it_is_opened_again() {
    let disk = [("/x/a.weir", 1, "a"), ("/x/b.weir", 1, "b")];
    let mut state = State::default();
    for _ in 0..2 {
        state.open(at("/x/a.weir"), 1, "a".to_owned(), home("/x/a.weir"));
        assert_eq!(look(&mut state, &disk), ["/x/a.weir", "/x/b.weir"]);
        assert_eq!(look(&mut state, &disk), Vec::<String>::new());
        assert_eq!(known(&mut state).len(), 2);
        state.close(&at("/x/a.weir"));
        assert_eq!(known(&mut state), []);
    }
}

#[test]
fn a_file_that_changes_under_an_open_document_is_known_when_that_is_closed() {
    let mut state = State::default();
    add(&mut state, "/w");
    look(&mut state, &[("/w/a.weir", 1, "one")]);
    state.open(at("/w/a.weir"), 1, "open".to_owned(), home("/w/a.weir"));
    assert_eq!(look(&mut state, &[("/w/a.weir", 2, "two")]), ["/w/a.weir"]);
    let text = |state: &mut State| {
        let world = state.world();
        let found = world.find(&at("/w/a.weir"));
        found.map(|(_, file)| file.text.to_string())
    };
    assert_eq!(text(&mut state).as_deref(), Some("open"));
    state.close(&at("/w/a.weir"));
    assert_eq!(text(&mut state).as_deref(), Some("two"));
    // A second closing and one of what was never open are nothing.
    let edits = state.edits();
    state.close(&at("/w/a.weir"));
    state.close(&at("/w/s.yaml"));
    assert_eq!(state.edits(), edits);
    assert_eq!(known(&mut state).len(), 1);
    // What is gone from the disk under an open document goes with it.
    state.open(at("/w/a.weir"), 2, "open".to_owned(), home("/w/a.weir"));
    look(&mut state, &[]);
    assert_eq!(text(&mut state).as_deref(), Some("open"));
    state.close(&at("/w/a.weir"));
    assert_eq!(text(&mut state), None);
}

#[test]
fn what_is_read_of_a_root_that_went_meanwhile_is_not_taken() {
    let mut state = State::default();
    add(&mut state, "/w");
    let roots = state.roots();
    let path = PathBuf::from("/w/a.weir");
    let listed = BTreeMap::from([(path.clone(), Stamp(0, 1))]);
    state.remove_folder(Path::new("/w"));
    let changed = state.set_disk(&roots, &listed, BTreeMap::from([(path, String::new())]));
    assert!(!changed);
    assert_eq!(known(&mut state), []);
}

#[test]
fn a_root_stays_as_long_as_a_folder_stands_for_it() {
    let mut state = State::default();
    let root = PathBuf::from("/w/policies");
    state.add_folder(root.join("x"), root.clone());
    state.add_folder(root.join("y"), root.clone());
    look(&mut state, &[("/w/policies/y/a.weir", 1, "")]);
    state.remove_folder(&root.join("x"));
    assert_eq!(state.roots(), std::slice::from_ref(&root));
    assert_eq!(known(&mut state).len(), 1);
    state.remove_folder(&root.join("y"));
    assert_eq!(known(&mut state), []);
}

#[test]
fn open_documents_of_a_folder_that_goes_are_as_if_opened_afresh() {
    let disk = [
        ("/w/p/a.weir", 1, ""),
        ("/w/p/b.weir", 1, ""),
        ("/w/q/c.weir", 1, ""),
    ];
    let open = |state: &mut State| {
        state.open(at("/w/p/a.weir"), 1, String::new(), home("/w/p/a.weir"));
    };
    let mut state = State::default();
    add(&mut state, "/w");
    look(&mut state, &disk);
    open(&mut state);
    assert_eq!(known(&mut state).len(), 3);
    state.remove_folder(Path::new("/w"));
    let mut afresh = State::default();
    open(&mut afresh);
    look(&mut afresh, &disk);
    assert_eq!(known(&mut state), known(&mut afresh));
    assert_eq!(state.roots(), afresh.roots());
    assert_eq!(known(&mut state).len(), 2);
    // The other way round: what a document brought belongs to a folder that comes around it.
    add(&mut afresh, "/w");
    assert_eq!(afresh.roots(), [PathBuf::from("/w")]);
}

/// Which scenarios stand by which folder, by their places and whether they are scenarios by that alone.
fn scenarios(state: &mut State) -> Vec<(String, String, bool)> {
    let world = state.world();
    let scenarios = world.scenarios.values();
    let mut found: Vec<_> = scenarios
        .map(|scenario| {
            let file = scenario.file.uri.path().to_owned();
            let projects = world.projects.iter();
            let mut own = projects.filter(|(_, one)| one.serial == scenario.project.serial);
            (file, own.next().unwrap().0.to_string(), scenario.placed())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn scenarios_stand_by_the_nearest_policies() {
    let mut state = State::default();
    add(&mut state, "/w");
    let disk = [
        ("/w/policies/p.weir", 1, "fact a: bool\n"),
        ("/w/policies/scenarios/in.yaml", 1, ""),
        ("/w/scenarios/beside/a.json", 1, ""),
        ("/w/team/scenarios/far.yaml", 1, ""),
        ("/w/team/policies/q.weir", 1, ""),
        ("/w/team/scenarios/near/b.yml", 1, ""),
    ];
    look(&mut state, &disk);
    let said = |file: &str, project: &str, placed| (file.to_owned(), project.to_owned(), placed);
    assert_eq!(
        scenarios(&mut state),
        [
            said("/w/policies/scenarios/in.yaml", "/w/policies", true),
            said("/w/scenarios/beside/a.json", "/w/policies", true),
            said("/w/team/scenarios/far.yaml", "/w/team/policies", true),
            said("/w/team/scenarios/near/b.yml", "/w/team/policies", true),
        ]
    );
    // Without policies near, the farther ones; and then only what gives facts is a scenario.
    look(&mut state, &disk[..4]);
    assert_eq!(
        scenarios(&mut state)[2],
        said("/w/team/scenarios/far.yaml", "/w/policies", false)
    );
    look(&mut state, &disk[1..4]);
    assert_eq!(scenarios(&mut state), []);
}

#[test]
fn a_scenario_that_changes_leaves_its_policies_as_they_were_read() {
    let mut state = State::default();
    add(&mut state, "/w");
    let disk = |mark| {
        [
            ("/w/policies/p.weir", 1, "fact a: bool\n"),
            ("/w/scenarios/a.yaml", mark, "facts: {}"),
            ("/w/scenarios/b.yaml", 1, "facts: {}"),
        ]
    };
    look(&mut state, &disk(1));
    let before = state.world();
    state.open_other(at("/w/scenarios/a.yaml"), 1, "facts:\n".to_owned(), None);
    let after = state.world();
    let serial = |world: &World| world.projects.values().next().unwrap().serial;
    assert_eq!(serial(&before), serial(&after));
    let same = |world: &World, name: &str| {
        let (id, _) = world.find(&at(name)).unwrap();
        world.scenarios[&id].serial
    };
    let (a, b) = ("/w/scenarios/a.yaml", "/w/scenarios/b.yaml");
    assert_ne!(same(&before, a), same(&after, a));
    assert_eq!(same(&before, b), same(&after, b));
    // A scenario is no policy, so that a folder of them alone has none.
    let mut alone = State::default();
    add(&mut alone, "/w");
    look(&mut alone, &[("/w/policies/scenarios/in.yaml", 1, "")]);
    assert_eq!(alone.world().projects.len(), 0);
}
