//! The waiting room as a product: stories first, then random histories against a model.

mod accounts;
mod afterwards;
pub(crate) mod bench;
mod between;
mod calls;
mod claims;
mod deadlines;
mod death;
mod duties;
mod gaps;
mod handing;
mod histories;
mod model;
mod onward;
mod ordering;
mod phone;
mod practice;
mod relations;
mod second;
mod stories;
mod told;
mod transitions;
mod views;
mod waits;
