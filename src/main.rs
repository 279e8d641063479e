//! The program: arguments, configuration, telemetry, application, run.

fn main() {}
