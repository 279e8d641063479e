//! Processor time: what a busy neighbour disturbs least.

use std::time::Duration;

use redis::aio::MultiplexedConnection;

/// Linux counts the time of a process in ticks of 10 ms.
const TICK: Duration = Duration::from_millis(10);

/// Processor time spent so far, or between two moments.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cpu {
    /// By this process.
    pub(crate) here: Duration,
    /// By the server, if there is one.
    pub(crate) server: Duration,
}

impl Cpu {
    /// Spent so far.
    pub(crate) async fn so_far(server: Option<&MultiplexedConnection>) -> Self {
        let server = match server {
            Some(connection) => of_server(connection.clone()).await,
            None => Duration::ZERO,
        };
        Self {
            here: of_this_process(),
            server,
        }
    }

    /// Spent since `before`.
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            here: self.here.saturating_sub(before.here),
            server: self.server.saturating_sub(before.server),
        }
    }
}

fn of_this_process() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold spaces; user and system time are fields 14 and 15.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    TICK * ticks
        .filter_map(|field| field.parse::<u32>().ok())
        .sum::<u32>()
}

async fn of_server(mut connection: MultiplexedConnection) -> Duration {
    let mut info = redis::cmd("INFO");
    let info: String = info.arg("cpu").query_async(&mut connection).await.unwrap();
    let spent = info.lines().filter_map(|line| {
        let (name, seconds) = line.split_once(':')?;
        let counted = matches!(name, "used_cpu_user" | "used_cpu_sys");
        counted.then(|| seconds.trim().parse::<f64>().ok())?
    });
    Duration::from_secs_f64(spent.sum())
}
