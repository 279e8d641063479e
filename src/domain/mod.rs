//! What the waiting room knows and decides. Pure: time, ids and chance are arguments.

pub mod access;
pub mod alerts;
pub mod clinical;
pub mod directory;
pub mod drafts;
pub mod ids;
pub mod incidents;
pub mod indicators;
pub mod simulation;
pub mod time;
pub mod waiting_room;
