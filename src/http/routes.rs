//! The table of routes: what exists, and what the published description says of it.
//!
//! Router, description and tests all read this one table, so none can know a route that
//! the others do not.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use signaling::wire::error::ErrorCode;

use super::error::Refused;
use super::{
    Doors, afterwards, calls, centres, commands, compress, consults, demo, drafts, duty, figures,
    images, incidents, journal, me, phone_contacts, phrases, waits,
};

/// How a route is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Reads.
    Get,
    /// Does something.
    Post,
    /// Sets something.
    Put,
    /// Ends something.
    Delete,
}

impl Verb {
    /// The HTTP method.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call a route at all, before anything else is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Anybody.
    Anyone,
    /// Somebody signed in.
    SignedIn,
}

/// Whether a call carries an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyed {
    /// It changes a consult or a duty, so it must.
    Yes,
    /// It does not.
    No,
}

/// What one route does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Who the caller is.
    Me,
    /// Whom she may ask.
    Centres,
    /// Her cases.
    ListConsults,
    /// A new request.
    CreateConsult,
    /// One case with content.
    GetConsult,
    /// Brings a picture.
    UploadImage,
    /// One picture of a case.
    GetImage,
    /// Adds to a request.
    Supplement,
    /// Takes a case.
    Claim,
    /// Gives it back.
    Release,
    /// Puts a waiting request aside.
    Park,
    /// Takes it up again.
    Resume,
    /// Wants to know more.
    NeedMore,
    /// Says that nobody answers.
    AwaitNurse,
    /// Leaves it at once.
    MustGo,
    /// Takes to the telephone.
    Phone,
    /// Says that 112 was called.
    CallEmergency,
    /// Reads without taking.
    Peek,
    /// Wants a colleague to take over.
    Handover,
    /// Takes over.
    AcceptHandover,
    /// Ticks off what an answer left to be done.
    TaskDone,
    /// Asks the doctor once more.
    AskBack,
    /// Adds to an answered case.
    Addend,
    /// Names another patient.
    CorrectPatient,
    /// Declares the answer void.
    Void,
    /// Answers it.
    Answer,
    /// Has seen the answer, or reads it back.
    Acknowledge,
    /// Judges the read-back.
    ConfirmReadBack,
    /// Ends the case.
    Close,
    /// Takes the request back.
    Withdraw,
    /// Sends it to another centre.
    Redirect,
    /// Judges its urgency anew.
    Triage,
    /// A way into the call.
    Call,
    /// Sets a doctor's duty.
    SetDuty,
    /// A doctor's queues.
    Queue,
    /// Waiting times.
    Indicators,
    /// What is going on.
    LiveIndicators,
    /// A way into the socket.
    SocketTicket,
    /// The socket itself.
    Socket,
    /// Signs out.
    EndSession,
    /// A case as text for one's own journal.
    ExportJournal,
    /// Registers a contact by telephone.
    RegisterPhoneContact,
    /// Contacts by telephone.
    ListPhoneContacts,
    /// One of them with what was said.
    GetPhoneContact,
    /// Says that something went wrong.
    ReportIncident,
    /// Cases in which something went wrong.
    ListIncidents,
    /// What happened in one of them.
    GetDossier,
    /// Whom one can be.
    DemoPeople,
    /// Signs in to the demo.
    DemoSession,
    /// Locks the caller's screen.
    LockSession,
    /// Opens it again, in the demo.
    DemoUnlock,
    /// Whether a patient is asked about already.
    SamePatient,
    /// Keeps what was written and not sent.
    KeepDraft,
    /// Finds it again.
    GetDraft,
    /// Keeps what was written of something new and not sent.
    KeepOwnDraft,
    /// Finds it again.
    GetOwnDraft,
    /// The caller's own phrases and order templates.
    GetPhrases,
    /// Keeps them.
    KeepPhrases,
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// What it does.
    pub operation: Operation,
    /// How it is called.
    pub verb: Verb,
    /// Its path below `/api/v1`.
    pub path: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Who may call it.
    pub caller: Caller,
    /// Whether it carries a key.
    pub keyed: Keyed,
    /// The schema of its body, if it has one.
    pub body: Option<&'static str>,
    /// The status and schema of its answer.
    pub answer: (u16, Option<&'static str>),
}

macro_rules! routes {
    ($($operation:ident $verb:ident $path:literal $caller:ident $keyed:ident
        ($($body:literal)?) $status:literal ($($answer:literal)?) $summary:literal;)+) => {
        /// Every route below `/api/v1`.
        pub const ROUTES: &[Route] = &[$(Route {
            operation: Operation::$operation,
            verb: Verb::$verb,
            path: $path,
            summary: $summary,
            caller: Caller::$caller,
            keyed: Keyed::$keyed,
            body: routes!(@option $($body)?),
            answer: ($status, routes!(@option $($answer)?)),
        }),+];
    };
    (@option) => { None };
    (@option $name:literal) => { Some($name) };
}

routes! {
    Me Get "/me" SignedIn No () 200 ("Me") "Who the caller is under the commission in use.";
    Centres Get "/centres" SignedIn No () 200 ("CentreList") "The centres the caller may ask or answers for, and who can be reached.";
    ListConsults Get "/consults" SignedIn No () 200 ("ConsultList") "Own and own unit's cases, without identity.";
    CreateConsult Post "/consults" SignedIn Yes ("NewConsult") 201 ("ConsultCreated") "Asks for a doctor.";
    GetConsult Get "/consults/{id}" SignedIn No () 200 ("ConsultContent") "One case with the content the caller is entitled to. The disclosure is logged first.";
    UploadImage Post "/images" SignedIn No () 201 ("ImageCreated") "Brings a picture for a request or supplement to name: its pixels alone are kept, for 24 hours until it is named.";
    GetImage Get "/consults/{id}/images/{image}" SignedIn No () 200 () "One picture of a case. The disclosure is logged first.";
    Supplement Post "/consults/{id}/supplement" SignedIn Yes ("Supplement") 200 ("Outcome") "Adds to a request.";
    Claim Post "/consults/{id}/claim" SignedIn Yes ("Empty") 200 ("Outcome") "Takes a waiting case.";
    Release Post "/consults/{id}/release" SignedIn Yes ("Release") 200 ("Outcome") "Gives a case back to the queue.";
    Park Post "/consults/{id}/park" SignedIn Yes ("Empty") 200 ("Outcome") "Puts a waiting request aside; its place and clock are kept.";
    Resume Post "/consults/{id}/resume" SignedIn Yes ("Empty") 200 ("Outcome") "The nurse is back: the request waits again where it stood.";
    NeedMore Post "/consults/{id}/need_more" SignedIn Yes ("NeedMore") 200 ("Outcome") "The doctor must know more before she can answer.";
    AwaitNurse Post "/consults/{id}/awaiting_nurse" SignedIn Yes ("Empty") 200 ("Outcome") "Two rings were not answered: the nurse is to come back.";
    MustGo Post "/consults/{id}/must_go" SignedIn Yes ("MustGo") 200 ("Outcome") "The doctor leaves at once; the case goes back to the top of its level.";
    Phone Post "/consults/{id}/phoning" SignedIn Yes ("Empty") 200 ("Outcome") "Nurse or doctor takes to the telephone; place or claim are kept.";
    CallEmergency Post "/consults/{id}/emergency_called" SignedIn Yes ("Empty") 200 ("Outcome") "112 was called: the case is P1 until a person ends it.";
    Peek Post "/consults/{id}/peek" SignedIn Yes ("Empty") 200 ("Outcome") "A doctor reads a waiting request without taking it: then GET shows it, without who it is about.";
    Handover Post "/consults/{id}/handover" SignedIn Yes ("Handover") 200 ("Outcome") "A colleague is wanted to take over; until one has, it stays whose it is.";
    AcceptHandover Post "/consults/{id}/accept_handover" SignedIn Yes ("Empty") 200 ("Outcome") "Takes over from a colleague.";
    TaskDone Post "/consults/{id}/task_done" SignedIn Yes ("TaskDone") 200 ("Outcome") "Something is done that the answer left to be done.";
    AskBack Post "/consults/{id}/ask_back" SignedIn Yes ("AskBack") 200 ("Outcome") "Asks the doctor who answered once more.";
    Addend Post "/consults/{id}/addendum" SignedIn Yes ("Addendum") 200 ("Outcome") "Adds something to an answered case.";
    CorrectPatient Post "/consults/{id}/correct_patient" SignedIn Yes ("CorrectPatient") 200 ("Outcome") "Names another patient, before there is an answer.";
    Void Post "/consults/{id}/void" SignedIn Yes ("Void") 200 ("Outcome") "Says that the answer is for another patient. Nothing is deleted.";
    Answer Post "/consults/{id}/answer" SignedIn Yes ("Answer") 200 ("Outcome") "Answers a case.";
    Acknowledge Post "/consults/{id}/acknowledge" SignedIn Yes ("Acknowledge") 200 ("Outcome") "Has seen the answer, or reads its orders back.";
    ConfirmReadBack Post "/consults/{id}/confirm_read_back" SignedIn Yes ("ConfirmReadBack") 200 ("Outcome") "Says whether the read-back is right.";
    Close Post "/consults/{id}/close" SignedIn Yes ("Close") 200 ("Outcome") "Ends a case.";
    Withdraw Post "/consults/{id}/withdraw" SignedIn Yes ("Withdraw") 200 ("Outcome") "Takes a request back.";
    Redirect Post "/consults/{id}/redirect" SignedIn Yes ("Redirect") 200 ("Outcome") "Sends a request to another centre.";
    Triage Post "/consults/{id}/triage" SignedIn Yes ("Triage") 200 ("Outcome") "Judges the urgency anew.";
    Call Post "/consults/{id}/call" SignedIn No ("JoinCall") 200 ("CallTicket") "A ticket to a seat in the call: the caller's own, or the nurse's in her place.";
    SetDuty Put "/duty" SignedIn Yes ("DutySet") 200 ("Duty") "Sets the caller's duty.";
    Queue Get "/queue" SignedIn No () 200 ("ConsultList") "The caller's queues, without identity.";
    Indicators Get "/indicators" SignedIn No () 200 ("Indicators") "Waiting times in a period, by centre, municipality, level or hour.";
    LiveIndicators Get "/indicators/live" SignedIn No () 200 ("LiveFigures") "What is going on right now.";
    SocketTicket Post "/socket/tickets" SignedIn No ("Empty") 200 ("SocketTicket") "A ticket that opens one socket.";
    Socket Get "/socket" Anyone No () 101 () "The socket (subprotocol vantrum.v1). Its messages: /api/socket.schema.json.";
    EndSession Delete "/session" SignedIn No () 204 () "Ends the caller's session.";
    SamePatient Post "/consults/same_patient" SignedIn No ("SamePatient") 200 ("OpenConsults") "What is open about a patient at the caller's own care provider, before she asks again. It is logged first.";
    LockSession Post "/session/lock" SignedIn No ("Empty") 204 () "Locks the caller's screen: it waits and is rung, and opens no case until she has proved again who she is.";
    ExportJournal Post "/consults/{id}/export_journal" SignedIn No ("Empty") 200 ("JournalText") "A case as Swedish text for the caller's own journal. The export is logged first.";
    RegisterPhoneContact Post "/phone-contacts" SignedIn Yes ("NewPhoneContact") 201 ("PhoneContactCreated") "Registers a contact that took place by telephone.";
    ListPhoneContacts Get "/phone-contacts" SignedIn No () 200 ("PhoneContactList") "The last seven days' contacts by telephone of the caller's unit or centres, without identity.";
    GetPhoneContact Get "/phone-contacts/{id}" SignedIn No () 200 ("PhoneContactContent") "One contact by telephone, with what was said for those who took part. The disclosure is logged first.";
    ReportIncident Post "/consults/{id}/report_incident" SignedIn Yes ("ReportIncident") 200 ("Outcome") "Says that something went wrong in a case. It changes nothing else; the owners' reviewers alone read the words.";
    ListIncidents Get "/logs/incidents" SignedIn No () 200 ("IncidentList") "For reviewers: the cases of their controller in which something went wrong. The reading is logged first.";
    GetDossier Get "/logs/consults/{id}" SignedIn No () 200 ("Dossier") "For reviewers: what happened in such a case, without who it is about. The reading is logged first.";
    KeepDraft Put "/consults/{id}/drafts/{form}" SignedIn No ("DraftSet") 204 () "Keeps what the caller has written in a form of a case and not sent. It changes nothing else: no entry, no revision.";
    GetDraft Get "/consults/{id}/drafts/{form}" SignedIn No () 200 ("DraftFound") "What the caller herself has written there and not sent. The reading is logged first.";
    KeepOwnDraft Put "/me/drafts/{form}" SignedIn No ("DraftSet") 204 () "Keeps what the caller has written in a form that begins something and not sent, for 24 hours.";
    GetOwnDraft Get "/me/drafts/{form}" SignedIn No () 200 ("DraftFound") "What the caller herself has written there and not sent. The reading is logged first.";
    GetPhrases Get "/me/phrases" SignedIn No () 200 ("Phrases") "The caller's own phrases and order templates: of no patient, for any answer.";
    KeepPhrases Put "/me/phrases" SignedIn No ("PhrasesSet") 200 ("Phrases") "Keeps them in the place of those she read. A person number in them is refused.";
    DemoPeople Get "/demo/people" Anyone No () 200 ("DemoPeople") "Whom one can be. In the demo alone.";
    DemoSession Post "/demo/sessions" Anyone No ("DemoSession") 200 ("DemoSessionCreated") "Signs in as a person of the demo county. In the demo alone.";
    DemoUnlock Post "/demo/unlock" SignedIn No ("DemoUnlock") 204 () "Opens the caller's locked screen, for the same person; her session's longest time begins anew. In the demo alone.";
}

/// The routes that this server has: those of the demo in the demo alone.
pub(super) fn offered(demo: bool) -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .filter(move |route| demo || !route.path.starts_with("/demo/"))
}

/// The routes below `/api/v1`.
pub(super) fn router(demo: bool, socket: MethodRouter) -> Router<Doors> {
    let mut socket = Some(socket);
    offered(demo).fold(Router::new(), |router, route| {
        let handler =
            handler(route.operation).or_else(|| socket.take().map(|socket| socket.with_state(())));
        let handler = handler.unwrap_or_default();
        let handler = if compress::is_plain(route.operation) {
            handler.layer(compress::compression())
        } else {
            handler
        };
        router.route(route.path, handler)
    })
}

/// The handler, except of the socket, whose door is another.
fn handler(operation: Operation) -> Option<MethodRouter<Doors>> {
    Some(match operation {
        Operation::Me => get(me::me),
        Operation::Centres => get(centres::list),
        Operation::ListConsults => get(consults::list),
        Operation::CreateConsult => post(consults::create),
        Operation::GetConsult => get(consults::read),
        Operation::UploadImage => post(images::upload),
        Operation::GetImage => get(images::show),
        Operation::Supplement => post(commands::supplement),
        Operation::Claim => post(commands::claim),
        Operation::Release => post(commands::release),
        Operation::Park => post(waits::park),
        Operation::Resume => post(waits::resume),
        Operation::NeedMore => post(waits::need_more),
        Operation::AwaitNurse => post(waits::await_nurse),
        Operation::MustGo => post(waits::must_go),
        Operation::Phone => post(waits::phone),
        Operation::CallEmergency => post(waits::call_emergency),
        Operation::Peek => post(waits::peek),
        Operation::Handover => post(waits::handover),
        Operation::AcceptHandover => post(waits::accept_handover),
        Operation::TaskDone => post(afterwards::task_done),
        Operation::AskBack => post(afterwards::ask_back),
        Operation::Addend => post(afterwards::addend),
        Operation::CorrectPatient => post(afterwards::correct_patient),
        Operation::Void => post(afterwards::void),
        Operation::Answer => post(commands::answer),
        Operation::Acknowledge => post(commands::acknowledge),
        Operation::ConfirmReadBack => post(commands::confirm_read_back),
        Operation::Close => post(commands::close),
        Operation::Withdraw => post(commands::withdraw),
        Operation::Redirect => post(commands::redirect),
        Operation::Triage => post(commands::triage),
        Operation::Call => post(calls::ticket),
        Operation::SetDuty => put(duty::set),
        Operation::Queue => get(consults::queue),
        Operation::Indicators => get(figures::waiting_times),
        Operation::LiveIndicators => get(figures::live),
        Operation::SocketTicket => post(calls::socket_ticket),
        Operation::Socket => return None,
        Operation::EndSession => delete(me::sign_out),
        Operation::ExportJournal => post(journal::export),
        Operation::RegisterPhoneContact => post(phone_contacts::register),
        Operation::ListPhoneContacts => get(phone_contacts::list),
        Operation::GetPhoneContact => get(phone_contacts::read),
        Operation::ReportIncident => post(incidents::report),
        Operation::ListIncidents => get(incidents::list),
        Operation::GetDossier => get(incidents::read),
        Operation::DemoPeople => get(demo::people),
        Operation::DemoSession => post(demo::sign_in),
        Operation::LockSession => post(me::lock),
        Operation::SamePatient => post(consults::same_patient),
        Operation::KeepDraft => put(drafts::keep),
        Operation::GetDraft => get(drafts::find),
        Operation::KeepOwnDraft => put(drafts::keep_own),
        Operation::GetOwnDraft => get(drafts::find_own),
        Operation::GetPhrases => get(phrases::read),
        Operation::KeepPhrases => put(phrases::keep),
        Operation::DemoUnlock => post(demo::unlock),
    })
}

/// There is no such route, whatever the method.
pub(super) async fn unknown() -> Refused {
    Refused::not_found()
}

/// The route has no such method.
pub(super) async fn wrong_method() -> Response {
    let detail = "The Allow header lists the methods of this route.";
    Refused::new(ErrorCode::MethodNotAllowed, detail).into_response()
}
