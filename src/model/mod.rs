//! Plain values that travel from room to room: periods, identifiers, values with their places, findings, returns, figures.
//!
//! This room takes nothing and touches nothing outside: no file, no clock, no store. Every other room may use it.

mod block;
mod columns;
mod decision;
mod fault;
mod figure;
mod finding;
mod form;
mod ids;
mod packed;
mod period;
mod place;
mod returns;
mod value;
mod workbook_format;
mod working_days;

pub use block::{Block, Part};
pub use columns::{Columns, ColumnsPacker};
pub use decision::Decision;
pub use fault::{Fault, FaultCode, SourceFailure};
pub use figure::{Coverage, Figure, FigureKey, GroupFigure, Level, Numbers, Status};
pub use finding::{Finding, FindingCode, Severity};
pub use form::{FORM_FORMAT, FORM_SEAL, FORM_SHEET, FormClaim, FormIdentity};
pub use ids::{
    AudienceId, CampaignId, DocumentId, FieldId, IndicatorId, JobId, KindId, QuestionnaireId,
    RuleId, SourceId, SubjectId,
};
pub use packed::{Packed, Packer};
pub use period::{Granularity, Period, PeriodError};
pub use place::{CellRef, Place};
pub use returns::{Answer, FileHash, ReadReturn, ReturnStatus};
pub use value::Value;
pub use workbook_format::WorkbookFormat;
pub use working_days::{WorkingDays, is_public_holiday};
