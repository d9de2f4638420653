//! Whether a set has a member, over the variables.

use weir_core::hir::FactId;
use weir_core::scenario::{is_other, is_under};

use super::compile::Compiled;
use super::space::Of;
use super::store::{Built, Diagram, FALSE, Store, TRUE};

impl Compiled<'_, '_> {
    /// A set has a member if it is given, with the kinds that it is part of, or if a rule gives it that member or one under it.
    pub(super) fn has(&mut self, store: &mut Store, fact: FactId, member: usize) -> Built<Diagram> {
        let key = (fact, member, self.as_given);
        if let Some(known) = self.has.get(&key) {
            return Ok(*known);
        }
        let mut any = vec![self.as_said(store, fact, member)?];
        if !self.as_given {
            let edition = self.edition;
            let members = edition.program.members(fact);
            let under = edition
                .given_members(fact)
                .filter(|given| is_under(members, *given, member));
            let giving: Vec<_> = under
                .flat_map(|given| edition.giving(fact, given))
                .copied()
                .collect();
            for rule in giving {
                any.push(self.applies(store, rule)?);
            }
        }
        let has = store.any(any)?;
        self.has.insert(key, has);
        Ok(has)
    }

    pub(super) fn as_said(&self, store: &mut Store, fact: FactId, member: usize) -> Built<Diagram> {
        let Of::Set(members) = self.side.fact(fact) else {
            return Ok(FALSE);
        };
        let Some(vars) = members.get(member) else {
            return Ok(FALSE);
        };
        let mut all = TRUE;
        for var in vars.iter().rev() {
            all = store.node(*var, &[FALSE, all])?;
        }
        Ok(all)
    }

    /// A set has a member that is none of these, nor part of one, nor a kind around one.
    pub(super) fn has_other(
        &mut self,
        store: &mut Store,
        fact: FactId,
        named: &[usize],
    ) -> Built<Diagram> {
        let members = self.edition.program.members(fact);
        let mut any = Vec::new();
        for member in (0..members.len()).filter(|member| is_other(members, *member, named)) {
            any.push(self.has(store, fact, member)?);
        }
        store.any(any)
    }
}
