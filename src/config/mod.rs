//! What the operator decides, parsed once into types; errors name the key.

pub mod county;
