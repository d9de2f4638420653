//! What was read in a row, in the words of the language.

use super::{Assembler, Content};
use crate::import::draft::{Clause, Draft, PRINTED, Slot, UNREAD_EN};
use crate::import::mapping::Subject;
use crate::import::names::NameOf;
use crate::import::official::Printed;
use crate::import::text::literal;

impl<'a> Assembler<'a> {
    pub(super) fn draft(&self, row: &Printed, content: Content<'a>) -> Draft {
        let id = self.id(row);
        let mut clauses = Vec::new();
        let mut add = |slot: Slot, rest: &str| clauses.push(Clause::new(slot, rest));
        let label = content
            .label
            .clone()
            .unwrap_or_else(|| self.chinese(row, &content));
        add(Slot::Zh, &literal(&label.replace('\n', " ")));
        let composed = content.label_en.is_none();
        let en = content
            .label_en
            .clone()
            .unwrap_or_else(|| self.english(row, &content));
        add(Slot::En, &literal(&en.replace('\n', " ")));
        add(
            Slot::NoteZh,
            &literal(&format!("{PRINTED}{}", self.printed(row))),
        );
        if let Some(when) = content
            .kind
            .as_ref()
            .and_then(|(_, rule)| rule.when.as_ref())
        {
            add(Slot::When, when);
        }
        if content.unread.is_empty() {
            self.read_part(&content, &mut add);
        } else {
            self.unread_part(&content, &mut add);
        }
        Draft {
            id,
            part: content.part,
            clauses,
            place: row.place,
            unread: content.unread,
            composed,
        }
        .sorted()
    }

    fn read_part(&self, content: &Content<'_>, add: &mut impl FnMut(Slot, &str)) {
        for when in &content.narrowed {
            add(Slot::When, when);
        }
        if let (Some(fact), Some(name)) = (&self.mapping.described, &content.described) {
            add(Slot::When, &format!("{fact} has {name}"));
        }
        let mut names: Vec<&str> = Vec::new();
        for name in content.fields.iter().flat_map(|list| &list.names) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            let open = content.fields.iter().any(|list| list.open);
            let others = if open { " and others" } else { "" };
            add(Slot::Fields, &format!("{}{others}", names.join(", ")));
        }
        if !content.except.is_empty() {
            let rows: Vec<String> = content
                .except
                .iter()
                .map(|id| format!("row {}", row_id(id)))
                .collect();
            add(Slot::Except, &rows.join(", "));
        }
        let conclusion = format!(
            "{} {}",
            self.mapping.outcome,
            content.pathway.as_deref().unwrap_or("untranscribed")
        );
        for (subject, bounds) in &content.counted {
            let measure = match subject {
                Subject::General => &self.mapping.people.general,
                Subject::Sensitive => &self.mapping.people.sensitive,
            };
            add(
                Slot::Band,
                &format!("{measure} {} then {conclusion}", bounds.weir()),
            );
        }
        if content.counted.is_empty() {
            add(Slot::Then, &conclusion);
        }
        if let Some(then) = content
            .kind
            .as_ref()
            .and_then(|(_, rule)| rule.then.as_ref())
        {
            add(Slot::Then, then);
        }
    }

    /// A row of which something was not read concludes nothing: what was read of it may be half of a condition.
    fn unread_part(&self, content: &Content<'_>, add: &mut impl FnMut(Slot, &str)) {
        if let Some(when) = content
            .kind
            .as_ref()
            .and_then(|(_, rule)| rule.unread.as_ref())
        {
            add(Slot::When, when);
        }
        add(
            Slot::Then,
            &format!("{} untranscribed", self.mapping.outcome),
        );
        let mut texts: Vec<&str> = Vec::new();
        for (_, unread) in &content.unread {
            if !unread.text.is_empty() && !texts.contains(&unread.text.as_str()) {
                texts.push(&unread.text);
            }
        }
        let missing = if texts.is_empty() {
            "路径".to_owned()
        } else {
            texts.join("；")
        };
        add(Slot::MissingZh, &literal(&missing));
        let count = texts.len().max(1);
        let cells = if count == 1 {
            "1 text"
        } else {
            &format!("{count} texts")
        };
        add(
            Slot::MissingEn,
            &literal(&format!("{UNREAD_EN}{cells} that could not be read")),
        );
    }

    /// A label where the table has none: which row this is, and of what kind.
    fn chinese(&self, row: &Printed, content: &Content<'_>) -> String {
        let kind = content
            .kind
            .as_ref()
            .map_or("数据", |(kind, _)| kind.as_str());
        match &row.number {
            Some(number) => format!("第{}项：{kind}", super::cells::digits(number)),
            None => self.printed(row),
        }
    }

    /// An English label where the table has none. It says which row this is, and translates nothing.
    fn english(&self, row: &Printed, content: &Content<'_>) -> String {
        let kind = content.kind.as_ref().and_then(|(_, rule)| rule.en.clone());
        let described = content
            .described
            .as_ref()
            .map(|name| self.names.labels(NameOf::Description, name).1)
            .filter(|label| !label.is_empty());
        let what = described.or(kind).unwrap_or_else(|| "data".to_owned());
        let number = row
            .number
            .as_deref()
            .map_or_else(|| self.id(row), super::cells::digits);
        format!("Row {number}: {what}")
    }
}

/// An id as it stands behind `row`: as it is, if the language reads it as one word; else as a text.
pub(in crate::import) fn row_id(id: &str) -> String {
    use weir_syntax::token::TokenKind;
    let lexed = weir_syntax::lexer::lex(id);
    let plain = matches!(
        lexed.tokens.as_slice(),
        [token] if token.span.range() == (0..id.len())
            && matches!(token.kind, TokenKind::Number | TokenKind::Name | TokenKind::Code)
    );
    if plain && lexed.issues.is_empty() && lexed.comments.is_empty() {
        id.to_owned()
    } else {
        literal(id)
    }
}
