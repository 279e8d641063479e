//! Socket.
mod outbox; mod pace;
