//! Table `figure`: figures as last computed, one row per group.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::StoreError;
use crate::model::{GroupFigure, KindId, Level, Period};

/// The most groups that one statement writes: far from the most variables that SQLite allows, enough for a statement to hardly
/// count.
pub const TOGETHER: usize = 500;

/// The figures of one group, as they are kept.
pub struct KeptGroup<'a> {
    group: &'a str,
    figures: String,
}

impl<'a> KeptGroup<'a> {
    /// Those of `group`; its level, kind and period are the row's own.
    ///
    /// # Errors
    /// When a figure cannot be written as JSON.
    pub fn new<'f>(
        group: &'a str,
        figures: impl Iterator<Item = GroupFigure<'f>>,
    ) -> Result<Self, StoreError> {
        let values: Vec<_> = figures
            .map(|f| {
                (
                    f.indicator,
                    f.value,
                    f.count,
                    f.coverage,
                    f.previous,
                    f.status,
                )
            })
            .collect();
        let figures =
            serde_json::to_string(&values).map_err(|e| StoreError::corrupt("figure", e))?;
        Ok(Self { group, figures })
    }
}

/// The word of a level in the store: empty for the programme, `=` for a subject, else the register column.
fn level_word(level: &Level) -> &str {
    match level {
        Level::Programme => "",
        Level::Subject => "=",
        Level::Column(column) => column,
    }
}

/// Writes the figures of up to [`TOGETHER`] groups of one level, over those of an earlier computation. What did not change is left alone.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    kind: &KindId,
    period: Period,
    level: &Level,
    groups: &[KeptGroup<'_>],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if groups.is_empty() {
        return Ok(());
    }
    let (period, at) = (period.to_string(), at.to_rfc3339());
    let mut statement = QueryBuilder::<Sqlite>::new(
        "insert into figure (kind, period, level, grp, figures, computed_at) ",
    );
    statement.push_values(groups, |mut row, group| {
        row.push_bind(kind.as_str())
            .push_bind(&period)
            .push_bind(level_word(level))
            .push_bind(group.group)
            .push_bind(&group.figures)
            .push_bind(&at);
    });
    statement.push(
        " on conflict (kind, period, level, grp) do update set figures = excluded.figures,
          computed_at = excluded.computed_at where figures <> excluded.figures",
    );
    statement.build().execute(connection).await?;
    Ok(())
}
