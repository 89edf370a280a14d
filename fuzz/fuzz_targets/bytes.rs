//! Files of any kind as they come: the first byte chooses the name's ending, the rest is the file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: bilan_fuzz::begin(), |input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else {
        return;
    };
    let endings = ["csv", "xlsx", "xls", "ods"];
    bilan_fuzz::read(&format!("retour.{}", endings[usize::from(choice % 4)]), bytes);
});
