//! The calendar of the outbox: when a mail that did not leave is tried again. Its rows belong to `store`.

use chrono::{DateTime, TimeDelta, Utc};

/// What a mail of the outbox is: the word in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutboxState {
    /// To be sent when its time comes.
    Queued,
    /// Being sent by someone who holds its lease.
    Sending,
    /// Taken by the server.
    Sent,
    /// Refused for good by the server.
    Refused,
    /// Given up after the last attempt.
    GivenUp,
}

impl OutboxState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Refused,
        Self::GivenUp,
    ];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::GivenUp => "given-up",
        }
    }

    /// The state of a word in the store.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Minutes before the next attempt, by the number of attempts made: soon at first (greylisting lifts within minutes), then
/// at the half-hour and more that RFC 5321 §4.5.4.1 asks for.
const MINUTES: [i64; 7] = [2, 10, 30, 60, 120, 240, 360];

/// After this many attempts, four to five days after the first one (RFC 5321 §4.5.4.1), a mail is given up.
const ATTEMPTS: u32 = 24;

/// When to try again after `attempts` attempts that did not reach the server or that it put off; nothing once it is time
/// to give up.
pub fn next_attempt(now: DateTime<Utc>, attempts: u32) -> Option<DateTime<Utc>> {
    if attempts == 0 {
        return Some(now);
    }
    if attempts >= ATTEMPTS {
        return None;
    }
    let index = usize::try_from(attempts - 1)
        .unwrap_or(usize::MAX)
        .min(MINUTES.len() - 1);
    now.checked_add_signed(TimeDelta::minutes(*MINUTES.get(index)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_for_four_to_five_days_ever_less_often() {
        let start: DateTime<Utc> = "2026-11-24T06:00:00Z".parse().unwrap();
        let (mut now, mut attempts, mut wait) = (start, 1, TimeDelta::zero());
        while let Some(next) = next_attempt(now, attempts) {
            assert!(next - now >= wait);
            (wait, now, attempts) = (next - now, next, attempts + 1);
        }
        let days = (now - start).num_hours() / 24;
        assert!((4..5).contains(&days), "{days}");
        assert_eq!(next_attempt(start, 0), Some(start));
        assert_eq!(next_attempt(start, u32::MAX), None);
    }

    #[test]
    fn states_keep_their_words() {
        for state in OutboxState::ALL {
            assert_eq!(OutboxState::parse(state.as_str()), Some(state));
        }
        assert_eq!(OutboxState::parse("lost"), None);
    }
}
