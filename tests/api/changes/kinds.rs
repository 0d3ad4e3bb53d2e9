//! Every kind of entry that the portal makes is an event, or silent for a reason.

use std::collections::BTreeSet;
use std::path::Path;

use domain::EventType;

/// Kinds that nobody outside is told of, and why.
const SILENT: [(&str, &str); 50] = [
    ("bulk.begun", "the drafts that it makes are told"),
    ("bulk.finished", "the drafts that it makes are told"),
    ("case.looked_at", "the desk's own"),
    ("catalogue.loaded", "of no company"),
    ("catalogue.scheduled", "of no company"),
    ("company.rejected", "mailed to its people, with the reason; it has no program yet"),
    ("company.resumed", "mailed to its people; its programs file again"),
    ("company.signed_up", "nobody could have asked yet"),
    (
        "company.suspended",
        "mailed to its people, with the reason; its programs are refused by name (company_not_approved)",
    ),
    ("drawing.announced", "open to everyone"),
    ("drawing.drawn", "open to everyone"),
    ("exchange.imported", "of no company; the register stays as it is"),
    ("filing.saved", "every few seconds, by the company itself"),
    ("inspection.reported", "open to everyone; a case that it opens is told"),
    ("note.added", "the desk's own"),
    ("quality.notice", "the desks' own"),
    ("reference.loaded", "of no company"),
    ("register.checked", "of no company"),
    ("reminder.due", "the desk's own"),
    ("research.cited", "of no company"),
    ("research.released", "open to everyone"),
    ("research.published", "of no company; what is for everyone is open to everyone"),
    ("research.detected", "of no company"),
    ("return_reason.changed", "the desk's own"),
    ("routing.replaced", "of no company"),
    ("sandbox.clock_moved", "of a sandbox, and open to everyone there"),
    ("sandbox.created", "of a sandbox, before there is anybody to be told"),
    ("screening.answered", "by the company itself"),
    ("screening.judged", "the desk's own"),
    ("session.begun", "a person's own"),
    ("session.ended", "a person's own"),
    ("session.reused", "a person's own"),
    ("upload.begun", "the paper that it becomes is told"),
    ("user.admitted", "by a colleague"),
    ("user.created", "a person's own"),
    ("user.disabled", "by a colleague, or the operator"),
    ("user.enabled", "by a colleague, or the operator"),
    ("user.password_changed", "a person's own"),
    ("user.reset_asked", "a person's own"),
    ("verification.dismiss", "the company never knew of it"),
    ("verification.proposed", "the desk's own, until it asks"),
    ("view.removed", "a person's own"),
    ("view.saved", "a person's own"),
    ("webhook.changed", "by its owner"),
    ("webhook.created", "by its owner"),
    ("webhook.enabled", "by its owner"),
    ("webhook.removed", "by its owner"),
    ("webhook.replayed", "by its owner"),
    ("webhook.rotated", "by its owner"),
    ("webhook.tested", "the trial itself arrives"),
];

/// The texts that stand in the code where the kind of an entry does.
fn kinds_in(text: &str) -> impl Iterator<Item = &str> {
    let places = ["kind: \"", "=> \"", "entry(\"", "record_of(\""];
    places.into_iter().flat_map(move |place| text.split(place).skip(1)).filter_map(|rest| {
        let kind = rest.split_once('"')?.0;
        let (subject, verb) = kind.split_once('.')?;
        let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (word(subject) && word(verb)).then_some(kind)
    })
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn every_kind_of_entry_is_an_event_or_silent_for_a_reason() {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"), &mut paths);
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let made: BTreeSet<&str> = texts
        .iter()
        .filter(|text| text.contains("Record") || text.contains("Done"))
        .flat_map(|text| kinds_in(text))
        .collect();
    let silent: BTreeSet<&str> = SILENT.iter().map(|(kind, _)| *kind).collect();
    let events: BTreeSet<&str> = EventType::ALL.iter().map(|kind| kind.code()).collect();
    assert!(made.len() > 40, "kinds are no longer found: {made:?}");
    assert_eq!(silent.intersection(&events).next(), None, "both told and silent");
    let judged: BTreeSet<&str> = silent.union(&events).copied().collect();
    let unjudged: Vec<&&str> = made.difference(&judged).collect();
    assert!(unjudged.is_empty(), "are these events, and which of their facts are told? {unjudged:?}");
    let gone: Vec<&&str> = silent.difference(&made).collect();
    assert!(gone.is_empty(), "no longer made: {gone:?}");
}
