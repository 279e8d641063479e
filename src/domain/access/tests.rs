//! The whole table, written a second time. Each match names every variant, so it does not
//! compile until a new one has its row.

use super::*;

#[test]
fn table_says_who_may_do_what() {
    for action in Action::ALL.iter().copied() {
        for role in Role::ALL.iter().copied() {
            for relation in Relation::ALL.iter().copied() {
                let expected = row(action)[column(role)].contains(letter(relation));
                assert_eq!(
                    may(role, action, relation).is_ok(),
                    expected,
                    "{role} {action} {relation}"
                );
            }
        }
    }
}

#[test]
fn stranger_never_learns_that_a_case_exists() {
    for role in Role::ALL.iter().copied() {
        for action in Action::ALL.iter().copied() {
            assert_eq!(
                may(role, action, Relation::Stranger),
                Err(Denied::NotFound),
                "{role} {action}"
            );
        }
    }
}

#[test]
fn identity_is_for_those_who_take_part_in_the_care() {
    for role in Role::ALL.iter().copied() {
        for relation in Relation::ALL.iter().copied() {
            let identity = may(role, Action::ViewIdentity, relation);
            assert_eq!(identity, may(role, Action::ViewContent, relation));
            let takes_part = matches!(
                (role, relation),
                (Role::Nurse, Relation::Asker | Relation::AskingUnit)
                    | (Role::Doctor, Relation::Claimant | Relation::Answerer)
            );
            assert_eq!(identity.is_ok(), takes_part, "{role} {relation}");
        }
    }
}

#[test]
fn doctor_whose_claim_went_back_is_told_that_it_moved_on() {
    for action in [Action::Release, Action::Answer, Action::ConfirmReadBack] {
        assert_eq!(
            may(Role::Doctor, action, Relation::AnsweringCentre),
            Err(Denied::NotHolding)
        );
    }
}

#[test]
fn no_order_is_read_back_and_confirmed_by_one_person() {
    for role in Role::ALL.iter().copied() {
        let has = |action| offered(role).any(|offer| offer == action);
        assert!(
            !(has(Action::Acknowledge) && has(Action::ConfirmReadBack)),
            "{role}"
        );
    }
}

/// Relations under which each role may: nurse, doctor, administrator, chief nurse, head of
/// unit, coordinator, reviewer, operator.
const fn row(action: Action) -> [&'static str; 8] {
    match action {
        Action::CreateConsult => ["o", "", "", "", "", "", "", ""],
        Action::ViewCentres => ["o", "o", "", "", "", "o", "", ""],
        Action::ListConsults => ["o", "o", "", "o", "o", "", "", ""],
        Action::ViewQueue => ["", "o", "", "", "", "", "", ""],
        Action::SetDuty | Action::KeepPhrases => ["", "o", "", "", "", "", "", ""],
        Action::ViewIndicators => ["", "", "o", "o", "o", "o", "", ""],
        Action::ViewLive => ["", "", "o", "o", "o", "o", "", ""],
        Action::ViewCase => ["au", "chw", "", "aumck", "aumck", "y", "", ""],
        Action::ViewContent => ["au", "hw", "", "", "", "", "", ""],
        Action::ViewIdentity => ["au", "hw", "", "", "", "", "", ""],
        Action::UploadImage => ["o", "", "", "", "", "", "", ""],
        Action::Supplement => ["au", "", "", "", "", "", "", ""],
        Action::Withdraw => ["au", "", "", "", "", "", "", ""],
        Action::Redirect => ["au", "h", "", "", "", "", "", ""],
        Action::Triage => ["au", "h", "", "", "", "", "", ""],
        Action::Claim => ["", "chw", "", "", "", "", "", ""],
        Action::Release => ["", "h", "", "", "", "", "", ""],
        Action::Answer => ["", "h", "", "", "", "", "", ""],
        Action::Acknowledge => ["au", "", "", "", "", "", "", ""],
        Action::ConfirmReadBack => ["", "w", "", "", "", "", "", ""],
        Action::Close => ["au", "", "", "", "", "", "", ""],
        Action::AskBack | Action::CorrectPatient => ["au", "", "", "", "", "", "", ""],
        Action::Peek => ["", "chw", "", "", "", "", "", ""],
        Action::Handover => ["au", "h", "", "", "", "", "", ""],
        Action::AcceptHandover => ["au", "chw", "", "", "", "", "", ""],
        Action::Addend | Action::Void | Action::TaskDone => ["au", "w", "", "", "", "", "", ""],
        Action::CloseAnyway => ["au", "", "", "u", "u", "", "", ""],
        Action::Park | Action::Resume => ["au", "", "", "", "", "", "", ""],
        Action::NeedMore | Action::AwaitNurse | Action::MustGo => ["", "h", "", "", "", "", "", ""],
        Action::Phone | Action::CallEmergency => ["au", "h", "", "", "", "", "", ""],
        Action::AnswerInstead => ["au", "", "", "", "", "", "", ""],
        Action::JoinCall => ["au", "hw", "", "", "", "", "", ""],
        Action::RegisterPhoneContact | Action::ListPhoneContacts => {
            ["o", "o", "", "", "", "", "", ""]
        }
        Action::ExportJournal => ["au", "hw", "", "", "", "", "", ""],
        Action::ReportIncident => ["au", "chw", "aumck", "aumck", "aumck", "", "", ""],
        Action::ListIncidents => ["", "", "", "", "", "", "o", ""],
        Action::ReadAccessLog | Action::ReadDossier => ["", "", "", "", "", "", "aumck", ""],
    }
}

const fn column(role: Role) -> usize {
    match role {
        Role::Nurse => 0,
        Role::Doctor => 1,
        Role::Administrator => 2,
        Role::ChiefNurse => 3,
        Role::HeadOfUnit => 4,
        Role::Coordinator => 5,
        Role::Reviewer => 6,
        Role::Operator => 7,
    }
}

const fn letter(relation: Relation) -> char {
    match relation {
        Relation::Oneself => 'o',
        Relation::Asker => 'a',
        Relation::AskingUnit => 'u',
        Relation::AskingMunicipality => 'm',
        Relation::AnsweringCentre => 'c',
        Relation::Claimant => 'h',
        Relation::Answerer => 'w',
        Relation::OwnController => 'k',
        Relation::County => 'y',
        Relation::Stranger => 's',
    }
}
