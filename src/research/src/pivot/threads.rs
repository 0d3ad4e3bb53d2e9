//! Doing the same with many items at once. The threads that help are kept: to start one for each question takes as long as many a
//! question, and half of the time it began on the processor that was busy already. Each takes the next item when it has done one, so
//! that who begins late does less and nobody waits for it long.

use std::iter::{from_fn, once};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Those that help whoever asks; their own ones, so that a question never waits for a paper to be typeset. None where the system
/// gives none: then all is done by who asks.
static HELPERS: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().thread_name(|number| format!("research-{number}")).build().ok());

/// Does the work on so many threads, this one among them; each is handed items as long as there are any. Every item goes to one of
/// them, in order where there is one thread; which goes to which is chance, so results may differ in nothing but that.
pub(super) fn shared<'a, T: Sync, R: Send>(
    items: &'a [T],
    threads: usize,
    work: impl Fn(&mut dyn Iterator<Item = &'a T>) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || work(&mut from_fn(|| items.get(next.fetch_add(1, Ordering::Relaxed))));
    let helping = threads.min(items.len()).saturating_sub(1);
    // Who needs none does not call them into being.
    let helpers = if helping > 0 { HELPERS.as_ref() } else { None };
    let Some(helpers) = helpers else { return vec![run()] };
    let run = &run;
    let mut results: Vec<Option<R>> = (0..helping).map(|_| None).collect();
    let own = helpers.in_place_scope(|scope| {
        for result in &mut results {
            scope.spawn(move |_| *result = Some(run()));
        }
        run()
    });
    once(own).chain(results.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_done_once_whatever_the_threads() {
        let items: Vec<u32> = (0..100).collect();
        for threads in 0..9 {
            let done = shared(&items, threads, |items| items.copied().collect::<Vec<u32>>());
            assert_eq!(done.len(), threads.max(1));
            let mut all = done.concat();
            all.sort_unstable();
            assert_eq!(all, items);
        }
        assert_eq!(shared(&items, 1, |items| items.copied().collect::<Vec<u32>>()), [items]);
        assert_eq!(shared(&[] as &[u32], 2, |items| items.copied().count()), [0]);
    }
}
