//! The pages that partners read: all of `docs` that is about the portal as it is met from outside, whole, and with links that lead on.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Engine, TestPortal, run};

/// What is for who runs the portal or develops it.
const NOT_SERVED: [&str; 2] = ["invented", "operations"];

/// The files of `docs` with this ending, without it.
fn files(ending: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
}

fn text_of(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file)).unwrap()
}

/// Where the links of a page lead, as they stand there.
fn links(page: &str) -> Vec<&str> {
    page.split("href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}

/// What a reader sees of a part of a page.
fn seen(part: &str) -> String {
    let mut pieces = part.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    let without_marks = pieces.fold(first, |text, piece| text + piece.split_once('>').unwrap().1);
    without_marks.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The same text without what makes its links.
fn without_targets(text: &str) -> String {
    let mut pieces = text.split("](");
    let mut told = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let bracket = told.rfind('[').unwrap();
        told.remove(bracket);
        told.push_str(piece.split_once(')').unwrap().1);
    }
    told
}

#[test]
fn every_page_for_partners_is_served_whole_under_a_heading_in_both_languages() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let names = files(".md");
        assert!(names.len() > 9, "{names:?}");
        for name in names.iter().filter(|name| !NOT_SERVED.contains(&name.as_str())) {
            let answer = portal.anyone().get(&format!("/docs/{name}")).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (200, Some("text/html; charset=utf-8")),
                "{name}"
            );
            assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'self'"), "{name}");
            let page = answer.text();
            let title = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
            assert!(!title.is_ascii(), "{name}: {title}");
            assert!(title.chars().any(|letter| letter.is_ascii_alphabetic()), "{name}: {title}");
            let heading = page.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap().0;
            assert_eq!(seen(heading), title, "{name}");
            assert!(page.contains(&format!("<a href=\"{name}\" aria-current=\"page\">")), "{name} is listed");
            let shown = page.split_once("<pre").unwrap().1.split_once('>').unwrap().1.split_once("</pre>").unwrap().0;
            let text = text_of(&format!("{name}.md"));
            let text = text.split_once('\n').unwrap().1.trim_start();
            assert!(seen(shown) == without_targets(text), "{name} is not shown whole");
        }
        for name in NOT_SERVED {
            assert_eq!(portal.anyone().get(&format!("/docs/{name}")).await.status, 404);
        }
        for file in files(".py") {
            let served = portal.anyone().get(&format!("/docs/{file}.py")).await;
            assert_eq!(served.header("content-type"), Some("text/x-python; charset=utf-8"), "{file}");
            assert_eq!(served.text(), text_of(&format!("{file}.py")), "{file}");
        }
    });
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let (mut known, mut left) = (BTreeSet::new(), vec!["partners".to_owned()]);
        let mut elsewhere = 0;
        while let Some(place) = left.pop() {
            if !known.insert(place.clone()) {
                continue;
            }
            let address = if place == "./" { "/docs/".to_owned() } else { format!("/docs/{place}") };
            let answer = portal.anyone().get(&address).await;
            assert_eq!(answer.status, 200, "{address}");
            let page = answer.text();
            // The reader of the description and the list of codes have tests of their own.
            if !page.contains("<pre lang") {
                continue;
            }
            for link in links(&page) {
                if link.starts_with("https://") {
                    elsewhere += 1;
                } else {
                    assert!(
                        !link.starts_with('/') && !link.contains("://"),
                        "{place}: {link} leaves a portal under a path"
                    );
                    left.push(link.to_owned());
                }
            }
        }
        let served = files(".md").into_iter().filter(|name| !NOT_SERVED.contains(&name.as_str()));
        let expected = served.chain(files(".py").into_iter().map(|name| format!("{name}.py")));
        let expected: BTreeSet<String> = expected.chain(["./".into(), "errors".into()]).collect();
        assert_eq!(known, expected, "left: what can be reached, right: what there is");
        assert!(elsewhere >= 2, "{elsewhere} links lead elsewhere");
    });
}
