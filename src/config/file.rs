//! The configuration file: the same keys as the command line, in TOML.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::args::Options;
use super::error::ConfigError;
use super::network::Network;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    county: Option<PathBuf>,
    listen: Option<SocketAddr>,
    admin_listen: Option<SocketAddr>,
    data_dir: Option<PathBuf>,
    key_file: Option<PathBuf>,
    redis_url: Option<String>,
    redis_password_file: Option<PathBuf>,
    demo: Option<bool>,
    create_county: Option<bool>,
    origins: Option<Vec<String>>,
    trusted_proxies: Option<Vec<Network>>,
    shared_addresses: Option<Vec<Network>>,
    reach_file: Option<PathBuf>,
    log: Option<String>,
}

/// The options with what the file says where nothing nearer does.
///
/// # Errors
/// If the file cannot be read, or a line of it cannot be understood: the error names both.
pub(super) fn complete(options: Options) -> Result<Options, ConfigError> {
    let Some(path) = options.config.clone() else {
        return Ok(options);
    };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        ConfigError::new(
            "config",
            format!("{} cannot be read ({error})", path.display()),
            "Name a TOML file that this user may read.",
        )
    })?;
    Ok(merged(options, parsed(&path, &text)?))
}

fn parsed(path: &Path, text: &str) -> Result<File, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            let before = text.get(..span.start).unwrap_or_default();
            before.matches('\n').count().saturating_add(1)
        });
        let problem = error.message().to_owned();
        ConfigError::new(
            format!("{}:{line}", path.display()),
            problem,
            "Correct the line; `vantrum serve --help` lists the keys.",
        )
    })
}

fn merged(near: Options, file: File) -> Options {
    Options {
        config: near.config,
        county: near.county.or(file.county),
        listen: near.listen.or(file.listen),
        admin_listen: near.admin_listen.or(file.admin_listen),
        data_dir: near.data_dir.or(file.data_dir),
        key_file: near.key_file.or(file.key_file),
        redis_url: near.redis_url.or(file.redis_url),
        redis_password_file: near.redis_password_file.or(file.redis_password_file),
        demo: near.demo.or(file.demo),
        create_county: near.create_county.or(file.create_county),
        origins: near.origins.or(file.origins),
        trusted_proxies: near.trusted_proxies.or(file.trusted_proxies),
        shared_addresses: near.shared_addresses.or(file.shared_addresses),
        reach_file: near.reach_file.or(file.reach_file),
        log: near.log.or(file.log),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::config::Cli;

    #[test]
    fn nearer_word_wins_over_the_file() {
        let file = parsed(
            Path::new("v.toml"),
            "listen = \"127.0.0.1:1\"\ndata_dir = \"/srv/v\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n",
        )
        .unwrap();
        let near = Options {
            listen: Some("127.0.0.1:2".parse().unwrap()),
            ..Options::default()
        };
        let options = merged(near, file);
        assert_eq!(options.listen, Some("127.0.0.1:2".parse().unwrap()));
        assert_eq!(options.data_dir, Some("/srv/v".into()));
        assert_eq!(options.trusted_proxies.unwrap().len(), 1);
    }

    #[test]
    fn mistake_is_named_by_file_and_line() {
        let error = parsed(Path::new("v.toml"), "demo = true\n\nlisen = \"x\"\n").unwrap_err();
        assert_eq!(error.key(), "v.toml:3");
        assert!(error.to_string().contains("lisen"), "{error}");
        let error = parsed(Path::new("v.toml"), "trusted_proxies = [\"10.0.0.0/33\"]").unwrap_err();
        assert_eq!(error.key(), "v.toml:1");
    }

    #[test]
    fn every_option_is_a_key_of_the_file_and_a_variable() {
        let cli = Cli::command();
        let serve = cli.find_subcommand("serve").unwrap();
        for option in serve.get_arguments() {
            let name = option.get_id().as_str();
            if matches!(name, "help" | "version") {
                continue;
            }
            let variable = format!("VANTRUM_{}", name.to_uppercase());
            let env = option.get_env().and_then(|env| env.to_str());
            assert_eq!(env, Some(variable.as_str()));
            if name != "config" {
                let unknown = parsed(Path::new("v.toml"), &format!("{name} = {{}}"))
                    .unwrap_err()
                    .to_string()
                    .contains("unknown field");
                assert!(!unknown, "{name} is no key of the file");
            }
        }
    }
}
