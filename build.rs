//! Builds the client in `web/` and embeds it into the program.
//!
//! Node is needed only here. `npm ci` runs when the lock file has changed, the build when
//! any input has; `VANTRUM_WEB_DIST` hands in a client that is ready.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the environment and prints to cargo"
)]

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The oldest Node that the client's tools run on.
const NODE: (u32, u32) = (20, 19);

/// Names in `web/` that are made by tools, or belong to its tests alone.
const NOT_INPUTS: [&str; 5] = [
    "node_modules",
    "dist",
    "test-results",
    ".svelte-kit",
    ".vite",
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=VANTRUM_WEB_DIST");
    match client() {
        Ok(dist) => {
            memory_serve::load_directory(dist);
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            println!("cargo::error={sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The directory with the client's files, built if need be.
fn client() -> Result<PathBuf, String> {
    if let Some(ready) = env::var_os("VANTRUM_WEB_DIST") {
        let ready = PathBuf::from(ready);
        if ready.join("index.html").is_file() {
            return Ok(ready);
        }
        return Err("VANTRUM_WEB_DIST holds no index.html: name a built client.".to_owned());
    }
    let (Some(root), Some(out)) = (env::var_os("CARGO_MANIFEST_DIR"), env::var_os("OUT_DIR"))
    else {
        return Err("Run this through cargo.".to_owned());
    };
    let web = Path::new(&root).join("web");
    let dist = Path::new(&out).join("client");
    let inputs = inputs(&web).map_err(|error| format!("web/ cannot be read: {error}."))?;
    for input in &inputs {
        println!("cargo::rerun-if-changed={}", input.display());
    }
    let fresh = digest(&web, &inputs).map_err(|error| format!("web/ cannot be read: {error}."))?;
    let stamp = Path::new(&out).join("client.inputs");
    let built = fs::read_to_string(&stamp).is_ok_and(|old| old == fresh);
    if built && dist.join("index.html").is_file() {
        return Ok(dist);
    }
    node_is_new_enough()?;
    install(&web)?;
    build(&web, &dist)?;
    fs::write(&stamp, fresh).map_err(|error| format!("No stamp could be written: {error}."))?;
    Ok(dist)
}

/// Every file that the client is built from, and every folder, so that a new file is seen.
fn inputs(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![dir.to_path_buf()];
    let mut entries: Vec<_> = fs::read_dir(dir)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if NOT_INPUTS.iter().any(|other| name == *other) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(inputs(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn digest(web: &Path, inputs: &[PathBuf]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in inputs.iter().filter(|input| input.is_file()) {
        let name = input.strip_prefix(web).unwrap_or(input);
        hasher.write(name.as_os_str().as_encoded_bytes());
        hasher.write_u8(0);
        hasher.write(&fs::read(input)?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn node_is_new_enough() -> Result<(), String> {
    let (major, minor) = NODE;
    let needed = format!(
        "The client needs Node {major}.{minor} or newer: install it, or set VANTRUM_WEB_DIST to a built client."
    );
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_not_found| needed.clone())?;
    let version = String::from_utf8_lossy(&output.stdout);
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < NODE {
        return Err(needed);
    }
    Ok(())
}

/// Installs the client's tools if they are not those of the lock file.
fn install(web: &Path) -> Result<(), String> {
    let installed = modified(&web.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&web.join("package-lock.json")) {
        return Ok(());
    }
    run(web, &["ci", "--no-audit", "--no-fund"])
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

fn build(web: &Path, dist: &Path) -> Result<(), String> {
    let dist = dist.to_string_lossy();
    run(
        web,
        &["run", "build", "--", "--outDir", &dist, "--emptyOutDir"],
    )
}

fn run(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("npm")
        .args(arguments)
        .current_dir(web)
        .output()
        .map_err(|error| format!("npm cannot be run: {error}."))?;
    if output.status.success() {
        return Ok(());
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        println!("cargo::warning={line}");
    }
    let what = arguments.first().copied().unwrap_or_default();
    Err(format!("npm {what} failed in web/: its words stand above."))
}
