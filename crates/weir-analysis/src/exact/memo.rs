//! What was worked out before, as far as there is room: of what falls into one slot the newest is kept, and what was forgotten is
//! worked out once more. After K. S. Brace, R. L. Rudell and R. E. Bryant, "Efficient Implementation of a BDD Package", Design Automation
//! Conference 1990.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::store::Diagram;

/// The fewest and the most slots; each takes some 16 bytes.
const SLOTS: [usize; 2] = [1 << 10, 1 << 22];

/// Diagrams by what they were worked out from.
#[derive(Debug)]
pub(super) struct Memo<K> {
    slots: Vec<Option<(K, Diagram)>>,
    filled: usize,
}

impl<K> Default for Memo<K> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            filled: 0,
        }
    }
}

impl<K: Copy + Eq + Hash> Memo<K> {
    pub(super) fn get(&self, key: K) -> Option<Diagram> {
        let slot = self.slots.get(self.slot(key))?;
        slot.filter(|(known, _)| *known == key)
            .map(|(_, diagram)| diagram)
    }

    pub(super) fn insert(&mut self, key: K, diagram: Diagram) {
        let [fewest, most] = SLOTS;
        if self.filled * 2 >= self.slots.len() && self.slots.len() < most {
            let room = (self.slots.len() * 4).clamp(fewest, most);
            let before = std::mem::replace(&mut self.slots, vec![None; room]);
            self.filled = 0;
            for (key, diagram) in before.into_iter().flatten() {
                self.put(key, diagram);
            }
        }
        self.put(key, diagram);
    }

    fn put(&mut self, key: K, diagram: Diagram) {
        let at = self.slot(key);
        if let Some(slot) = self.slots.get_mut(at) {
            self.filled += usize::from(slot.is_none());
            *slot = Some((key, diagram));
        }
    }

    /// The number of slots is a power of two.
    fn slot(&self, key: K) -> usize {
        let mut hasher = FxHasher::default();
        key.hash(&mut hasher);
        let hash = hasher.finish();
        let spread = usize::try_from(hash ^ (hash >> 32)).unwrap_or_default();
        spread & self.slots.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::{FALSE, TRUE};
    use super::*;

    #[test]
    fn what_is_kept_is_what_was_put_in() {
        let mut memo = Memo::default();
        assert_eq!(memo.get(0_u64), None);
        let said = |key: u64| if key.is_multiple_of(3) { TRUE } else { FALSE };
        for key in 0..10_000 {
            memo.insert(key, said(key));
            assert_eq!(memo.get(key), Some(said(key)));
        }
        let kept: Vec<u64> = (0..10_000).filter(|key| memo.get(*key).is_some()).collect();
        assert!(kept.len() > 5_000, "{}", kept.len());
        assert!(kept.iter().all(|key| memo.get(*key) == Some(said(*key))));
        memo.insert(5, TRUE);
        assert_eq!(memo.get(5), Some(TRUE));
    }
}
