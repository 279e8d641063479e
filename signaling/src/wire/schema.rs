//! The protocol's types for the client, written as TypeScript.

use std::path::Path;

use ts_rs::{Config, ExportError, TS};

use super::error::Problem;
use super::http;
use super::socket::{ClientMessage, ServerMessage};
use super::vocabulary::{DraftForm, OwnDraftForm};

/// Writes one TypeScript file for each type that reaches a client into `dir`.
///
/// # Errors
/// If a file cannot be written.
pub fn export_types(dir: &Path) -> Result<(), ExportError> {
    let config = Config::new().with_out_dir(dir).with_large_int("number");

    ClientMessage::export_all(&config)?;
    ServerMessage::export_all(&config)?;
    Problem::export_all(&config)?;

    http::NewConsult::export_all(&config)?;
    http::Supplement::export_all(&config)?;
    http::ConsultCreated::export_all(&config)?;
    http::ConsultList::export_all(&config)?;
    http::ConsultContent::export_all(&config)?;
    http::Outcome::export_all(&config)?;
    http::Release::export_all(&config)?;
    http::NeedMore::export_all(&config)?;
    http::MustGo::export_all(&config)?;
    http::Handover::export_all(&config)?;
    http::TaskDone::export_all(&config)?;
    http::AskBack::export_all(&config)?;
    http::JoinCall::export_all(&config)?;
    http::Addendum::export_all(&config)?;
    http::CorrectPatient::export_all(&config)?;
    http::Void::export_all(&config)?;
    http::Acknowledge::export_all(&config)?;
    http::ConfirmReadBack::export_all(&config)?;
    http::Close::export_all(&config)?;
    http::Withdraw::export_all(&config)?;
    http::Redirect::export_all(&config)?;
    http::Triage::export_all(&config)?;
    http::CallTicket::export_all(&config)?;
    http::DutySet::export_all(&config)?;
    http::Me::export_all(&config)?;
    http::CentreList::export_all(&config)?;
    http::DemoSession::export_all(&config)?;
    http::DemoUnlock::export_all(&config)?;
    http::DraftSet::export_all(&config)?;
    http::DraftFound::export_all(&config)?;
    http::Phrases::export_all(&config)?;
    http::PhrasesSet::export_all(&config)?;
    DraftForm::export_all(&config)?;
    OwnDraftForm::export_all(&config)?;
    http::SamePatient::export_all(&config)?;
    http::OpenConsults::export_all(&config)?;
    http::DemoSessionCreated::export_all(&config)?;
    http::DemoPeople::export_all(&config)?;
    http::SocketTicket::export_all(&config)?;
    http::ImageCreated::export_all(&config)?;
    http::JournalText::export_all(&config)?;
    http::NewPhoneContact::export_all(&config)?;
    http::PhoneContactCreated::export_all(&config)?;
    http::PhoneContactList::export_all(&config)?;
    http::PhoneContactContent::export_all(&config)?;
    http::Indicators::export_all(&config)?;
    http::ReportIncident::export_all(&config)?;
    http::IncidentList::export_all(&config)?;
    http::Dossier::export_all(&config)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    #[test]
    fn client_has_the_servers_own_types() {
        let fresh = std::env::temp_dir().join(format!("vantrum-types-{}", std::process::id()));
        export_types(&fresh).unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src/protocol");
        assert!(
            files(&fresh) == files(&committed),
            "web/src/protocol is stale: run `make types`"
        );
        fs::remove_dir_all(fresh).unwrap();
    }

    fn files(dir: &Path) -> BTreeMap<String, String> {
        fs::read_dir(dir)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect()
    }
}
