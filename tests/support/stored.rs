//! What a programme's database holds, read apart from the program.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use sqlx::{Connection, Row, SqliteConnection, TypeInfo, ValueRef};

use super::programme::{NOW, Programme};

/// The rows that a query gives, each cell as text; null is the empty text.
pub(crate) fn rows(programme: &Programme, query: &'static str) -> Vec<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let url = format!("sqlite://{}", programme.path("var/bilan.sqlite").display());
    runtime.block_on(async {
        let mut store = SqliteConnection::connect(&url)
            .await
            .unwrap_or_else(|e| panic!("{url}: {e}"));
        let found = sqlx::query(query).fetch_all(&mut store).await.unwrap();
        found
            .iter()
            .map(|row| (0..row.len()).map(|at| text(row, at)).collect())
            .collect()
    })
}

fn text(row: &sqlx::sqlite::SqliteRow, at: usize) -> String {
    let value = row.try_get_raw(at).unwrap();
    if value.is_null() {
        return String::new();
    }
    if value.type_info().name() == "INTEGER" {
        row.get::<i64, _>(at).to_string()
    } else {
        row.get::<String, _>(at)
    }
}

/// A programme of one's own after its first run, to be changed.
pub(crate) fn after_a_run() -> Programme {
    let programme = Programme::copy();
    programme.succeeds(&["run", "trimestriel", "--period", "2026-T3", "--now", NOW]);
    programme
}

/// The default programme after its first `run trimestriel --period 2026-T3`: one for all tests that only read it, gone
/// with the last of them.
pub(crate) fn after_first_run() -> Arc<Programme> {
    static SHARED: Mutex<Weak<Programme>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(programme) = shared.upgrade() {
        return programme;
    }
    let programme = Arc::new(Programme::copy());
    programme.succeeds(&["run", "trimestriel", "--period", "2026-T3"]);
    *shared = Arc::downgrade(&programme);
    programme
}
