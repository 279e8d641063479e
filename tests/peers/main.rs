//! Two peers without a browser get connected through the server's own signalling: ICE and
//! DTLS over UDP on loopback, and a word said each way.

#[cfg(test)]
mod peer;
#[cfg(test)]
mod talk;
