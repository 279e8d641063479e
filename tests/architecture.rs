//! The arrows of the house: which room may import which, and what may be named where.
//!
//! Code under `#[cfg(test)]` is left out: a test may reach for whatever it needs.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "all of this is a test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Everything that the protocol crate may depend on.
const SIGNALING_DEPENDENCIES: &[&str] =
    &["serde", "thiserror", "tracing", "ts-rs", "utoipa", "uuid"];

/// One room: its place under `src/`, and the paths inside the crate that it may import.
struct Room {
    place: &'static str,
    may_import: &'static [&'static str],
}

/// The longest `place` that fits a file decides.
const ROOMS: &[Room] = &[
    Room {
        place: "main",
        may_import: &["app", "config", "telemetry"],
    },
    Room {
        place: "lib",
        may_import: &[],
    },
    Room {
        place: "app",
        may_import: &[
            "calls",
            "clock",
            "config",
            "domain",
            "http",
            "present",
            "service",
            "socket",
            "storage",
            "telemetry",
        ],
    },
    Room {
        place: "http",
        may_import: &["http", "present", "service", "clock"],
    },
    Room {
        place: "socket",
        may_import: &["socket", "calls", "present", "service", "clock"],
    },
    Room {
        place: "present",
        may_import: &["present", "domain"],
    },
    Room {
        place: "service",
        may_import: &["service", "domain", "storage", "calls", "clock"],
    },
    Room {
        place: "calls",
        may_import: &[
            "calls",
            "media",
            "storage",
            "clock",
            "domain::ids",
            "domain::time",
        ],
    },
    Room {
        place: "storage/codec",
        may_import: &["storage", "domain"],
    },
    Room {
        place: "storage",
        may_import: &["storage", "clock", "domain::ids", "domain::time"],
    },
    Room {
        place: "domain",
        may_import: &["domain"],
    },
    Room {
        place: "clock",
        may_import: &["domain::time"],
    },
    Room {
        place: "config",
        may_import: &["config", "domain"],
    },
    Room {
        place: "telemetry",
        may_import: &["config"],
    },
];

/// What only some rooms may name: the path, and the places where it may stand.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("redis", &["storage/redis"]),
    ("rusqlite", &["storage/embedded"]),
    ("axum", &["http", "socket", "app"]),
    ("hyper", &["http", "app"]),
    ("webrtc", &["media"]),
    ("rtc", &["media"]),
    ("getrandom", &["clock"]),
    ("std::env", &["config"]),
    ("clap", &["config", "main"]),
    ("prometheus_client", &["telemetry"]),
];

/// Who may wait by the machine's time, and why. All else waits on a `Clock`, so that a test
/// moves it.
const WAITS_BY_THE_MACHINE: &[(&str, &str)] = &[
    ("clock", "it is the clock"),
    (
        "storage/redis",
        "a server that does not answer is no promise of the product",
    ),
    (
        "service/county/task",
        "chance and rest between attempts at a busy store",
    ),
    (
        "service/presence",
        "the pause before a busy store is told again",
    ),
];

/// What the pure rooms may name besides themselves.
const PURE_MAY_NAME: &[&str] = &[
    "std",
    "core",
    "const_hex",
    "imbl",
    "serde",
    "thiserror",
    "jiff",
    "uuid",
    "self",
    "super",
    "Self",
];

/// Crates whose names are looked for in pure rooms: every direct dependency of the package.
fn dependencies(package: &str) -> BTreeSet<String> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata");
    let found = metadata
        .packages
        .iter()
        .find(|found| found.name.as_str() == package);
    found
        .expect("the package is in the workspace")
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == cargo_metadata::DependencyKind::Normal)
        .map(|dependency| dependency.name.clone())
        .collect()
}

#[test]
fn no_room_imports_what_it_may_not() {
    let crates = dependencies("vantrum");
    let mut found = Vec::new();
    for file in sources(Path::new("src")) {
        found.extend(violations(
            &file,
            &fs::read_to_string(&file).unwrap(),
            &crates,
        ));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn product_waits_on_its_clock_alone() {
    let waiting: BTreeSet<String> = sources(Path::new("src"))
        .into_iter()
        .filter(|file| waits(&fs::read_to_string(file).unwrap()))
        .map(|file| place_of(&file))
        .collect();
    for place in &waiting {
        assert!(
            WAITS_BY_THE_MACHINE
                .iter()
                .any(|(allowed, _)| within(place, allowed)),
            "{place} waits by the machine's time: wait on a `Clock`"
        );
    }
    for (allowed, why) in WAITS_BY_THE_MACHINE {
        assert!(
            waiting.iter().any(|place| within(place, allowed)),
            "{allowed} no longer does ({why}): take it from the list"
        );
    }
}

#[test]
fn planted_wait_is_found() {
    for source in [
        "async fn f() { tokio::time::sleep(PAUSE).await }",
        "use tokio::time::timeout;",
        "use tokio::{sync::mpsc, time};",
        "async fn f() { tokio::select! { () = tokio::time::sleep(PAUSE) => {} } }",
    ] {
        assert!(waits(source), "{source}");
    }
    assert!(!waits(
        "#[cfg(test)] mod tests { use tokio::time::timeout; }"
    ));
}

/// Whether a file names tokio's time.
fn waits(source: &str) -> bool {
    let syntax = syn::parse_file(source).unwrap();
    if for_tests_only(&syntax.attrs) {
        return false;
    }
    let mut names = Names::default();
    names.visit_file(&syntax);
    names.paths.iter().any(|path| inside(path, "tokio::time"))
}

/// Where a file lies under `src/`, without its ending.
fn place_of(file: &Path) -> String {
    let place = file.strip_prefix("src").unwrap().with_extension("");
    place.to_string_lossy().replace('\\', "/")
}

#[test]
fn protocol_crate_depends_on_nothing_that_runs() {
    let expected = SIGNALING_DEPENDENCIES
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    assert_eq!(dependencies("signaling"), expected);
}

#[test]
fn planted_arrows_are_found() {
    let crates = BTreeSet::from([
        "tokio".to_owned(),
        "axum".to_owned(),
        "signaling".to_owned(),
    ]);
    for (place, source) in [
        ("src/domain/order.rs", "use tokio::sync::mpsc;"),
        ("src/domain/order.rs", "use crate::clock::Clock;"),
        ("src/domain/order.rs", "fn now() { signaling::wire::x(); }"),
        ("src/storage/mod.rs", "use crate::service::Waiting;"),
        ("src/http/queue.rs", "use crate::socket::Session;"),
        (
            "src/http/queue.rs",
            "use crate::domain::waiting_room::decide;",
        ),
        ("src/service/vault.rs", "fn f() { redis::cmd(\"GET\"); }"),
        ("src/service/vault.rs", "use std::{env, fmt};"),
        ("src/present/mod.rs", "use {axum::Json, std::fmt};"),
        (
            "src/domain/order.rs",
            "fn f() { assert_eq!(crate::clock::random(), 1); }",
        ),
    ] {
        assert_eq!(
            violations(Path::new(place), source, &crates).len(),
            1,
            "{place}: {source}"
        );
    }
    for (place, source) in [
        (
            "src/domain/order.rs",
            "use std::fmt; use super::state::State; use crate::domain::ids::CentreId;",
        ),
        (
            "src/domain/order.rs",
            "#[cfg(test)] mod tests { use proptest::prelude::*; use crate::clock::Clock; }",
        ),
        (
            "src/storage/redis/log.rs",
            "use redis::Script; use crate::storage::Head;",
        ),
        ("src/app.rs", "use axum::Router; use crate::http;"),
    ] {
        assert_eq!(
            violations(Path::new(place), source, &crates),
            Vec::<String>::new()
        );
    }
}

/// Every forbidden path in one file, as a sentence.
fn violations(file: &Path, source: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let place = place_of(file);
    let Some(room) = ROOMS
        .iter()
        .filter(|room| within(&place, room.place))
        .max_by_key(|room| room.place.len())
    else {
        return vec![format!("{}: no room has this place", file.display())];
    };
    let pure = within(&place, "domain");

    let syntax = syn::parse_file(source).unwrap();
    if for_tests_only(&syntax.attrs) {
        return Vec::new();
    }
    let mut names = Names::default();
    names.visit_file(&syntax);

    let mut found = Vec::new();
    for path in &names.paths {
        let first = path.split("::").next().unwrap_or_default();
        let own = path
            .strip_prefix("crate::")
            .or_else(|| path.strip_prefix("vantrum::"));
        if let Some(inner) = own {
            if room.place != "lib" && !room.may_import.iter().any(|may| inside(inner, may)) {
                found.push(format!(
                    "{}: `{}` may not import `{inner}`",
                    file.display(),
                    room.place
                ));
            }
        } else if pure
            && crates.contains(&first.replace('_', "-"))
            && !PURE_MAY_NAME.contains(&first)
        {
            found.push(format!(
                "{}: a pure room may not name `{path}`",
                file.display()
            ));
        } else if let Some((name, places)) = ONLY_IN.iter().find(|(name, _)| inside(path, name))
            && !places.iter().any(|allowed| within(&place, allowed))
        {
            found.push(format!(
                "{}: `{name}` may stand only in {places:?}",
                file.display()
            ));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whether `place` is `room` or lies in it (`storage/redis` also holds `storage/redis.rs`).
fn within(place: &str, room: &str) -> bool {
    place == room
        || place
            .strip_prefix(room)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether `path` is `prefix` or goes on from it.
fn inside(path: &str, prefix: &str) -> bool {
    path == prefix
        || path
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with("::"))
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            // Declared under `#[cfg(test)]` by its parent.
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Collects every path that a file names, with `use` trees spelt out.
#[derive(Default)]
struct Names {
    paths: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !for_tests_only(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.spell_out(String::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<_> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if parts.len() > 1 {
            self.paths.insert(parts.join("::"));
        }
        syn::visit::visit_path(self, path);
    }

    /// What a macro is given is no syntax yet, but it names things all the same.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let tokens = item
            .tokens
            .to_string()
            .replace(" ::", "::")
            .replace(":: ", "::");
        let words = tokens.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let paths = words.filter(|word| word.contains("::"));
        self.paths.extend(paths.map(str::to_owned));
        syn::visit::visit_macro(self, item);
    }
}

impl Names {
    fn spell_out(&mut self, prefix: String, tree: &syn::UseTree) {
        let join = |name: &syn::Ident| {
            if prefix.is_empty() {
                name.to_string()
            } else {
                format!("{prefix}::{name}")
            }
        };
        match tree {
            syn::UseTree::Path(path) => self.spell_out(join(&path.ident), &path.tree),
            syn::UseTree::Name(name) => {
                self.paths.insert(join(&name.ident));
            }
            syn::UseTree::Rename(rename) => {
                self.paths.insert(join(&rename.ident));
            }
            syn::UseTree::Glob(_) => {
                self.paths.insert(prefix);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.spell_out(prefix.clone(), tree);
                }
            }
        }
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}

fn for_tests_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}
