//! The load generator: what a command costs on each store, as a share of a named floor.
//!
//! Everything is printed, nothing is asserted about time: the machine is shared, so only
//! ratios within one run mean anything. Arguments pick the parts by name.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measurement that cannot go on has nothing better to do than stop"
)]

mod append;
mod consult;
mod county;
mod cpu;
mod floor;
mod observed;
mod print;
mod rounds;
mod stores;

#[expect(dead_code, reason = "other tests crash it and start it again")]
#[path = "../support/redis_server.rs"]
mod redis_server;

#[expect(unreachable_pub, reason = "the library's own tests read this file too")]
#[path = "../support/county.rs"]
mod small_county;

use self::county::Mix;
use self::stores::Store;

/// Rounds of ours in one comparison.
const ROUNDS: usize = 7;

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`; what is left are names.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| name.contains(it));
    let stores = [
        Store::embedded(),
        Store::redis("everysec").await,
        Store::redis("always").await,
    ];
    for store in &stores {
        for mix in [Mix::Codes, Mix::Consults] {
            let name = format!("county/{}/{}", store.name(), mix.name());
            if is_wanted(&name) {
                print::title(&format!("{name}: against {}", store.floor()));
                let (compared, written) = county::compare(store, mix, ROUNDS).await;
                print::compared(&name, store, &compared);
                print::batches(&name, &written);
            }
        }
    }
    print::line(&format!(
        "one step of the hash chain: {:.2} us",
        append::chain_step()
    ));
    for store in &stores {
        let name = format!("append/{}", store.name());
        if !is_wanted(&name) {
            continue;
        }
        print::title(&format!(
            "{name}: batches through the log port against {}",
            store.floor()
        ));
        for size in [1, 4, 16, 64] {
            let compared = append::compare(store, size, ROUNDS).await;
            print::compared(&format!("{name}/{size}"), store, &compared);
        }
    }
}
