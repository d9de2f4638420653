//! One row of a list against the row of the table: what stays, what is changed, what is left to people.

use weir_syntax::Span;
use weir_syntax::ast::{Clause, ConclusionKind, LabelKind, Provision};

use super::{Change, Fate, Incoming, Kept, OWNED, Update};
use crate::import::draft::{Draft, Slot, UNREAD_EN};
use crate::import::edit::{Edit, indentation, line_end, line_start, without};
use crate::import::listed::{ListedRow, RowNode, printed};
use crate::import::listed_table;
use crate::import::print::{self, Broken, WrittenClause};

/// A clause of the list.
type Own<'t> = (Slot, &'t Clause, Span);

impl Update<'_> {
    pub(super) fn settle(
        &mut self,
        row: &ListedRow<'_>,
        incoming: &Incoming<'_>,
    ) -> Result<Fate, Broken> {
        let own_note = row.own_note();
        let theirs = comparable(&incoming.draft.clone().with_note(own_note))?;
        let node = match row.node {
            RowNode::Written(node) => node,
            RowNode::InTable(table, line) => {
                let clauses =
                    listed_table::clauses(self.text, table, line, self.context.vocabulary);
                let ours = Draft {
                    clauses,
                    ..incoming.draft.clone()
                };
                let ours = print::row(&ours)?.clauses;
                let noteless: Vec<&WrittenClause> = theirs
                    .iter()
                    .filter(|clause| !is_printed(&clause.node))
                    .collect();
                let same = noteless
                    .iter()
                    .all(|clause| ours.iter().any(|own| own.node == clause.node));
                return Ok(match same {
                    true => Fate::Unchanged { by_hand: false },
                    false => Fate::Kept(Kept::InTable, differences(&[], &noteless)),
                });
            }
        };
        let ours = row.clauses();
        let Some(row_printed) = incoming.printed else {
            return Ok(self.take_over(node, &ours, &theirs, |slot, _| slot != Slot::Other));
        };
        let noteless: Vec<&WrittenClause> = theirs
            .iter()
            .filter(|clause| !is_printed(&clause.node))
            .collect();
        let has_all = noteless
            .iter()
            .all(|clause| ours.iter().any(|(_, own, _)| **own == clause.node));
        let new_note = theirs
            .iter()
            .find_map(|clause| printed(&clause.node))
            .map(|(_, printed)| printed);
        let fate = match row.printed() {
            Some(before) if Some(before) == new_note => {
                if has_all {
                    Some(Fate::Unchanged { by_hand: false })
                } else if is_unread(&ours) {
                    // The table is the same, but more of it can be read now.
                    None
                } else {
                    Some(Fate::Unchanged { by_hand: true })
                }
            }
            Some(before) => match self.before(before, row_printed, &incoming.draft, own_note)? {
                Some(base) => self.three_way(node, &ours, &base, &theirs),
                None => Some(Fate::Kept(Kept::ByHand, differences(&ours, &noteless))),
            },
            None if has_all => Some(Fate::Unchanged { by_hand: false }),
            None => Some(Fate::Kept(Kept::ByHand, differences(&ours, &noteless))),
        };
        match fate {
            Some(Fate::Kept(..) | Fate::Unchanged { by_hand: true }) if self.context.replace => {}
            Some(fate) => return Ok(fate),
            None => {}
        }
        let owned = |slot: Slot, clause: &Clause| OWNED.contains(&slot) || is_printed(clause);
        Ok(self.take_over(node, &ours, &theirs, owned))
    }

    /// What an import of the row as it was printed before gives under the mapping of today.
    fn before(
        &self,
        printed: &str,
        now: &crate::import::official::Printed,
        draft: &Draft,
        own_note: &str,
    ) -> Result<Option<Vec<WrittenClause>>, Broken> {
        let Some(assembler) = self.context.assembler else {
            return Ok(None);
        };
        let Some(before) = assembler.before(printed, now) else {
            return Ok(None);
        };
        let drafts = assembler.drafts(&before);
        match drafts.iter().find(|before| before.part == draft.part) {
            Some(before) => {
                let mut clauses = print::row(&before.clone().with_note(own_note))?.clauses;
                if draft.composed {
                    clauses.retain(|clause| clause.slot != Slot::En);
                }
                Ok(Some(clauses))
            }
            None => Ok(None),
        }
    }

    /// Whether a row is as an import left it, but for a translated label: nobody has worked on it since.
    pub(super) fn pristine(
        &self,
        row: &ListedRow<'_>,
        same: &[&Incoming<'_>],
    ) -> Result<bool, Broken> {
        let ours = row.clauses();
        if is_unread(&ours) {
            let written = |slot: &Slot| OWNED.contains(slot) || *slot == Slot::NoteZh;
            let others = ours
                .iter()
                .any(|(slot, _, _)| *slot != Slot::En && !written(slot));
            return Ok(!others && row.own_note().is_empty());
        }
        let Some(before) = row.printed() else {
            return Ok(self.context.assembler.is_none());
        };
        for incoming in same {
            let Some(printed) = incoming.printed else {
                continue;
            };
            let draft = Draft {
                part: row.part(),
                ..incoming.draft.clone()
            };
            if let Some(base) = self.before(before, printed, &draft, "")? {
                let mut rest = ours.iter().filter(|(slot, _, _)| *slot != Slot::En);
                let count = rest.clone().count();
                let known = base.iter().filter(|clause| clause.slot != Slot::En).count();
                let all = rest.all(|(_, own, _)| base.iter().any(|clause| clause.node == **own));
                return Ok(all && count == known);
            }
        }
        Ok(false)
    }

    /// Changes what the table has changed; nothing if that was changed by hand too.
    fn three_way(
        &mut self,
        node: &Provision,
        ours: &[Own<'_>],
        base: &[WrittenClause],
        theirs: &[WrittenClause],
    ) -> Option<Fate> {
        let has = |clauses: &[WrittenClause], node: &Clause| {
            clauses.iter().any(|clause| clause.node == *node)
        };
        let dropped: Vec<&WrittenClause> = base
            .iter()
            .filter(|clause| !has(theirs, &clause.node))
            .collect();
        let mut removed = Vec::new();
        for clause in &dropped {
            match ours.iter().find(|(_, own, _)| **own == clause.node) {
                Some(own) => removed.push(*own),
                None => {
                    let noteless: Vec<&WrittenClause> = theirs
                        .iter()
                        .filter(|clause| !is_printed(&clause.node))
                        .collect();
                    return Some(Fate::Kept(Kept::ByHand, differences(ours, &noteless)));
                }
            }
        }
        let added: Vec<&WrittenClause> = theirs
            .iter()
            .filter(|clause| {
                !has(base, &clause.node) && !ours.iter().any(|(_, own, _)| **own == clause.node)
            })
            .collect();
        Some(self.change(node, ours, &removed, &added))
    }

    /// Takes the clauses of the table in the place of those that an import may change.
    fn take_over(
        &mut self,
        node: &Provision,
        ours: &[Own<'_>],
        theirs: &[WrittenClause],
        owned: impl Fn(Slot, &Clause) -> bool,
    ) -> Fate {
        let removed: Vec<Own<'_>> = ours
            .iter()
            .filter(|(slot, own, _)| {
                owned(*slot, own) && !theirs.iter().any(|clause| clause.node == **own)
            })
            .copied()
            .collect();
        let added: Vec<&WrittenClause> = theirs
            .iter()
            .filter(|clause| !ours.iter().any(|(_, own, _)| **own == clause.node))
            .collect();
        if removed.is_empty() && added.is_empty() {
            return Fate::Unchanged { by_hand: false };
        }
        self.change(node, ours, &removed, &added)
    }

    /// Makes the changes: a clause in the place of another of its kind, or behind the ones before it.
    fn change(
        &mut self,
        node: &Provision,
        ours: &[Own<'_>],
        removed: &[Own<'_>],
        added: &[&WrittenClause],
    ) -> Fate {
        let mut changes = Vec::new();
        let mut left: Vec<Own<'_>> = removed.to_vec();
        let mut inserted = Vec::new();
        let mut replaced = Vec::new();
        for clause in added {
            let Some(at) = left.iter().position(|(slot, _, _)| *slot == clause.slot) else {
                inserted.push(*clause);
                continue;
            };
            let (_, _, span) = left.remove(at);
            replaced.push(span);
            changes.push(Change {
                before: Some(one_line(span.text(self.text))),
                after: Some(one_line(&clause.text)),
            });
            self.edits.push(Edit {
                range: span.range(),
                text: clause.text.clone(),
            });
        }
        for (_, _, span) in &left {
            changes.push(Change {
                before: Some(one_line(span.text(self.text))),
                after: None,
            });
            self.edits.push(without(self.text, span.range()));
        }
        let stays = |span: &Span| !left.iter().any(|(_, _, gone)| gone == span);
        for clause in inserted {
            let anchor = ours
                .iter()
                .filter(|(slot, _, span)| *slot <= clause.slot && stays(span))
                .map(|(_, _, span)| *span)
                .max_by_key(|span| span.end);
            self.insert_clause(node, anchor, clause);
            changes.push(Change {
                before: None,
                after: Some(one_line(&clause.text)),
            });
        }
        Fate::Changed(changes)
    }

    fn insert_clause(&mut self, node: &Provision, anchor: Option<Span>, clause: &WrittenClause) {
        let after = anchor.unwrap_or(node.number.at.span());
        let start = after.start as usize;
        let own_line = anchor.is_some()
            && self
                .text
                .get(line_start(self.text, start)..start)
                .is_some_and(|before| before.trim().is_empty());
        let indent = match own_line {
            true => indentation(self.text, start).to_owned(),
            false => format!(
                "{}  ",
                indentation(self.text, node.at.span().start as usize)
            ),
        };
        let end = after.end as usize;
        let line = line_end(self.text, end);
        let rest = self.text.get(end..line).unwrap_or_default().trim();
        // A comment behind a clause stays with it.
        let place = if rest.is_empty() || rest.starts_with("//") {
            line
        } else {
            end
        };
        self.edits.push(Edit {
            range: place..place,
            text: format!("\n{indent}{}", clause.text),
        });
    }
}

/// The clauses of a row of the table. An English label that was put together here takes the place of no other.
fn comparable(draft: &Draft) -> Result<Vec<WrittenClause>, Broken> {
    let mut clauses = print::row(draft)?.clauses;
    if draft.composed {
        clauses.retain(|clause| clause.slot != Slot::En);
    }
    Ok(clauses)
}

/// Whether a row is one that an import could not read and nobody has completed since.
fn is_unread(ours: &[Own<'_>]) -> bool {
    let hole = ours.iter().any(|(_, clause, _)| {
        matches!(clause, Clause::Then(conclusion) if conclusion.kind == ConclusionKind::Untranscribed)
    });
    let words = ours.iter().any(|(_, clause, _)| {
        matches!(clause, Clause::Label(label) if label.kind == LabelKind::Missing && label.text.value.starts_with(UNREAD_EN))
    });
    let worked_on = ours
        .iter()
        .any(|(slot, _, _)| matches!(slot, Slot::Band | Slot::Unless | Slot::Untranscribed));
    hole && words && !worked_on
}

fn is_printed(clause: &Clause) -> bool {
    printed(clause).is_some()
}

/// What the table says that the list does not, and what the list says in its place.
fn differences(ours: &[Own<'_>], theirs: &[&WrittenClause]) -> Vec<Change> {
    theirs
        .iter()
        .filter(|clause| !ours.iter().any(|(_, own, _)| **own == clause.node))
        .map(|clause| Change {
            before: None,
            after: Some(one_line(&clause.text)),
        })
        .collect()
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
