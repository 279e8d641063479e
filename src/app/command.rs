//! What the command line asks for.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::open::{self, Failed};
use super::{App, simulation};
use crate::clock::Clock;
use crate::config::{
    AuditCommand, Command, ConfigError, Exit, ExportArgs, Options, Settings, StoreSettings,
    VerifyArgs,
};
use crate::domain::simulation::Days;
use crate::domain::time::Timestamp;
use crate::service::audit::{self, Period};
use crate::service::{CountyKey, FileReach, FirstStart, TraceReach};
use crate::telemetry;

/// The key of every demo. It protects nothing: the demo's people are invented.
const DEMO_KEY: [u8; 32] = *b"vantrum demo: nobody lives here.";

/// Does what was asked and says how the process ends.
///
/// # Errors
/// What kept it from being done, with the number that the process returns.
pub async fn run(command: Command) -> Result<u8, Failed> {
    match command {
        Command::Serve(options) => serve(options).await.map(|()| 0),
        Command::Audit(AuditCommand::Export(args)) => export(args).await.map(|()| 0),
        Command::Audit(AuditCommand::Verify(args)) => verify(&args),
        Command::Simulate(args) => say(&simulation::run(&args)?).map(|()| 0),
        Command::Check(options) => check(options).await.map(|()| 0),
    }
}

async fn serve(options: Options) -> Result<(), Failed> {
    let settings = Settings::resolve(options)?;
    telemetry::start(&settings.log).map_err(|error| {
        ConfigError::new("log", error.to_string(), "Write a filter such as info.")
    })?;
    // Redis judges times by a clock of its own, which nobody puts forward.
    let clock = match (settings.demo, &settings.store) {
        (true, StoreSettings::Embedded { .. }) => Clock::of_demo(),
        (true, StoreSettings::Redis { .. }) | (false, _) => Clock::machine(),
    };
    let county = open::directory(settings.county.as_deref(), clock.now())?;
    let storage = open::store(&settings.store, clock.clone()).await?;
    let listener = listen("listen", settings.listen).await?;
    let admin = listen("admin_listen", settings.admin_listen).await?;
    let key = match &settings.key {
        Some(key) => CountyKey::new(*key.reveal()),
        None => CountyKey::new(DEMO_KEY),
    };
    let first = if settings.demo {
        FirstStart::Simulate(demo_days(&clock))
    } else if settings.create_county {
        FirstStart::Create
    } else {
        FirstStart::Refuse
    };
    let app = App::builder(storage, county)
        .clock(clock)
        .key(key)
        .first_start(first)
        .demo(settings.demo)
        .origins(settings.origins)
        .trusted_proxies(settings.trusted_proxies)
        .shared_addresses(settings.shared_addresses)
        .reach(match settings.reach_file {
            Some(path) => Arc::new(FileReach::new(path)),
            None => Arc::new(TraceReach),
        })
        .build()
        .await?;
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    let watch = tokio::spawn(async move { stop_when_told(stop).await });
    tracing::info!(address = %settings.listen, demo = settings.demo, "Serving");
    announce(&settings.listen, settings.demo)?;
    app.run(listener, admin, shutdown).await;
    watch.abort();
    Ok(())
}

/// The ten working days before today, the same for all who start the demo on one day.
fn demo_days(clock: &Clock) -> Days {
    Days {
        count: 10,
        before: clock.now(),
        seed: 1177,
    }
}

fn announce(listen: &SocketAddr, demo: bool) -> Result<(), Failed> {
    let host = if listen.ip().is_loopback() {
        format!("localhost:{}", listen.port())
    } else {
        listen.to_string()
    };
    let what = if demo {
        "The demo county is served to this machine alone"
    } else {
        "Serving"
    };
    say(&format!("{what}: http://{host}"))
}

async fn listen(key: &str, address: SocketAddr) -> Result<TcpListener, Failed> {
    TcpListener::bind(address).await.map_err(|error| {
        Failed::new(
            Exit::Unavailable,
            format!("{key}: {address} cannot be listened on ({error}). Stop what uses it, or choose another address."),
        )
    })
}

/// Waits for the service manager or the person at the keyboard.
async fn stop_when_told(stop: CancellationToken) {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _told = terminate.recv() => {}
                _pressed = tokio::signal::ctrl_c() => {}
            }
        }
        Err(error) => {
            tracing::warn!(%error, "Only Ctrl-C stops this process");
            drop(tokio::signal::ctrl_c().await);
        }
    }
    tracing::info!("Stopping");
    stop.cancel();
}

async fn check(options: Options) -> Result<(), Failed> {
    let settings = Settings::resolve(options)?;
    let now = Clock::machine().now();
    let county = open::directory(settings.county.as_deref(), now)?;
    say(&format!(
        "county {}: {} units ask {} centres",
        county.id(),
        county.units(now).count(),
        county.centres(now).count()
    ))?;
    let storage = open::store(&settings.store, Clock::machine()).await?;
    say(&format!("store: {}", storage.promise()))?;
    storage.close().await;
    Ok(())
}

async fn export(args: ExportArgs) -> Result<(), Failed> {
    let (county, store) = Settings::to_read(args.options)?;
    let county = open::directory_to_read(county.as_deref())?;
    let controller = args
        .controller
        .map(|text| text.parse())
        .transpose()
        .map_err(|_not_an_id| usage("--controller", "names no controller"))?;
    let period = Period {
        from: moment("--from", args.from.as_deref())?,
        to: moment("--to", args.to.as_deref())?,
    };
    let storage = open::store_to_read(&store, Clock::machine()).await?;
    let mut out = io::BufWriter::new(io::stdout());
    let exported =
        audit::export(&storage, county.id(), controller.as_ref(), period, &mut out).await;
    storage.close().await;
    exported.map_err(|error| Failed::new(Exit::Unavailable, error.to_string()))
}

fn verify(args: &VerifyArgs) -> Result<u8, Failed> {
    let unreadable = |error: io::Error| {
        let message = format!("{} cannot be read ({error})", args.file.display());
        Failed::new(Exit::Unavailable, message)
    };
    let file = File::open(&args.file).map_err(unreadable)?;
    let verdict = audit::verify(BufReader::new(file), args.head.as_deref()).map_err(unreadable)?;
    say(&verdict.to_string())?;
    Ok(verdict.exit_code())
}

fn moment(option: &str, text: Option<&str>) -> Result<Option<Timestamp>, Failed> {
    text.map(|text| {
        Timestamp::parse_rfc3339(text)
            .ok_or_else(|| usage(option, "is no time such as 2026-11-21T10:00:00Z"))
    })
    .transpose()
}

fn usage(option: &str, problem: &str) -> Failed {
    Failed::new(Exit::Usage, format!("{option} {problem}"))
}

fn say(line: &str) -> Result<(), Failed> {
    writeln!(io::stdout(), "{line}")
        .map_err(|error| Failed::new(Exit::Unavailable, format!("standard output: {error}")))
}
