//! Evaluating: from accepted returns to figures.
//!
//! Takes the subjects and accepted returns of a kind (from the store) and its indicators, gives one [`FollowUp`] row per
//! expected return and an [`Evaluation`]: every indicator at every level with count, coverage, status and previous value.
//! Reads the store, never writes it; its inner functions take slices and are pure.

mod explain;
mod figures;
mod follow_up;
mod plan;
mod public;
mod quartiles;
mod rollup;
mod status;
mod timeline;

pub use explain::{Explanation, Source, explain};
pub use figures::{Evaluation, Group, LevelGroups};
pub use follow_up::{FollowUp, SubjectInfo, Subjects};
pub use plan::{EvaluateError, Plan};
pub use public::{is_few, public_rows};
pub use quartiles::{Quartiles, quartiles};
pub use rollup::roll_up;
pub use status::{COVERAGE_FLOOR, round_to, status_of};
pub use timeline::{KindTimeline, Moment};
