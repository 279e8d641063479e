//! The published descriptions, made from the route table and the wire types.

use std::sync::OnceLock;

use axum::Json;
use serde_json::{Map, Value, json};
use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::http as wire;
use signaling::wire::socket::{ClientMessage, ServerMessage};
use signaling::wire::vocabulary::{DraftForm, OwnDraftForm};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::routes::{Caller, Keyed, Operation, Route, offered};

/// `GET /api/openapi.json`
pub(super) fn document(demo: bool) -> Json<Value> {
    static PLAIN: OnceLock<Value> = OnceLock::new();
    static DEMO: OnceLock<Value> = OnceLock::new();
    let kept = if demo { &DEMO } else { &PLAIN };
    Json(kept.get_or_init(|| describe(demo)).clone())
}

/// `GET /api/socket.schema.json`
pub(super) fn socket_schema() -> Json<Value> {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    Json(SCHEMA.get_or_init(describe_socket).clone())
}

fn describe(demo: bool) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in offered(demo) {
        let path = paths
            .entry(format!("/api/v1{}", route.path))
            .or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.verb.as_str().to_lowercase(), operation(route));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Väntrum",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A digital waiting room: municipal nurses ask, health-centre doctors \
                answer. Errors are problem documents (RFC 9457); clients decide by their code.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": super::session::COOKIE },
            },
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut parameters = Vec::new();
    if route.path.contains("{id}") {
        parameters.push(parameter(
            "path",
            "id",
            true,
            json!({ "type": "string", "format": "uuid" }),
        ));
    }
    if route.path.contains("{image}") {
        parameters.push(parameter(
            "path",
            "image",
            true,
            json!({ "type": "string", "format": "uuid" }),
        ));
    }
    if route.path.contains("{form}") {
        let forms = if route.path.starts_with("/me/") {
            "OwnDraftForm"
        } else {
            "DraftForm"
        };
        parameters.push(parameter("path", "form", true, reference(forms)));
    }
    if route.keyed == Keyed::Yes {
        parameters.push(parameter(
            "header",
            "Idempotency-Key",
            true,
            json!({ "type": "string", "format": "uuid" }),
        ));
    }
    if route.path == "/indicators" {
        let moment = json!({ "type": "string", "format": "date-time" });
        parameters.push(parameter("query", "from", true, moment.clone()));
        parameters.push(parameter("query", "to", true, moment));
        parameters.push(parameter("query", "by", true, reference("GroupBy")));
    }
    let (status, answer) = route.answer;
    let mut success = json!({ "description": route.summary });
    if let (Some(fields), Some(schema)) = (success.as_object_mut(), answer) {
        fields.insert(
            "content".to_owned(),
            json!({ "application/json": { "schema": reference(schema) } }),
        );
        if route.keyed == Keyed::Yes {
            fields.insert(
                "headers".to_owned(),
                json!({ "Idempotency-Replayed": {
                    "description": "Present where this is a first outcome, given again.",
                    "schema": { "type": "string", "const": "true" },
                }}),
            );
        }
    }
    if route.operation == Operation::GetImage
        && let Some(fields) = success.as_object_mut()
    {
        fields.insert("content".to_owned(), pictures());
    }
    let mut described = json!({
        "operationId": format!("{:?}", route.operation),
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            status.to_string(): success,
            "default": {
                "description": "No. The code says why.",
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            },
        },
        "security": match route.caller {
            Caller::Anyone => json!([]),
            Caller::SignedIn => json!([{ "bearer": [] }, { "cookie": [] }]),
        },
    });
    if let (Some(fields), Some(body)) = (described.as_object_mut(), route.body) {
        fields.insert(
            "requestBody".to_owned(),
            json!({
                "required": body != "Empty",
                "content": { "application/json": { "schema": reference(body) } },
            }),
        );
    }
    if route.operation == Operation::UploadImage
        && let Some(fields) = described.as_object_mut()
    {
        let body = json!({ "required": true, "content": pictures() });
        fields.insert("requestBody".to_owned(), body);
    }
    described
}

/// The kinds of picture. The bytes are not text, so there is nothing to say of their form.
fn pictures() -> Value {
    json!({ "image/jpeg": {}, "image/png": {} })
}

fn parameter(place: &str, name: &str, required: bool, schema: Value) -> Value {
    json!({ "in": place, "name": name, "required": required, "schema": schema })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// Every schema that a body or an answer names, with those they are made of.
fn schemas() -> Value {
    let mut defs = Map::new();
    collect::<Problem>(&mut defs);
    collect::<ErrorCode>(&mut defs);
    collect::<wire::Empty>(&mut defs);
    collect::<wire::NewConsult>(&mut defs);
    collect::<wire::Supplement>(&mut defs);
    collect::<wire::Release>(&mut defs);
    collect::<wire::NeedMore>(&mut defs);
    collect::<wire::MustGo>(&mut defs);
    collect::<wire::Handover>(&mut defs);
    collect::<wire::TaskDone>(&mut defs);
    collect::<wire::AskBack>(&mut defs);
    collect::<wire::Addendum>(&mut defs);
    collect::<wire::CorrectPatient>(&mut defs);
    collect::<wire::Void>(&mut defs);
    collect::<wire::Answer>(&mut defs);
    collect::<wire::Acknowledge>(&mut defs);
    collect::<wire::ConfirmReadBack>(&mut defs);
    collect::<wire::Close>(&mut defs);
    collect::<wire::Withdraw>(&mut defs);
    collect::<wire::Redirect>(&mut defs);
    collect::<wire::Triage>(&mut defs);
    collect::<wire::DutySet>(&mut defs);
    collect::<wire::DemoSession>(&mut defs);
    collect::<wire::DemoUnlock>(&mut defs);
    collect::<wire::SamePatient>(&mut defs);
    collect::<DraftForm>(&mut defs);
    collect::<OwnDraftForm>(&mut defs);
    collect::<wire::DraftSet>(&mut defs);
    collect::<wire::DraftFound>(&mut defs);
    collect::<wire::PhrasesSet>(&mut defs);
    collect::<wire::Phrases>(&mut defs);
    collect::<wire::Me>(&mut defs);
    collect::<wire::CentreList>(&mut defs);
    collect::<wire::ConsultList>(&mut defs);
    collect::<wire::ConsultCreated>(&mut defs);
    collect::<wire::ConsultContent>(&mut defs);
    collect::<wire::ImageCreated>(&mut defs);
    collect::<wire::Outcome>(&mut defs);
    collect::<wire::JournalText>(&mut defs);
    collect::<wire::NewPhoneContact>(&mut defs);
    collect::<wire::PhoneContactCreated>(&mut defs);
    collect::<wire::PhoneContactList>(&mut defs);
    collect::<wire::PhoneContactContent>(&mut defs);
    collect::<wire::ReportIncident>(&mut defs);
    collect::<wire::IncidentList>(&mut defs);
    collect::<wire::Dossier>(&mut defs);
    collect::<wire::CallTicket>(&mut defs);
    collect::<wire::JoinCall>(&mut defs);
    collect::<wire::Duty>(&mut defs);
    collect::<wire::Indicators>(&mut defs);
    collect::<wire::LiveFigures>(&mut defs);
    collect::<wire::SocketTicket>(&mut defs);
    collect::<wire::DemoPeople>(&mut defs);
    collect::<wire::DemoSessionCreated>(&mut defs);
    collect::<wire::OpenConsults>(&mut defs);
    Value::Object(defs)
}

fn describe_socket() -> Value {
    let mut defs = Map::new();
    collect::<ClientMessage>(&mut defs);
    collect::<ServerMessage>(&mut defs);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "/api/socket.schema.json",
        "title": "Messages of the socket, subprotocol vantrum.v1",
        "anyOf": [
            { "$ref": "#/components/schemas/ClientMessage" },
            { "$ref": "#/components/schemas/ServerMessage" },
        ],
        "$defs": defs,
    });
    point_to_defs(&mut schema);
    schema
}

fn collect<T: ToSchema + PartialSchema>(defs: &mut Map<String, Value>) {
    let mut found: Vec<(String, RefOr<Schema>)> = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    for (name, schema) in found {
        defs.insert(name, written(serde_json::to_value(schema)));
    }
}

fn point_to_defs(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "$ref"
                    && let Value::String(place) = value
                {
                    *place = place.replace("#/components/schemas/", "#/$defs/");
                } else {
                    point_to_defs(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_to_defs),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Schemas are made of text and numbers, so writing them as JSON cannot fail.
fn written(value: serde_json::Result<Value>) -> Value {
    value.unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::ROUTES;

    #[test]
    fn every_schema_that_is_named_is_there() {
        for document in [describe(true), describe_socket()] {
            let mut named = BTreeSet::new();
            references(&document, &mut named);
            for place in named {
                let pointer = place.strip_prefix('#').unwrap();
                assert!(document.pointer(pointer).is_some(), "{place}");
            }
        }
    }

    #[test]
    fn every_body_is_read_as_it_is_described() {
        let document = describe(true);
        for route in ROUTES {
            for schema in [route.body, route.answer.1].into_iter().flatten() {
                let found = document.pointer(&format!("/components/schemas/{schema}"));
                assert!(found.is_some(), "{schema}");
            }
        }
    }

    #[test]
    fn demo_is_described_in_the_demo_alone() {
        let plain = describe(false);
        assert!(plain["paths"].get("/api/v1/demo/people").is_none());
        assert!(plain["paths"].get("/api/v1/me").is_some());
        assert!(describe(true)["paths"].get("/api/v1/demo/people").is_some());
    }

    fn references(value: &Value, named: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str() {
                        Some(place) if name == "$ref" => {
                            named.insert(place.to_owned());
                        }
                        _ => references(value, named),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
