//! Doing the same with several parts at once.

use std::panic::resume_unwind;
use std::thread;

/// As many parts of nearly the same size, in order; fewer where there are fewer items.
pub(super) fn split<T>(items: &[T], parts: usize) -> Vec<&[T]> {
    items.chunks(items.len().div_ceil(parts.max(1)).max(1)).collect()
}

/// Runs each part on a thread of its own, the first on this one. Results come in the order of the parts.
pub(super) fn on_threads<T: Send, R: Send>(parts: Vec<T>, run: impl Fn(T) -> R + Sync) -> Vec<R> {
    let run = &run;
    thread::scope(|scope| {
        let mut parts = parts.into_iter();
        let first = parts.next();
        let others: Vec<_> = parts.map(|part| scope.spawn(move || run(part))).collect();
        let first = first.map(run);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        first.into_iter().chain(others).collect()
    })
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
