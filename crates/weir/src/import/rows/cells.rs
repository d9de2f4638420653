//! One line of a row: what each of its cells says.

use weir_tables::{Cell, Place};

use super::{Assembler, Content, is_empty};
use crate::import::draft::Part;
use crate::import::mapping::{KindRule, Role, Subject};
use crate::import::names::{NameOf, Unnamed};
use crate::import::number::{self, Bounds};
use crate::import::official::{Line, Printed, pathway};
use crate::import::phrase::{Announced, FieldList, Said, Unread, Why};
use crate::import::text::{key, plain};

/// A number without the signs around it: `4.`, `第4项` and `（4）` are 4.
pub(super) fn digits(number: &str) -> String {
    let plain = plain(number);
    let bare = plain.trim_matches(|sign: char| !sign.is_alphanumeric());
    let inner = bare
        .strip_prefix('第')
        .map_or(bare, |inner| inner.trim_end_matches(['项', '条', '行']));
    if inner.is_empty() {
        number.trim().to_owned()
    } else {
        inner.to_owned()
    }
}

/// A number of people in a cell, and whose information it counts if that is said there.
#[derive(Clone, Copy)]
struct Number<'l> {
    cell: &'l Cell,
    subject: Option<Subject>,
    bounds: Bounds,
}

impl<'a> Assembler<'a> {
    /// What a line says, for each scenario of which it speaks.
    pub(super) fn line(&self, line: &Line, row: &Printed) -> Vec<Content<'a>> {
        let mut content = Content {
            place: line.cells.first().map_or(row.place, |(_, cell)| cell.place),
            part: Part::default(),
            kind: None,
            narrowed: Vec::new(),
            people: None,
            counted: Vec::new(),
            except: Vec::new(),
            fields: Vec::new(),
            described: None,
            unread: Vec::new(),
            label: line
                .text(Role::Label)
                .or_else(|| line.text(Role::Subclass))
                .map(str::to_owned),
            label_en: line.text(Role::LabelEn).map(str::to_owned),
            pathway: row.state.pathway.clone(),
        };
        self.kind(line, &mut content);
        match self.sector(line, row) {
            Ok(sector) => content.part.sector = sector,
            Err((place, unnamed)) => {
                content.unread(place, &unnamed.text.clone(), Why::Name(vec![unnamed]))
            }
        }
        let printed = self.scenarios(line, row, &mut content);
        let (mut said, mut numbers) = (Said::default(), Vec::new());
        if content
            .kind
            .as_ref()
            .is_some_and(|(_, rule)| rule.described)
        {
            self.description(line, &mut content);
        } else {
            self.texts(line, &mut said, &mut numbers, &mut content);
        }
        numbers_in_columns(line, &mut numbers, &mut content);
        content.count(&numbers);
        self.pathway(line, row, &mut content);
        if !said.except.is_empty() {
            match self.rows_meant(&self.id(row), content.part.sector.as_ref(), &said.except) {
                Some(ids) => content.except = ids,
                None => content.unread(
                    row.place,
                    &format!("除第{}项", said.except.join("、")),
                    Why::Row,
                ),
            }
        }
        self.selection(line, &said, &mut content);
        self.parts(content, printed, said, row)
    }

    /// A row that nothing narrows to some data would reach everything in its part: it was not understood.
    fn selection(&self, line: &Line, said: &Said, content: &mut Content<'a>) {
        if !said.fields.is_empty() || content.described.is_some() || !content.unread.is_empty() {
            return;
        }
        let when = content
            .kind
            .as_ref()
            .and_then(|(_, rule)| rule.when.as_ref());
        // A label that is not read may say which data of the kind are meant.
        let same = |cell: &&Cell| {
            let named = self.mapping.kinds.get(&key(&cell.text));
            named.is_some_and(|rule| rule.when.as_ref() == when)
        };
        let label = line.cell(Role::Label).filter(|cell| !is_empty(&cell.text));
        if let Some(cell) = label.filter(|cell| !same(cell)) {
            return content.unread(cell.place, &cell.text, Why::Condition);
        }
        if when.is_none() && content.narrowed.is_empty() {
            let text = content.label.clone().unwrap_or_default();
            content.unread(content.place, &text, Why::Condition);
        }
    }

    /// The sector that a line stands in.
    pub(super) fn sector(
        &self,
        line: &Line,
        row: &Printed,
    ) -> Result<Option<String>, (Place, Unnamed)> {
        match line.cell(Role::Sector).filter(|cell| !is_empty(&cell.text)) {
            None => Ok(row.state.sector.clone()),
            Some(cell) => match self.names.find(NameOf::Sector, &cell.text) {
                Ok(name) => Ok(Some(name)),
                Err(unnamed) => Err((cell.place, unnamed)),
            },
        }
    }

    fn kind(&self, line: &Line, content: &mut Content<'a>) {
        let Some(cell) = line.cell(Role::Kind).filter(|cell| !is_empty(&cell.text)) else {
            return;
        };
        match self.mapping.kinds.get(&key(&cell.text)) {
            Some(rule) => {
                content.kind = Some((cell.text.trim().to_owned(), rule));
                content.people = rule.people;
            }
            None => content.unread(cell.place, &cell.text, Why::Kind),
        }
    }

    /// The scenarios that a column or a heading names.
    fn scenarios(&self, line: &Line, row: &Printed, content: &mut Content<'a>) -> Vec<String> {
        let Some(cell) = line
            .cell(Role::Scenario)
            .filter(|cell| !is_empty(&cell.text))
        else {
            return row.state.scenario.iter().cloned().collect();
        };
        if let Ok(name) = self.names.find(NameOf::Scenario, &cell.text) {
            return vec![name];
        }
        let mut names = Vec::new();
        let mut unnamed = Vec::new();
        for item in cell
            .text
            .split(['、', '，', ',', '；', ';', '\n'])
            .filter(|item| !item.trim().is_empty())
        {
            match self.names.find(NameOf::Scenario, item) {
                Ok(name) => names.push(name),
                Err(found) => unnamed.push(found),
            }
        }
        if unnamed.is_empty() {
            return names;
        }
        content.unread(cell.place, &cell.text, Why::Name(unnamed));
        Vec::new()
    }

    /// A row that is a description to compare with, not an enumeration.
    fn description(&self, line: &Line, content: &mut Content<'a>) {
        let cell = line
            .cell(Role::Subclass)
            .or_else(|| line.cell(Role::Label))
            .or_else(|| line.cell(Role::Description));
        let Some(cell) = cell else { return };
        if self.mapping.described.is_none() {
            return content.unread(cell.place, &cell.text, Why::Condition);
        }
        let more = line
            .text(Role::Description)
            .filter(|more| *more != cell.text.trim());
        let whole = more.map_or_else(
            || cell.text.clone(),
            |more| format!("{}：{more}", cell.text.trim()),
        );
        let found = self.names.find(NameOf::Description, &cell.text);
        match found.or_else(|_| self.names.find(NameOf::Description, &whole)) {
            Ok(name) => content.described = Some(name),
            Err(unnamed) => content.unread(cell.place, &cell.text, Why::Name(vec![unnamed])),
        }
    }

    /// Texts in which anything may stand, and enumerations of fields.
    fn texts<'l>(
        &self,
        line: &'l Line,
        said: &mut Said,
        numbers: &mut Vec<Number<'l>>,
        content: &mut Content<'a>,
    ) {
        for role in [Role::Subclass, Role::Description] {
            if let Some(cell) = line.cell(role) {
                self.text(cell, said, content);
                let counted = std::mem::take(&mut said.counted);
                numbers.extend(counted.into_iter().map(|(subject, bounds)| Number {
                    cell,
                    subject,
                    bounds,
                }));
            }
        }
        if let Some(cell) = line.cell(Role::Fields).filter(|cell| !is_empty(&cell.text)) {
            let mut own = Said::default();
            // A column of fields holds one enumeration, also where it fills several lines.
            self.reader()
                .field_list(&cell.text, None, &cell.text, Announced::Yes, &mut own);
            content
                .unread
                .extend(own.unread.into_iter().map(|unread| (cell.place, unread)));
            said.fields.extend(own.fields);
        }
    }

    fn text(&self, cell: &Cell, said: &mut Said, content: &mut Content<'a>) {
        let same_kind = content
            .kind
            .as_ref()
            .is_some_and(|(name, _)| key(name) == key(&cell.text));
        if is_empty(&cell.text) || same_kind {
            return;
        }
        if self.mapping.kinds.contains_key(&key(&cell.text)) {
            said.kinds.push(cell.text.clone());
        } else {
            self.reader().read(&cell.text, said);
        }
        for kind in std::mem::take(&mut said.kinds) {
            if let Some(rule) = self.mapping.kinds.get(&key(&kind)) {
                content.narrow(cell.place, &kind, rule);
            }
        }
        let unread = std::mem::take(&mut said.unread);
        content
            .unread
            .extend(unread.into_iter().map(|unread| (cell.place, unread)));
    }

    fn pathway(&self, line: &Line, row: &Printed, content: &mut Content<'a>) {
        if let Some(cell) = line
            .cell(Role::Pathway)
            .filter(|cell| !is_empty(&cell.text))
        {
            content.pathway = pathway::read(&cell.text, self.mapping);
            if content.pathway.is_none() {
                content.unread(cell.place, &cell.text, Why::Pathway);
            }
        } else if content.pathway.is_none() {
            content.unread(row.place, "", Why::Pathway);
        }
    }

    /// One content for each scenario. A row that was not read as a whole stands where its column or heading puts it.
    fn parts(
        &self,
        content: Content<'a>,
        printed: Vec<String>,
        said: Said,
        row: &Printed,
    ) -> Vec<Content<'a>> {
        let mut content = content;
        let own: Vec<&FieldList> = said
            .fields
            .iter()
            .filter(|list| list.scenario.is_some())
            .collect();
        let common: Vec<FieldList> = said
            .fields
            .iter()
            .filter(|list| list.scenario.is_none())
            .cloned()
            .collect();
        let limited = if said.scenarios.is_empty() {
            printed.clone()
        } else {
            said.scenarios.clone()
        };
        let mut named: Vec<String> = own
            .iter()
            .filter_map(|list| list.scenario.clone())
            .collect();
        named.dedup();
        let outside = |names: &[String], of: &[String]| {
            !of.is_empty() && names.iter().any(|name| !of.contains(name))
        };
        let contradicts = outside(&said.scenarios, &printed) || outside(&named, &limited);
        let lacking = !named.is_empty() && outside(&limited, &named);
        let mixed = !own.is_empty() && !common.is_empty();
        if content.unread.is_empty() && (contradicts || lacking || mixed) {
            content.unread(row.place, &self.printed(row), Why::Condition);
        }
        let scenarios = match (content.unread.is_empty(), named.is_empty()) {
            (false, _) => printed,
            (true, true) => limited,
            (true, false) => named,
        };
        if scenarios.is_empty() {
            content.fields = common;
            return vec![content];
        }
        let for_scenario = |scenario: String| {
            let fields = said
                .fields
                .iter()
                .filter(|list| list.scenario.as_ref().is_none_or(|own| *own == scenario));
            Content {
                fields: fields
                    .map(|list| FieldList {
                        scenario: None,
                        ..list.clone()
                    })
                    .collect(),
                part: Part {
                    sector: content.part.sector.clone(),
                    scenario: Some(scenario),
                },
                ..content.clone()
            }
        };
        scenarios.into_iter().map(for_scenario).collect()
    }
}

impl Content<'_> {
    pub(super) fn unread(&mut self, place: Place, text: &str, why: Why) {
        let text = text.trim().to_owned();
        let unread = (place, Unread { text, why });
        if !self.unread.contains(&unread) {
            self.unread.push(unread);
        }
    }

    /// Takes in a kind that a text names: its condition holds beside that of the row's own kind.
    fn narrow(&mut self, place: Place, text: &str, rule: &KindRule) {
        let own = self.kind.as_ref().and_then(|(_, rule)| rule.when.as_ref());
        if contradict(self.people, rule.people) {
            return self.unread(place, text, Why::Contradiction);
        }
        if rule.described || rule.then.is_some() {
            return self.unread(place, text, Why::Condition);
        }
        self.people = self.people.or(rule.people);
        if let Some(when) = &rule.when
            && Some(when) != own
            && !self.narrowed.contains(when)
        {
            self.narrowed.push(when.clone());
        }
    }

    /// Takes in the numbers of a line. Two that differ about the same people are not read: which counts is not said.
    fn count(&mut self, numbers: &[Number<'_>]) {
        let people = self.people;
        let whose = |number: &Number<'_>| number.subject.or(people);
        for number in numbers {
            let differs =
                |other: &Number<'_>| whose(other) == whose(number) && other.bounds != number.bounds;
            let Some(subject) = whose(number) else {
                self.unread(number.cell.place, &number.cell.text, Why::Whose);
                continue;
            };
            if contradict(people, Some(subject)) || numbers.iter().any(differs) {
                self.unread(number.cell.place, &number.cell.text, Why::Contradiction);
            } else if !self.counted.contains(&(subject, number.bounds)) {
                self.counted.push((subject, number.bounds));
            }
        }
    }
}

/// Whether two are about different people.
fn contradict(one: Option<Subject>, other: Option<Subject>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// Numbers in columns of their own.
fn numbers_in_columns<'l>(
    line: &'l Line,
    numbers: &mut Vec<Number<'l>>,
    content: &mut Content<'_>,
) {
    for (role, subject) in [
        (Role::General, Some(Subject::General)),
        (Role::Sensitive, Some(Subject::Sensitive)),
        (Role::People, None),
    ] {
        let Some(cell) = line.cell(role).filter(|cell| !is_empty(&cell.text)) else {
            continue;
        };
        match number::only(&plain(&cell.text)) {
            Some(bounds) => numbers.push(Number {
                cell,
                subject,
                bounds,
            }),
            None => content.unread(cell.place, &cell.text, Why::Number),
        }
    }
}
