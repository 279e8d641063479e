//! Secrets come from files that their owner alone may read, kept apart from the data.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::error::ConfigError;
use crate::domain::ids::Redacted;

/// Length of the county key.
pub const KEY_BYTES: usize = 32;

const KEY: &str = "key_file";

/// Permissions of the owner alone; no bit of these may be set for anybody else.
const OTHERS: u32 = 0o077;

/// Reads the county key.
///
/// # Errors
/// If the file is missing, not exactly 32 bytes, readable by others than its owner, or
/// inside `data_dir`: a backup of the data would then hold the key to it.
pub(super) fn county_key(
    path: &Path,
    data_dir: &Path,
) -> Result<Redacted<[u8; KEY_BYTES]>, ConfigError> {
    let bytes = owners_alone(path, KEY)?;
    if inside(path, data_dir) {
        return Err(ConfigError::new(
            KEY,
            format!("{} lies inside the data directory", path.display()),
            "Keep the key apart from the data it opens, such as under /etc or as a credential.",
        ));
    }
    let length = bytes.len();
    match <[u8; KEY_BYTES]>::try_from(bytes) {
        Ok(key) => Ok(Redacted::new(key)),
        Err(_other_length) => Err(ConfigError::new(
            KEY,
            format!("{} has {length} bytes, not {KEY_BYTES}", path.display()),
            "Make one: head -c 32 /dev/urandom > FILE && chmod 600 FILE",
        )),
    }
}

/// Reads a secret text of one line.
///
/// # Errors
/// If the file is missing, empty, not text or readable by others than its owner.
pub(super) fn line(path: &Path, key: &'static str) -> Result<Redacted<String>, ConfigError> {
    let bytes = owners_alone(path, key)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    let line = text.trim_end_matches(['\r', '\n']);
    if line.is_empty() || line.contains('\n') {
        return Err(ConfigError::new(
            key,
            format!("{} does not hold one line of text", path.display()),
            "Write the secret into the file and nothing else.",
        ));
    }
    Ok(Redacted::new(line.to_owned()))
}

fn owners_alone(path: &Path, key: &'static str) -> Result<Vec<u8>, ConfigError> {
    let unreadable = |error: std::io::Error| {
        ConfigError::new(
            key,
            format!("{} cannot be read ({error})", path.display()),
            "Name a file that this user may read.",
        )
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.permissions().mode() & OTHERS != 0 {
        return Err(ConfigError::new(
            key,
            format!("{} can be read by others than its owner", path.display()),
            format!("Run: chmod 600 {}", path.display()),
        ));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn inside(path: &Path, dir: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(dir)) {
        (Ok(path), Ok(dir)) => path.starts_with(dir),
        // A directory that does not exist yet has nothing inside.
        (Err(_), _) | (_, Err(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn key_of_its_owner_alone_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = key(dir.path(), &[7; KEY_BYTES], 0o600);
        let read = county_key(&path, &dir.path().join("data")).unwrap();
        assert_eq!(read.reveal(), &[7; KEY_BYTES]);
    }

    #[test]
    fn key_that_others_may_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for mode in [0o640, 0o604, 0o644] {
            let path = key(dir.path(), &[7; KEY_BYTES], mode);
            let error = county_key(&path, &dir.path().join("data")).unwrap_err();
            assert!(error.to_string().starts_with("key_file: "), "{error}");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn key_inside_the_data_directory_is_refused_by_any_name_of_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = key(dir.path(), &[7; KEY_BYTES], 0o600);
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(dir.path(), &link).unwrap();
        for data_dir in [dir.path(), link.as_path()] {
            let error = county_key(&path, data_dir).unwrap_err();
            assert!(
                error.to_string().contains("inside the data directory"),
                "{error}"
            );
        }
    }

    #[test]
    fn key_of_another_length_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for length in [0, 31, 33, 64] {
            let path = key(dir.path(), &vec![7; length], 0o600);
            let error = county_key(&path, &dir.path().join("data")).unwrap_err();
            assert!(
                error.to_string().contains(&format!("{length} bytes")),
                "{error}"
            );
        }
    }

    #[test]
    fn password_is_one_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = key(dir.path(), b"secret\n", 0o600);
        assert_eq!(
            line(&path, "redis_password_file").unwrap().reveal(),
            "secret"
        );
        let path = key(dir.path(), b"a\nb\n", 0o600);
        assert!(line(&path, "redis_password_file").is_err());
    }

    fn key(dir: &Path, bytes: &[u8], mode: u32) -> PathBuf {
        let path = dir.join("key");
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }
}
