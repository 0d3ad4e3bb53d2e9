//! Doing the same with several parts at once. The threads that help are kept: to start one for each question takes as long as many a
//! question, and half of the time it began on the processor that was busy already.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Those that help whoever asks; their own ones, so that a question never waits for a paper to be typeset. None where the system
/// gives none: then all is done by who asks.
static HELPERS: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().thread_name(|number| format!("research-{number}")).build().ok());

/// As many parts of nearly the same size, in order; fewer where there are fewer items.
pub(super) fn split<T>(items: &[T], parts: usize) -> Vec<&[T]> {
    items.chunks(items.len().div_ceil(parts.max(1)).max(1)).collect()
}

/// Runs the first part on this thread and hands the others to helpers. Results come in the order of the parts.
pub(super) fn on_threads<T: Send, R: Send>(parts: Vec<T>, run: impl Fn(T) -> R + Sync) -> Vec<R> {
    let Some(helpers) = HELPERS.as_ref().filter(|_| parts.len() > 1) else {
        return parts.into_iter().map(run).collect();
    };
    let run = &run;
    let mut results: Vec<Option<R>> = parts.iter().map(|_| None).collect();
    helpers.in_place_scope(|scope| {
        let mut parts = parts.into_iter().zip(&mut results);
        let first = parts.next();
        for (part, result) in parts {
            scope.spawn(move |_| *result = Some(run(part)));
        }
        if let Some((part, result)) = first {
            *result = Some(run(part));
        }
    });
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_done_in_their_order() {
        let items: Vec<u32> = (0..7).collect();
        for threads in 0..9 {
            let sums = on_threads(split(&items, threads), <[u32]>::to_vec);
            assert!(sums.len() <= threads.max(1));
            assert_eq!(sums.concat(), items);
        }
        assert!(on_threads(split(&[] as &[u32], 2), <[u32]>::to_vec).is_empty());
    }
}
