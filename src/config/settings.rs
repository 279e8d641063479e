//! The settings of a server, whole and checked.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::args::Options;
use super::error::ConfigError;
use super::network::Network;
use super::{file, secrets};
use crate::domain::ids::Redacted;

const LISTEN: SocketAddr = local(8080);
const ADMIN_LISTEN: SocketAddr = local(8081);
const DATA_DIR: &str = "./vantrum-data";
/// The list of embedded files says nothing that an operator acts on.
const LOG: &str = "info,memory_serve=warn";

/// The settings of a server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The county's directory data; none means the synthetic county of the demo.
    pub county: Option<PathBuf>,
    /// Where clients are served.
    pub listen: SocketAddr,
    /// Where metrics are served.
    pub admin_listen: SocketAddr,
    /// What keeps everything.
    pub store: StoreSettings,
    /// The county key; none means the demo's.
    pub key: Option<Redacted<[u8; secrets::KEY_BYTES]>>,
    /// Whether "sign in as" is offered.
    pub demo: bool,
    /// Whether a store without the county is to begin it.
    pub create_county: bool,
    /// Origins of our own page; none means the host asked.
    pub origins: Vec<String>,
    /// Proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<Network>,
    /// Addresses behind which many people sit.
    pub shared_addresses: Vec<Network>,
    /// Where alerts are appended for a gateway; none means that they are only logged.
    pub reach_file: Option<PathBuf>,
    /// What is logged.
    pub log: String,
}

/// What keeps everything.
#[derive(Debug, Clone)]
pub enum StoreSettings {
    /// A directory, for one process.
    Embedded {
        /// The directory.
        dir: PathBuf,
    },
    /// A Redis server.
    Redis {
        /// Where it is, with its password if it has one.
        url: Redacted<String>,
    },
}

impl Settings {
    /// The settings of a server, from all that the operator said.
    ///
    /// # Errors
    /// The first key that is missing or cannot be used, with what mends it.
    pub fn resolve(options: Options) -> Result<Self, ConfigError> {
        let options = file::complete(options)?;
        let demo = options.demo.unwrap_or(false);
        let listen = options.listen.unwrap_or(LISTEN);
        let admin_listen = options.admin_listen.unwrap_or(ADMIN_LISTEN);
        if demo {
            this_machine_alone("listen", listen)?;
            this_machine_alone("admin_listen", admin_listen)?;
        } else if options.county.is_none() {
            return Err(no_county());
        }
        let data_dir = options.data_dir.clone().unwrap_or_else(|| DATA_DIR.into());
        let key = match &options.key_file {
            Some(path) => Some(secrets::county_key(path, &data_dir)?),
            None if demo => None,
            None => {
                return Err(ConfigError::new(
                    "key_file",
                    "no county key is named",
                    "Make one (head -c 32 /dev/urandom > FILE && chmod 600 FILE) and give \
                     --key-file FILE.",
                ));
            }
        };
        Ok(Self {
            store: Self::store_of(&options)?,
            county: options.county,
            listen,
            admin_listen,
            key,
            demo,
            create_county: demo || options.create_county.unwrap_or(false),
            origins: checked_origins(options.origins.unwrap_or_default())?,
            trusted_proxies: options.trusted_proxies.unwrap_or_default(),
            shared_addresses: options.shared_addresses.unwrap_or_default(),
            reach_file: options.reach_file,
            log: options.log.unwrap_or_else(|| LOG.to_owned()),
        })
    }

    /// The county and where it is kept, for a command that reads and serves nobody. A county
    /// file is not needed for the demo.
    ///
    /// # Errors
    /// As [`Settings::resolve`], for the keys of county and store.
    pub fn to_read(options: Options) -> Result<(Option<PathBuf>, StoreSettings), ConfigError> {
        let options = file::complete(options)?;
        if options.county.is_none() && !options.demo.unwrap_or(false) {
            return Err(no_county());
        }
        let store = Self::store_of(&options)?;
        Ok((options.county, store))
    }

    fn store_of(options: &Options) -> Result<StoreSettings, ConfigError> {
        let Some(url) = &options.redis_url else {
            let dir = options.data_dir.clone().unwrap_or_else(|| DATA_DIR.into());
            return Ok(StoreSettings::Embedded { dir });
        };
        let wrong =
            |problem: &str, remedy: &str| Err(ConfigError::new("redis_url", problem, remedy));
        let Some((scheme, rest)) = url.split_once("://") else {
            return wrong("is no URL", "Write redis://HOST:PORT.");
        };
        if scheme != "redis" {
            return wrong("is not a redis:// URL", "Write redis://HOST:PORT.");
        }
        let authority = rest.split('/').next().unwrap_or_default();
        let user = authority.rsplit_once('@').map(|(user, _)| user);
        if user.is_some_and(|user| user.contains(':')) {
            return wrong(
                "holds a password, which other users of this machine can read",
                "Leave it out and name its file by redis_password_file.",
            );
        }
        let url = match &options.redis_password_file {
            None => url.clone(),
            Some(path) => {
                let password = secrets::line(path, "redis_password_file")?;
                let host = authority.rsplit_once('@').map_or(rest, |_| {
                    rest.split_once('@').map_or(rest, |(_, host)| host)
                });
                let user = user.unwrap_or_default();
                format!("{scheme}://{user}:{}@{host}", escaped(password.reveal()))
            }
        };
        Ok(StoreSettings::Redis {
            url: Redacted::new(url),
        })
    }
}

fn no_county() -> ConfigError {
    ConfigError::new(
        "county",
        "no county is named",
        "Give --county FILE, or --demo for the synthetic county.",
    )
}

const fn local(port: u16) -> SocketAddr {
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), port)
}

fn this_machine_alone(key: &str, address: SocketAddr) -> Result<(), ConfigError> {
    if address.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(ConfigError::new(
        key,
        format!("{address} can be reached from outside, and in the demo anybody may be anyone"),
        "Use 127.0.0.1, or leave --demo out.",
    ))
}

fn checked_origins(origins: Vec<String>) -> Result<Vec<String>, ConfigError> {
    for origin in &origins {
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', '*'])) {
            return Err(ConfigError::new(
                "origins",
                format!("{origin} is no origin"),
                "Write scheme and host alone, such as https://vantrum.example.se.",
            ));
        }
    }
    Ok(origins)
}

/// The text with every byte that means something in a URL written as `%41`.
fn escaped(text: &str) -> String {
    let mut plain = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            plain.push(char::from(byte));
        } else {
            plain.push_str(&format!("%{byte:02X}"));
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demo_needs_no_key_and_serves_this_machine() {
        let settings = Settings::resolve(demo()).unwrap();
        assert!(settings.demo && settings.key.is_none());
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.admin_listen.to_string(), "127.0.0.1:8081");
        assert!(
            matches!(settings.store, StoreSettings::Embedded { dir } if dir.as_os_str() == DATA_DIR)
        );
    }

    #[test]
    fn demo_is_not_served_to_other_machines() {
        for address in ["0.0.0.0:8080", "192.0.2.1:8080", "[::]:8080"] {
            for admin in [false, true] {
                let mut options = demo();
                let slot = if admin {
                    &mut options.admin_listen
                } else {
                    &mut options.listen
                };
                *slot = Some(address.parse().unwrap());
                let error = Settings::resolve(options).unwrap_err();
                assert_eq!(error.exit().code(), 78);
                assert!(
                    error.to_string().contains("anybody may be anyone"),
                    "{error}"
                );
            }
        }
    }

    #[test]
    fn server_without_demo_names_the_first_key_it_lacks() {
        let error = Settings::resolve(Options::default()).unwrap_err();
        assert_eq!(error.key(), "county");
        let options = Options {
            county: Some("county.toml".into()),
            ..Options::default()
        };
        assert_eq!(Settings::resolve(options).unwrap_err().key(), "key_file");
    }

    #[test]
    fn password_never_stands_in_the_url() {
        for url in ["redis://:secret@host", "redis://user:secret@host:6379/0"] {
            let options = Options {
                redis_url: Some(url.to_owned()),
                ..demo()
            };
            let error = Settings::resolve(options).unwrap_err();
            assert_eq!(error.key(), "redis_url");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        let options = Options {
            redis_url: Some("http://host".to_owned()),
            ..demo()
        };
        assert_eq!(Settings::resolve(options).unwrap_err().key(), "redis_url");
    }

    #[test]
    fn password_of_the_file_joins_the_url_unseen() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("password");
        std::fs::write(&path, "p@ss/1\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        for (given, whole) in [
            ("redis://host:6379/0", "redis://:p%40ss%2F1@host:6379/0"),
            ("redis://vantrum@host", "redis://vantrum:p%40ss%2F1@host"),
        ] {
            let options = Options {
                redis_url: Some(given.to_owned()),
                redis_password_file: Some(path.clone()),
                ..demo()
            };
            let settings = Settings::resolve(options).unwrap();
            assert!(!format!("{settings:?}").contains("ss%2F1"));
            assert!(
                matches!(settings.store, StoreSettings::Redis { url } if url.reveal() == whole)
            );
        }
    }

    #[test]
    fn origin_is_scheme_and_host_alone() {
        for bad in [
            "vantrum.example.se",
            "https://",
            "https://a/b",
            "https://*.example.se",
        ] {
            let options = Options {
                origins: Some(vec![bad.to_owned()]),
                ..demo()
            };
            assert_eq!(
                Settings::resolve(options).unwrap_err().key(),
                "origins",
                "{bad}"
            );
        }
    }

    fn demo() -> Options {
        Options {
            demo: Some(true),
            ..Options::default()
        }
    }
}
