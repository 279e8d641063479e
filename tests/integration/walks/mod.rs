//! Shifts as nurses and doctors live them, each from its beginning to its end.

mod answers;
mod hands;
mod quiet;
mod shifts;
mod waits;

use serde_json::Value;

fn row_of(list: &Value, consult: &str) -> Value {
    let rows = list["consults"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == consult);
    row.unwrap_or_else(|| panic!("{consult} is not in {list}"))
        .clone()
}

fn marks(row: &Value) -> &Vec<Value> {
    row["marks"].as_array().unwrap()
}
