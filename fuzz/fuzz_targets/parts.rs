//! Zipped workbooks (xlsx, xlsb, ods) whose parts are changed, not their packing: see `bilan_fuzz::parcel`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: bilan_fuzz::begin(), |parcel: &[u8]| {
    if let Some(bytes) = bilan_fuzz::parcel::zipped(parcel) {
        bilan_fuzz::read("retour.xlsx", &bytes);
    }
});
