//! The interview: asks for the facts that still matter, the most decisive first, until the answer is certain.
//!
//! After each answer everything is determined again, so a fact that can't change anything any more is never asked for.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};

use weir_core::date::Date;
use weir_core::hir::{FactId, Language};
use weir_core::scenario::Scenario;
use weir_core::{Edition, Executable, Readings};
use weir_eval::{Answer, Determination, Limits, Need, State, determine};

use crate::render::words;

mod answer;
mod open;
mod question;

#[cfg(test)]
mod tests;

use answer::Reply;

/// What an interview is about.
#[derive(Clone, Copy, Debug)]
pub struct Interview<'a> {
    /// The policies.
    pub executable: Executable<'a>,
    /// The day as of which to determine.
    pub on: Date,
    /// The readings.
    pub readings: &'a Readings,
    /// The language of the questions; answers are understood in both.
    pub language: Language,
    /// Whether to ask for what decides only duties and other sets, too.
    pub duties: bool,
}

impl Interview<'_> {
    /// Asks until the answer is certain, nothing is left to ask, or the input ends. Gives what is known, and the facts of
    /// which it was said that they are not.
    ///
    /// # Errors
    ///
    /// If reading or writing fails.
    pub fn run(
        &self,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
        start: Scenario,
    ) -> io::Result<(Scenario, BTreeSet<FactId>)> {
        self.go_on(input, out, start, BTreeSet::new())
    }

    /// The same, going on from a scenario in which some facts are said not to be known; these are not asked for again.
    ///
    /// # Errors
    ///
    /// If reading or writing fails.
    pub fn go_on(
        &self,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
        start: Scenario,
        said_unknown: BTreeSet<FactId>,
    ) -> io::Result<(Scenario, BTreeSet<FactId>)> {
        let edition = self.executable.on(self.on, self.readings);
        let mut session = Session {
            edition: &edition,
            interview: self,
            input,
            out,
            known: Known {
                scenario: start,
                said_unknown,
            },
            past: Vec::new(),
        };
        session.run()?;
        Ok((session.known.scenario, session.known.said_unknown))
    }
}

/// What was answered so far.
#[derive(Clone, Debug, Default)]
struct Known {
    scenario: Scenario,
    said_unknown: BTreeSet<FactId>,
}

struct Session<'s> {
    edition: &'s Edition<'s>,
    interview: &'s Interview<'s>,
    input: &'s mut dyn BufRead,
    out: &'s mut dyn Write,
    known: Known,
    /// What was known before each answer.
    past: Vec<Known>,
}

/// What to ask next, and how many facts may still matter.
struct Next {
    fact: FactId,
    left: usize,
}

impl Session<'_> {
    fn language(&self) -> Language {
        self.interview.language
    }

    fn run(&mut self) -> io::Result<()> {
        let mut introduced = false;
        loop {
            let determination = determine(
                self.edition,
                &self.known.scenario,
                &Limits {
                    readings: false,
                    ..Limits::default()
                },
            );
            if is_impossible(&determination) {
                if !self.contradiction(&determination)? {
                    return Ok(());
                }
                continue;
            }
            let Some(next) = next(
                self.edition,
                &determination,
                &self.known,
                self.interview.duties,
            ) else {
                return self.close(&determination, introduced);
            };
            if !introduced {
                self.introduce()?;
                introduced = true;
            }
            let reply = self.ask(&next)?;
            if !self.take(next.fact, reply)? {
                return Ok(());
            }
        }
    }

    /// Takes an answer; `false` if the interview ends.
    fn take(&mut self, fact: FactId, reply: Reply) -> io::Result<bool> {
        let before = self.known.clone();
        match reply {
            Reply::Known(given) => {
                self.known.scenario.facts.insert(fact, given);
            }
            Reply::Partly(given) => {
                self.known.scenario.facts.insert(fact, given);
                self.known.said_unknown.insert(fact);
            }
            Reply::Unknown => {
                self.known.said_unknown.insert(fact);
            }
            Reply::Back => {
                match self.past.pop() {
                    Some(earlier) => self.known = earlier,
                    None => self.say(
                        self.language()
                            .pick("这是第一个问题。", "This is the first question."),
                    )?,
                }
                return Ok(true);
            }
            Reply::End => return Ok(false),
        }
        self.past.push(before);
        Ok(true)
    }

    /// Says which assumptions the last answer contradicts and takes it back; `false` if there is no answer to take back.
    fn contradiction(&mut self, determination: &Determination) -> io::Result<bool> {
        let language = self.language();
        let program = self.edition.program;
        self.say(language.pick(
            "已知事实相互矛盾，不可能同时成立：",
            "What is known contradicts itself; it can't all be so:",
        ))?;
        for id in &determination.contradicts {
            let assumption = &program[*id];
            self.say(&format!(
                "  - {}",
                words::label(&assumption.labels, &assumption.name, language)
            ))?;
        }
        match self.past.pop() {
            Some(before) => {
                self.known = before;
                self.say(language.pick(
                    "请重新回答；要更正前面的回答，请输入 `back`。",
                    "Please answer again; `back` corrects an earlier answer.",
                ))?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn introduce(&mut self) -> io::Result<()> {
        self.say(self.language().pick(
            "逐项回答即可。不知道的，输入 `?`；需要说明，输入 `help`；更正上一个回答，输入 `back`；结束，输入 `stop`。",
            "Answer each question; `?` if you don't know, `help` for an explanation, `back` to correct the last answer, `stop` to end.",
        ))
    }

    fn close(&mut self, determination: &Determination, introduced: bool) -> io::Result<()> {
        let text = match (determination.is_determined(), introduced) {
            (true, _) => self.language().pick(
                "其余事实不影响结果。",
                "Nothing else can change the answer.",
            ),
            (false, true) => self.language().pick(
                "没有可以再问的了；不知道的事实仍可能影响结果。",
                "There is nothing left to ask; what is not known may still matter.",
            ),
            (false, false) => self
                .language()
                .pick("没有可以询问的。", "There is nothing to ask."),
        };
        self.say(text)
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        for line in words::wrap(text, question::WIDTH) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Asks until there is an answer that can be taken.
    fn ask(&mut self, next: &Next) -> io::Result<Reply> {
        let language = self.language();
        let asked = question::Question::new(
            self.edition.program,
            next.fact,
            self.known.scenario.get(next.fact),
            language,
        );
        writeln!(self.out)?;
        self.say(&left(next.left, language))?;
        write!(self.out, "{}", asked.text())?;
        loop {
            let Some(line) = self.read()? else {
                return Ok(Reply::End);
            };
            match asked.answer(&line) {
                answer::Said::Reply(reply) => return Ok(reply),
                answer::Said::Again => write!(self.out, "{}", asked.text())?,
                answer::Said::Help => write!(self.out, "{}", asked.help())?,
                answer::Said::Wrong(why) => self.say(&why)?,
            }
        }
    }

    /// The next line; `None` at the end of the input.
    fn read(&mut self) -> io::Result<Option<String>> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        if self.input.read_until(b'\n', &mut line)? == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }
}

fn left(count: usize, language: Language) -> String {
    let noun = if count == 1 { "fact" } else { "facts" };
    language.pick(
        format!("（还有 {count} 项事实可能影响结果）"),
        format!("({count} {noun} may still matter)"),
    )
}

fn is_impossible(determination: &Determination) -> bool {
    determination
        .ladders
        .iter()
        .any(|ladder| ladder.answer == Answer::Impossible)
}

/// The most decisive fact that has not been answered: first for the outcomes with one value, then, if asked for, for sets.
fn next(
    edition: &Edition<'_>,
    determination: &Determination,
    known: &Known,
    duties: bool,
) -> Option<Next> {
    let ladders: Vec<&[Need]> = determination
        .ladders
        .iter()
        .map(|ladder| ladder.need.as_slice())
        .collect();
    let too_open = determination
        .ladders
        .iter()
        .any(|ladder| ladder.answer == Answer::TooOpen);
    let first = first(&ladders, known).or_else(|| {
        if too_open {
            open::next(edition, known)
        } else {
            None
        }
    });
    if first.is_some() || !duties {
        return first;
    }
    let values = determination
        .sets
        .iter()
        .flat_map(|set| &set.values)
        .filter(|value| value.state == State::Open);
    let mut needs: Vec<Need> = values.flat_map(|value| value.need.clone()).collect();
    needs.sort_by(|one, other| {
        other
            .decides
            .total_cmp(&one.decides)
            .then(one.fact.cmp(&other.fact))
    });
    self::first(&[&needs], known)
}

/// The first need of the first outcome that has one; needs are sorted by how decisive they are.
fn first(needs: &[&[Need]], known: &Known) -> Option<Next> {
    let mut open = needs
        .iter()
        .flat_map(|needs| needs.iter())
        .map(|need| need.fact)
        .filter(|fact| !known.said_unknown.contains(fact));
    let fact = open.next()?;
    let all: BTreeSet<FactId> = open.chain([fact]).collect();
    Some(Next {
        fact,
        left: all.len(),
    })
}
