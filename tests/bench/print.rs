//! Tables for people, and one line of JSON each for programs.
#![expect(
    clippy::print_stdout,
    reason = "printing figures is what a benchmark is for"
)]

use crate::floor::Written;
use crate::rounds::{Compared, Middle, Round};
use crate::stores::Store;

pub(crate) fn title(text: &str) {
    println!("\n## {text}");
}

pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Rates, waits and processor time of ours and of the floor.
pub(crate) fn compared(name: &str, store: &Store, compared: &Compared) {
    let ratio = compared.ratio(Round::rate);
    println!(
        "{name}: {:.2} ({:.2}-{:.2}) of the floor's rate, aim {:.1}",
        ratio.median,
        ratio.least,
        ratio.most,
        store.aim()
    );
    rate(
        "  ours ",
        &compared.ours(Round::rate),
        |share| compared.ours(|round| round.wait(share)),
        |which| compared.ours(which),
    );
    rate(
        "  floor",
        &compared.floor(Round::rate),
        |share| compared.floor(|round| round.wait(share)),
        |which| compared.floor(which),
    );
    let wait = |share| compared.ratio(|round| round.wait(share)).median;
    println!(
        "  waits against the floor: p50 x{:.2}, p99 x{:.2}",
        wait(0.5),
        wait(0.99)
    );
    let json = serde_json::json!({
        "bench": name,
        "ratio": ratio.median, "ratio_min": ratio.least, "ratio_max": ratio.most,
        "aim": store.aim(),
        "per_s": compared.ours(Round::rate).median,
        "floor_per_s": compared.floor(Round::rate).median,
        "p50_us": compared.ours(|round| round.wait(0.5)).median,
        "p99_us": compared.ours(|round| round.wait(0.99)).median,
        "floor_p50_us": compared.floor(|round| round.wait(0.5)).median,
        "floor_p99_us": compared.floor(|round| round.wait(0.99)).median,
        "cpu_us": compared.ours(|round| round.cpu_each().0).median,
        "server_cpu_us": compared.ours(|round| round.cpu_each().1).median,
        "floor_cpu_us": compared.floor(|round| round.cpu_each().0).median,
        "floor_server_cpu_us": compared.floor(|round| round.cpu_each().1).median,
    });
    println!("@ {json}");
}

fn rate(
    who: &str,
    rate: &Middle,
    wait: impl Fn(f64) -> Middle,
    cpu: impl Fn(fn(&Round) -> f64) -> Middle,
) {
    let (here, server) = (
        cpu(|round| round.cpu_each().0),
        cpu(|round| round.cpu_each().1),
    );
    println!(
        "{who} {:>8.0}/s ({:.0}-{:.0})   p50 {:.0} us   p99 {:.0} us   cpu {:.1} + {:.1} us each",
        rate.median,
        rate.least,
        rate.most,
        wait(0.5).median,
        wait(0.99).median,
        here.median,
        server.median
    );
}

/// How many entries went into one append.
pub(crate) fn batches(name: &str, written: &[Written]) {
    let mut sizes: Vec<usize> = written.iter().map(|batch| batch.records.len()).collect();
    sizes.sort_unstable();
    let entries: usize = sizes.iter().sum();
    let bytes = |of: fn(&Written) -> &Vec<bytes::Bytes>| -> usize {
        written.iter().flat_map(of).map(bytes::Bytes::len).sum()
    };
    let at = |share: f64| sizes[((sizes.len() - 1) as f64 * share).round() as usize];
    let mean = entries as f64 / sizes.len() as f64;
    let entry = bytes(|batch| &batch.records) / entries;
    let sealed = bytes(|batch| &batch.blobs) / entries;
    println!(
        "  entries in one append: mean {mean:.1}, p10 {}, p50 {}, p90 {}, most {}; an entry has {entry} bytes, and {sealed} of sealed content",
        at(0.1),
        at(0.5),
        at(0.9),
        at(1.0)
    );
    let json = serde_json::json!({
        "bench": name, "batch_mean": mean, "batch_p10": at(0.1), "batch_p50": at(0.5),
        "batch_p90": at(0.9), "batch_max": at(1.0), "entry_bytes": entry, "sealed_bytes": sealed,
    });
    println!("@ {json}");
}
