//! LibreOffice as a second reader of the workbooks: converts and recalculates them, without a screen.

use std::path::{Path, PathBuf};

use super::tools::{program, run};

/// Settings that make LibreOffice work out every formula anew when it opens a file, instead of believing the results
/// that are written in it.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Converts the files with LibreOffice as they are, results of formulas believed; gives the new files in the same
/// order. `format` is an extension (`csv`, `ods`, `xlsx`, `pdf`), or an extension and a filter after a colon. Starting
/// LibreOffice takes seconds: give it many files at once.
pub(crate) fn soffice_convert_all<P: AsRef<Path>>(
    files: &[P],
    format: &str,
    folder: &Path,
) -> Vec<PathBuf> {
    convert(files, format, folder, None)
}

/// Converts one file with LibreOffice as it is.
pub(crate) fn soffice_convert(file: impl AsRef<Path>, format: &str, folder: &Path) -> PathBuf {
    convert(&[file], format, folder, None).remove(0)
}

/// Opens a workbook with LibreOffice, works out every formula anew and saves it in the format.
pub(crate) fn recalculate_with_libreoffice(
    file: impl AsRef<Path>,
    format: &str,
    folder: &Path,
) -> PathBuf {
    convert(&[file], format, folder, Some(RECALCULATE)).remove(0)
}

/// Runs LibreOffice without a screen in a profile, `-env:UserInstallation=…`.
pub(crate) fn quiet_office(profile: &str, words: &[&str]) {
    program("soffice", "libreoffice-calc-nogui");
    let mut command = program("timeout", "coreutils");
    run(command
        .args(["180", "soffice", profile, "--headless", "--norestore"])
        .args(words));
}

fn convert<P: AsRef<Path>>(
    files: &[P],
    format: &str,
    folder: &Path,
    settings: Option<&str>,
) -> Vec<PathBuf> {
    // Two LibreOffices cannot share a profile, and a test must not see what another one left in it.
    let profile = tempfile::tempdir().unwrap();
    if let Some(settings) = settings {
        let user = profile.path().join("user");
        std::fs::create_dir_all(&user).unwrap();
        std::fs::write(user.join("registrymodifications.xcu"), settings).unwrap();
    }
    std::fs::create_dir_all(folder).unwrap();
    program("soffice", "libreoffice-calc-nogui");
    let mut command = program("timeout", "coreutils");
    command
        .args(["180", "soffice"])
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            format,
            "--outdir",
        ])
        .arg(folder)
        .args(files.iter().map(AsRef::as_ref));
    let said = run(&mut command);
    let extension = format.split(':').next().unwrap_or(format);
    files
        .iter()
        .map(|file| {
            let stem = file.as_ref().file_stem().unwrap_or_default();
            let made = folder.join(stem).with_added_extension(extension);
            // LibreOffice ends with success whatever happened to a file.
            assert!(
                made.is_file(),
                "LibreOffice made nothing of {}: {}",
                file.as_ref().display(),
                String::from_utf8_lossy(&said.stderr)
            );
            made
        })
        .collect()
}
