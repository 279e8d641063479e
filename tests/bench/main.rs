//! The load generator: what a command costs on each store, as a share of a named floor.
//!
//! Everything is printed, nothing is asserted about time: the machine is shared, so only
//! ratios within one run mean anything. Arguments pick the parts by name.

mod append;
mod cpu;
mod floor;
mod observed;
mod print;
mod rounds;
mod stores;

#[path = "../support/redis_server.rs"]
mod redis_server;

use self::stores::Store;

/// Rounds of ours in one comparison.
const ROUNDS: usize = 7;

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`; what is left are names.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| name.contains(it));
    let stores = [Store::embedded(), Store::redis("everysec").await, Store::redis("always").await];
    print::line(&format!("one step of the hash chain: {:.2} us", append::chain_step()));
    for store in &stores {
        let name = format!("append/{}", store.name());
        if !is_wanted(&name) {
            continue;
        }
        print::title(&format!("{name}: batches through the log port against {}", store.floor()));
        for size in [1, 4, 16, 64] {
            let compared = append::compare(store, size, ROUNDS).await;
            print::compared(&format!("{name}/{size}"), store, &compared);
        }
    }
}
