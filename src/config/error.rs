//! A setting that cannot be used: which, why, and what mends it.

use std::fmt;

/// How the process ends, after `sysexits.h`, so that a service manager knows whether
/// starting again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The command line is wrong (`EX_USAGE`).
    Usage = 64,
    /// Something needed cannot be reached (`EX_UNAVAILABLE`).
    Unavailable = 69,
    /// Another process holds the store (`EX_CANTCREAT`).
    StoreLocked = 73,
    /// The configuration is wrong (`EX_CONFIG`).
    Configuration = 78,
}

impl Exit {
    /// The number that the process returns.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Usage => 64,
            Self::Unavailable => 69,
            Self::StoreLocked => 73,
            Self::Configuration => 78,
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    key: String,
    problem: String,
    remedy: String,
    exit: Exit,
}

impl ConfigError {
    /// The setting `key` has `problem`; `remedy` says what to do.
    pub fn new(
        key: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            key: key.into(),
            problem: problem.into(),
            remedy: remedy.into(),
            exit: Exit::Configuration,
        }
    }

    /// How the process ends.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        self.exit
    }

    /// The setting.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key,
            problem,
            remedy,
            ..
        } = self;
        write!(f, "{key}: {problem}. {remedy}")
    }
}

impl std::error::Error for ConfigError {}
