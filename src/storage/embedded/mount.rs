//! Which file system a directory lies on. Over a network neither locks nor the memory that
//! the write-ahead log shares can be relied on, so there the store is not opened.

use std::path::{Path, PathBuf};

use crate::storage::OpenError;

/// The mounts of this process, as Linux tells them; nothing where nobody tells.
pub(super) fn table() -> String {
    std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default()
}

/// Refuses a directory that lies, or would be made, on a network's file system.
///
/// # Errors
/// [`OpenError::Configuration`] with the remedy.
pub(super) fn local(dir: &Path, table: &str) -> Result<(), OpenError> {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_unknown| dir.to_owned());
    let exists = |path: &Path| path.canonicalize().ok();
    let there = absolute.ancestors().find_map(exists).unwrap_or(absolute);
    match kind(&there, table).filter(|kind| is_remote(kind)) {
        None => Ok(()),
        Some(kind) => Err(OpenError::Configuration {
            what: format!(
                "the data directory {} lies on a network file system ({kind}), where locks and \
                 shared memory cannot be relied on",
                dir.display()
            ),
            remedy: "choose a directory on a disk of this machine, or use Redis".to_owned(),
        }),
    }
}

/// The file system under `path`: that of the longest mount point above it, of two the later.
fn kind(path: &Path, table: &str) -> Option<String> {
    let mounts = table.lines().filter_map(mount);
    let above = mounts.filter(|(point, _)| path.starts_with(point));
    above
        .max_by_key(|(point, _)| point.components().count())
        .map(|(_, kind)| kind.to_owned())
}

/// Mount point and file system of one line: the fifth field, and the first after the dash
/// (proc(5)).
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, after) = line.split_once(" - ")?;
    let point = before.split(' ').nth(4)?;
    Some((PathBuf::from(unescaped(point)), after.split(' ').next()?))
}

/// Spaces and the like are written as a backslash and three octal digits.
fn unescaped(text: &str) -> String {
    let spaced = text.replace("\\040", " ").replace("\\011", "\t");
    spaced.replace("\\012", "\n").replace("\\134", "\\")
}

fn is_remote(kind: &str) -> bool {
    const REMOTE: [&str; 17] = [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "smb3",
        "vboxsf",
    ];
    REMOTE.contains(&kind) || kind.starts_with("nfs")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /srv/shared\\040disk rw,relatime shared:7 - nfs4 filer:/export rw,vers=4.2
31 30 0:41 / /srv/shared\\040disk/fast rw,relatime - xfs /dev/vdb rw
32 22 0:42 / /mnt rw - cifs //filer/share rw
33 32 0:43 / /mnt rw - ext4 /dev/vdc rw
not a mount at all
";

    #[test]
    fn file_system_is_that_of_the_nearest_mount() {
        for (path, expected) in [
            ("/", "ext4"),
            ("/srv", "ext4"),
            ("/srv/shared disk/vantrum", "nfs4"),
            ("/srv/shared disk/fast/vantrum", "xfs"),
            ("/srv/shared disks", "ext4"),
            ("/mnt/over-mounted", "ext4"),
        ] {
            assert_eq!(
                kind(Path::new(path), TABLE).as_deref(),
                Some(expected),
                "{path}"
            );
        }
        assert_eq!(kind(Path::new("/"), ""), None);
    }

    #[test]
    fn network_disks_are_known_by_name() {
        for remote in ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs"] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk"] {
            assert!(!is_remote(local), "{local}");
        }
    }
}
