//! What an operator says: arguments, environment and file, parsed once into types.
//!
//! An argument wins over the environment, and that over the file. Every error names the key
//! and says what mends it. Nothing else reads the environment.

pub mod county;

mod args;
mod error;
mod file;
mod network;
mod secrets;
mod settings;

pub use self::args::{
    AuditCommand, Cli, Command, ExportArgs, Format, Options, SimulateArgs, VerifyArgs,
};
pub use self::error::{ConfigError, Exit};
pub use self::network::Network;
pub use self::secrets::KEY_BYTES;
pub use self::settings::{Settings, StoreSettings};
