//! Versions that came and versions that were decided.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};

use super::*;
use crate::model::FileHash;
use crate::store::arrivals::{Arrival, Outcome, record};
use crate::store::decisions::{self, NewDecision};
use crate::store::exchanges::{self, Exchange};
use crate::store::subjects::{self, Subject};

fn now() -> DateTime<Utc> {
    "2026-10-16T06:00:00Z".parse().unwrap()
}

/// A store with a project, in a folder of its own.
async fn store() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("bilan.sqlite"))
        .await
        .unwrap();
    let project = Subject {
        kind: "laureats".into(),
        id: "BP-2024-002".into(),
        title: "Le sentier des abeilles".to_owned(),
        columns: BTreeMap::new(),
        row: 2,
    };
    let mut writing = store.begin().await.unwrap();
    subjects::put(&mut writing, &project, now()).await.unwrap();
    writing.commit().await.unwrap();
    (store, folder)
}

async fn arrive(connection: &mut SqliteConnection, number: u8) -> i64 {
    let arrival = Arrival {
        hash: FileHash([number; 32]),
        source: "depot".to_owned(),
        name: format!("retour {number}.xlsx"),
        size: 1,
        received_at: now(),
        outcome: Outcome::Read,
        findings: Vec::new(),
    };
    record(connection, &arrival, now()).await.unwrap().unwrap()
}

async fn decide(connection: &mut SqliteConnection, arrival: i64) -> i64 {
    let new = NewDecision {
        arrival,
        kind: &"laureats".into(),
        subject: &"BP-2024-002".into(),
        period: "2026Q3".parse().unwrap(),
        field: &"benevoles".into(),
        value: Some("12"),
        reason: "Compté avec la commune",
        author: "Lise Ferrer",
    };
    decisions::record(connection, &new, now()).await.unwrap()
}

async fn write(
    connection: &mut SqliteConnection,
    arrival: i64,
    status: ReturnStatus,
    decision: Option<i64>,
) -> u32 {
    let new = NewReturn {
        kind: &"laureats".into(),
        subject: &"BP-2024-002".into(),
        period: "2026Q3".parse().unwrap(),
        arrival,
        questionnaire_version: Some(3),
        received_on: "2026-10-05".parse().unwrap(),
        status,
        completeness: Decimal::ONE,
        answers: &BTreeMap::new(),
        findings: &[],
        decision,
    };
    append(connection, &new).await.unwrap()
}

async fn exchange(store: &Store) -> Exchange {
    let all = exchanges::of_period(store, &"laureats".into(), "2026Q3".parse().unwrap())
        .await
        .unwrap();
    all[&SubjectId::from("BP-2024-002")]
}

#[tokio::test]
async fn a_decided_version_is_the_last_one_and_no_exchange() {
    let (store, _folder) = store().await;
    let mut writing = store.begin().await.unwrap();
    let first = arrive(&mut writing, 1).await;
    write(&mut writing, first, ReturnStatus::ToCorrect, None).await;
    writing.commit().await.unwrap();
    let came = exchange(&store).await;
    assert_eq!((came.versions, came.latest), (1, 1));
    assert!(came.to_correct && !came.accepted);

    let mut writing = store.begin().await.unwrap();
    let decision = decide(&mut writing, first).await;
    write(&mut writing, first, ReturnStatus::Accepted, Some(decision)).await;
    writing.commit().await.unwrap();
    let decided = exchange(&store).await;
    assert_eq!((decided.versions, decided.latest), (1, 2));
    assert!(!decided.to_correct && decided.accepted && !decided.first_accepted);

    let mut writing = store.begin().await.unwrap();
    let second = arrive(&mut writing, 2).await;
    write(&mut writing, second, ReturnStatus::ToCorrect, None).await;
    writing.commit().await.unwrap();
    let again = exchange(&store).await;
    assert_eq!((again.versions, again.latest), (2, 3));
    assert!(again.to_correct && again.accepted);
}

#[tokio::test]
async fn a_version_is_the_same_again_only_with_the_same_decision() {
    let (store, _folder) = store().await;
    let mut writing = store.begin().await.unwrap();
    let arrival = arrive(&mut writing, 1).await;
    let decision = decide(&mut writing, arrival).await;
    for (decided, changed) in [(None, 1), (Some(decision), 1), (Some(decision), 0)] {
        let last = set_aside(&mut writing, now()).await.unwrap();
        write(&mut writing, arrival, ReturnStatus::Accepted, decided).await;
        let settled = settle(&mut writing, last).await.unwrap();
        assert_eq!(settled.changed, changed, "{decided:?}");
    }
}
