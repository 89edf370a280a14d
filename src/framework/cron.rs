//! The one dialect of cron that checking and scheduling share.

use croner::Cron;
use croner::errors::CronError;
use croner::parser::{CronParser, Seconds, Year};

/// Reads five fields (minute, hour, day, month, weekday) or six (seconds first). Day and weekday together mean either,
/// as in Vixie cron; nicknames such as `@daily` are refused, because they hide the hour.
///
/// # Errors
/// Anything else.
pub fn parse_cron(text: &str) -> Result<Cron, CronError> {
    if text.contains('@') || !(5..=6).contains(&text.split_whitespace().count()) {
        return Err(CronError::InvalidPattern(
            "five or six fields are expected".to_owned(),
        ));
    }
    CronParser::builder()
        .seconds(Seconds::Optional)
        .year(Year::Disallowed)
        .build()
        .parse(text)
}
