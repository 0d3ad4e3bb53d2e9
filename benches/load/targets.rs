//! The figures that the portal is to reach, and whether a run does.

use crate::Options;
use crate::common::machine::Machine;
use crate::common::measure::Figures;
use crate::common::targets::Target;
use crate::report::{Entry, Report};
use crate::scenarios::{DRY_RUN, INCLUSION, PDF, TOKEN, WEBHOOKS};

/// What `pgbench` reached on the machine on which other products were measured, reading and writing.
const REFERENCE_READ: f64 = 65_600.0;
const REFERENCE_WRITE: f64 = 5_960.0;
/// The filings at which the targets hold.
const AT: u64 = 100_000;

/// Every target of a report; those that fall short come first.
pub(crate) fn targets(report: &Report, options: &Options) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    for database in &options.databases {
        let entries: Vec<&Entry> = report.entries.iter().filter(|entry| entry.database == *database).collect();
        let at = entries.iter().find(|entry| entry.filings == AT).or(entries.last());
        if let Some(entry) = at {
            found.extend(of_entry(entry, &report.machine));
        }
        if let (Some(small), Some(large)) = (entries.first(), entries.last())
            && small.filings < large.filings
        {
            found.push(queue_grows(small, large));
        }
    }
    let alone = |(name, figures): &(String, Figures)| {
        let mut target = Target::most("one process", &format!("{name}, p99"), figures.p99_ms, 5.0, "ms");
        target.met &= figures.errors == 0;
        target
    };
    found.extend(report.alone.iter().map(alone));
    found.sort_by_key(|target| target.met);
    found
}

fn of_entry(entry: &Entry, machine: &Machine) -> Vec<Target> {
    let on = format!("{}, {}", entry.database, entry.filings);
    let most = |what: &str, reached: f64, limit: f64, unit: &str| Target::most(&on, what, reached, limit, unit);
    let figures = |name: &str| entry.figures(name);
    let mut targets = vec![
        most("submit p99", figures("submit").p99_ms, 150.0, "ms"),
        most(
            "queue page p99",
            figures("queue, first page").p99_ms.max(figures("queue, deep page").p99_ms),
            100.0,
            "ms",
        ),
        most(
            "keyword search p99",
            ["queue search, frequent word", "queue search, rare word", "register search, rare word"]
                .iter()
                .map(|name| figures(name).p99_ms)
                .fold(0.0, f64::max),
            100.0,
            "ms",
        ),
        most("changes page p99", figures("changes page").p99_ms, 50.0, "ms"),
        most(&format!("{WEBHOOKS}, p99"), figures(WEBHOOKS).p99_ms / 1e3, 1.0, "s"),
        most("verify p99", figures("verify by number").p99_ms, 20.0, "ms"),
        most(
            "pivot p95",
            figures("pivot country × direction").p95_ms.max(figures("pivot industry × month").p95_ms),
            300.0,
            "ms",
        ),
        most("dry run of 2,000 rows, p95", figures(DRY_RUN).p95_ms / 1e3, 5.0, "s"),
        most("certificate as PDF, one client, p50", figures(PDF).p50_ms, 15.0, "ms"),
        most("inclusion proof, one client, p99", figures(INCLUSION).p99_ms, 5.0, "ms"),
        most("offline verification", entry.run.offline_ms, 5.0, "ms"),
        most("resident memory", entry.run.memory_mib, 150.0, "MiB"),
        most("start on an existing database", entry.run.started_in, 1.0, "s"),
    ];
    let share = |name: &str, least: f64| {
        let share = 100.0 * figures(name).per_second / figures("GET /health/live").per_second;
        Target {
            on: on.clone(),
            what: format!("{name} ≥ {least:.0} % of /health/live"),
            reached: format!("{share:.1} %"),
            met: share >= least,
        }
    };
    targets.push(share("filing by id", 15.0));
    targets.push(share("verify by number", 20.0));
    targets.push(Target {
        on: on.clone(),
        what: format!("{TOKEN} ≥ 2000/s"),
        reached: format!("{:.0}/s", figures(TOKEN).per_second),
        met: figures(TOKEN).per_second >= 2_000.0,
    });
    targets.push(Target {
        on: on.clone(),
        what: "journal verify ≥ 300000 entries/s".into(),
        reached: format!("{:.0}/s", entry.run.verified_per_second),
        met: entry.run.verified_per_second >= 300_000.0,
    });
    // Ten times the best of the other products on reads, five times on writes, as this machine compares with theirs.
    let (read, write) =
        machine.pgbench.as_ref().map_or((1.0, 1.0), |here| (here.read / REFERENCE_READ, here.write / REFERENCE_WRITE));
    let least = |name: &str, times: f64, best: f64, scale: f64| Target {
        on: on.clone(),
        what: format!("{name} ≥ {times:.0} × {best:.0}/s × {scale:.2} (this machine) = {:.0}/s", times * best * scale),
        reached: format!("{:.0}/s", figures(name).per_second),
        met: figures(name).per_second >= times * best * scale,
    };
    targets.push(least("queue, first page", 10.0, 236.0, read));
    targets.push(least("filing by id", 10.0, 373.0, read));
    targets.push(least("draft + submit", 5.0, 155.0, write));
    targets.push(least("decide + certificate", 5.0, 414.0, write));
    targets
}

fn queue_grows(small: &Entry, large: &Entry) -> Target {
    let of = |name: &str| small.figures(name).per_second / large.figures(name).per_second;
    let times = of("queue, first page").max(of("queue, deep page"));
    Target {
        on: format!("{}, {} beside {}", small.database, large.filings, small.filings),
        what: "queue page ≤ 1.5 × slower".into(),
        reached: format!("{times:.2} ×"),
        met: times <= 1.5,
    }
}
