//! Patterns that were made are kept: a closed year does not change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::reference::{DisclosurePolicy, StrategicFields};

use super::Pattern;
use super::lattice::Lattice;
use super::subject::Subject;
use crate::TableKey;

/// More than all tables of twenty years with three dimensions: beyond it, patterns are made anew.
const MOST: usize = 20_000;

/// The patterns that were made so far. They follow from the facts of closed years and from reference data alone: two instances,
/// or one after another start, make the same ones.
#[derive(Debug, Default)]
pub struct Patterns(Mutex<Kept>);

/// Patterns by the policy and the fields (places in their lists) that they were made with.
#[derive(Debug, Default)]
struct Kept {
    policies: Vec<DisclosurePolicy>,
    fields: Vec<StrategicFields>,
    patterns: HashMap<Key, Arc<Pattern>>,
}

type Key = (usize, usize, i32, Subject, TableKey);

impl Patterns {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all of them: when facts that were there have changed, after a rebuild that found a difference.
    pub fn forget(&self) {
        *self.lock() = Kept::default();
    }

    pub(super) fn known(&self, of: &Lattice<'_>, key: &TableKey, subject: Subject) -> Option<Arc<Pattern>> {
        let mut kept = self.lock();
        let key = kept.key(of, key, subject);
        kept.patterns.get(&key).cloned()
    }

    pub(super) fn keep(&self, of: &Lattice<'_>, key: &TableKey, subject: Subject, pattern: Pattern) -> Arc<Pattern> {
        let mut kept = self.lock();
        if kept.patterns.len() >= MOST {
            kept.patterns.clear();
        }
        let key = kept.key(of, key, subject);
        let pattern = Arc::new(pattern);
        kept.patterns.insert(key, Arc::clone(&pattern));
        pattern
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn key(&mut self, of: &Lattice<'_>, key: &TableKey, subject: Subject) -> Key {
        let policy = place(&mut self.policies, of.policy);
        let fields = place(&mut self.fields, of.fields);
        (policy, fields, of.year, subject, key.clone())
    }
}

/// The place of a value in a list; at its end where it is new.
fn place<T: Clone + PartialEq>(known: &mut Vec<T>, value: &T) -> usize {
    known.iter().position(|one| one == value).unwrap_or_else(|| {
        known.push(value.clone());
        known.len() - 1
    })
}
