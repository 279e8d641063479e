//! The scripts: short, without a rule of the waiting room, every key declared.
//!
//! The header makes the server refuse a writing script before its first effect when memory
//! is full; a script without it may be cut off halfway.

use std::sync::LazyLock;

/// A script and the name under which a server remembers it.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) source: &'static str,
    pub(super) hash: LazyLock<String>,
}

macro_rules! scripts {
    ($($name:ident = $header:literal $file:literal),+ $(,)?) => {$(
        pub(super) static $name: Script = Script {
            source: concat!(
                $header,
                "\n",
                include_str!("lua/common.lua"),
                include_str!(concat!("lua/", $file, ".lua")),
            ),
            hash: LazyLock::new(|| redis::Script::new($name.source).get_hash().to_owned()),
        };
    )+};
}

scripts! {
    APPEND = "#!lua" "append",
    CREATE = "#!lua" "create",
    REOPEN = "#!lua" "reopen",
    HEAD = "#!lua flags=no-writes" "head",
    SNAPSHOT_PUT = "#!lua" "snapshot_put",
    SNAPSHOT_GET = "#!lua flags=no-writes" "snapshot_get",
    BLOB_PUT = "#!lua" "blob_put",
    BLOB_DELETE = "#!lua flags=allow-oom" "blob_delete",
    LEASE_TAKE = "#!lua" "lease_take",
    LEASE_RENEW = "#!lua flags=allow-oom" "lease_renew",
    LEASE_RELEASE = "#!lua flags=allow-oom" "lease_release",
}
