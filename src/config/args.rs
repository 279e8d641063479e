//! The command line. Every option is also a key of the file and a variable `VANTRUM_…`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::network::Network;

/// A digital waiting room: municipal nurses ask, health-centre doctors answer.
#[derive(Debug, Parser)]
#[command(name = "vantrum", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves one county.
    Serve(Options),
    /// Exports or verifies access logs.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Lets days of a county pass on a virtual clock, and says how long people waited and how
    /// often it was loud.
    Simulate(SimulateArgs),
    /// Checks configuration, directory data and the store, then exits.
    Check(Options),
}

/// Which days to let pass.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The county's directory data (TOML) [default: the synthetic county].
    #[arg(long, env = "VANTRUM_COUNTY", value_name = "FILE")]
    pub county: Option<PathBuf>,
    /// How many working days before today.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub days: u32,
    /// Chance: the same number gives the same days.
    #[arg(long, default_value_t = 1177)]
    pub seed: u64,
    /// How to tell of them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// For whom something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// What to do with access logs.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "it is parsed once")]
pub enum AuditCommand {
    /// Writes access logs as JSON Lines to standard output.
    Export(ExportArgs),
    /// Verifies an exported file: exit code 0 intact, 2 broken, 3 head missing.
    Verify(VerifyArgs),
}

/// Which lines to export.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// One controller's log; all controllers' logs one after another if none is named.
    #[arg(long, value_name = "ID")]
    pub controller: Option<String>,
    /// Lines from this time on (RFC 3339).
    #[arg(long, value_name = "T")]
    pub from: Option<String>,
    /// Lines before this time (RFC 3339).
    #[arg(long, value_name = "T")]
    pub to: Option<String>,
    /// Where the logs are.
    #[command(flatten)]
    pub options: Options,
}

/// Which file to verify.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The exported file.
    pub file: PathBuf,
    /// The head that the file must reach, as published.
    #[arg(long, value_name = "H")]
    pub head: Option<String>,
}

/// What an operator may set. What is absent comes from the file or a default.
#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    /// The configuration file (TOML).
    #[arg(long, env = "VANTRUM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The county's directory data (TOML).
    #[arg(long, env = "VANTRUM_COUNTY", value_name = "FILE")]
    pub county: Option<PathBuf>,
    /// Where clients are served [default: 127.0.0.1:8080].
    #[arg(long, env = "VANTRUM_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Where metrics are served [default: 127.0.0.1:8081].
    #[arg(long, env = "VANTRUM_ADMIN_LISTEN", value_name = "ADDRESS")]
    pub admin_listen: Option<SocketAddr>,
    /// The directory of the embedded store [default: ./vantrum-data].
    #[arg(long, env = "VANTRUM_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The county key: a file of 32 bytes that its owner alone may read. Needed without --demo.
    #[arg(long, env = "VANTRUM_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The Redis server that keeps everything, instead of the embedded store.
    #[arg(long, env = "VANTRUM_REDIS_URL", value_name = "URL")]
    pub redis_url: Option<String>,
    /// The file with the Redis password, which must not stand in the URL.
    #[arg(long, env = "VANTRUM_REDIS_PASSWORD_FILE", value_name = "FILE")]
    pub redis_password_file: Option<PathBuf>,
    /// Serves the synthetic county, with "sign in as", on this machine alone.
    #[arg(
        long,
        env = "VANTRUM_DEMO",
        value_name = "BOOL",
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    pub demo: Option<bool>,
    /// Begins the county in a store that has none. Without it an emptied store is refused.
    #[arg(
        long,
        env = "VANTRUM_CREATE_COUNTY",
        value_name = "BOOL",
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    pub create_county: Option<bool>,
    /// Origins of our own page, such as <https://vantrum.example.se> [default: the host asked].
    #[arg(
        long,
        env = "VANTRUM_ORIGINS",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub origins: Option<Vec<String>>,
    /// Proxies whose X-Forwarded-For is believed [default: none].
    #[arg(
        long,
        env = "VANTRUM_TRUSTED_PROXIES",
        value_name = "NETWORK",
        value_delimiter = ','
    )]
    pub trusted_proxies: Option<Vec<Network>>,
    /// Addresses behind which many people sit: 512 strangers instead of 64 [default: none].
    #[arg(
        long,
        env = "VANTRUM_SHARED_ADDRESSES",
        value_name = "NETWORK",
        value_delimiter = ','
    )]
    pub shared_addresses: Option<Vec<Network>>,
    /// The file to which each alert is appended as a JSON line, for the gateway that rings
    /// telephones [default: alerts are only logged].
    #[arg(long, env = "VANTRUM_REACH_FILE", value_name = "FILE")]
    pub reach_file: Option<PathBuf>,
    /// What is logged, as a filter such as info or vantrum=debug [default: info].
    #[arg(long, env = "VANTRUM_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}
