//! Opens what a process needs, and says how it ends if that is not there.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::county::{self, CountyFileError};
use crate::config::{ConfigError, Exit, StoreSettings};
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::service::StartError;
use crate::storage::{self, OpenError, Storage, embedded};

/// A process that cannot do what it was started for.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failed {
    message: String,
    code: u8,
}

impl Failed {
    /// What to tell the operator, and how the process ends.
    #[must_use]
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: exit.code(),
        }
    }

    /// The number that the process returns.
    #[must_use]
    pub const fn code(&self) -> u8 {
        self.code
    }
}

impl From<ConfigError> for Failed {
    fn from(error: ConfigError) -> Self {
        Self::new(error.exit(), error.to_string())
    }
}

impl From<OpenError> for Failed {
    fn from(error: OpenError) -> Self {
        let exit = match error {
            OpenError::Locked { .. } => Exit::StoreLocked,
            OpenError::Configuration { .. } => Exit::Configuration,
            OpenError::Unavailable { .. } | OpenError::Corrupt { .. } => Exit::Unavailable,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<StartError> for Failed {
    fn from(error: StartError) -> Self {
        let remedy = match &error {
            StartError::NoCounty(_) => " (--create-county)",
            StartError::Store(_)
            | StartError::Journal(_)
            | StartError::Directory(_)
            | StartError::NotConfirmed(_)
            | StartError::NotAdopted(_) => "",
        };
        Self::new(Exit::Unavailable, format!("{error}{remedy}"))
    }
}

/// The county's directory, to serve the county from `today` on: of the file, or the synthetic
/// county of the demo.
pub(super) fn directory(file: Option<&Path>, today: Timestamp) -> Result<Arc<Directory>, Failed> {
    read(file, |text, name| county::to_serve(text, name, today))
}

/// The county's directory, to know whose logs there are.
pub(super) fn directory_to_read(file: Option<&Path>) -> Result<Arc<Directory>, Failed> {
    read(file, county::load)
}

fn read(
    file: Option<&Path>,
    load: impl FnOnce(&str, &str) -> Result<Directory, CountyFileError>,
) -> Result<Arc<Directory>, Failed> {
    let read = match file {
        None => load(county::DEMO, county::DEMO_NAME),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                ConfigError::new(
                    "county",
                    format!("{} cannot be read ({error})", path.display()),
                    "Name a TOML file that this user may read.",
                )
            })?;
            load(&text, &path.display().to_string())
        }
    };
    let directory = read.map_err(|error| Failed::new(Exit::Configuration, error.to_string()))?;
    Ok(Arc::new(directory))
}

/// The store, to keep a county in.
pub(super) async fn store(settings: &StoreSettings, clock: Clock) -> Result<Storage, Failed> {
    Ok(match settings {
        StoreSettings::Embedded { dir } => embedded::open(dir, clock)?,
        StoreSettings::Redis { url } => storage::redis::open(url.reveal(), clock).await?,
    })
}

/// The store, to read what a server may be writing.
pub(super) async fn store_to_read(
    settings: &StoreSettings,
    clock: Clock,
) -> Result<Storage, Failed> {
    Ok(match settings {
        StoreSettings::Embedded { dir } => embedded::open_to_read(dir, clock)?,
        StoreSettings::Redis { url } => storage::redis::open(url.reveal(), clock).await?,
    })
}
