//! People who fill in workbooks: cells are typed into through LibreOffice itself, which opens and saves the files.

use std::path::{Path, PathBuf};

use super::office::quiet_office;
use super::tools::script;
use super::workbooks::xml;

/// What a person does, in order.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Opens a workbook.
    Open(PathBuf),
    /// Writes a text into a cell of a sheet; empties it where the text is empty.
    Text(String, String, String),
    /// Writes a number, or a day as its serial number.
    Number(String, String, f64),
    /// Saves under another name, in the format of its extension.
    Save(PathBuf),
    /// Closes the workbook.
    Close,
}

/// Does the steps in one session of LibreOffice.
pub(crate) fn type_in_libreoffice(steps: &[Step]) {
    let profile = tempfile::tempdir().unwrap();
    let url = format!("-env:UserInstallation=file://{}", profile.path().display());
    // The first start makes the profile, and would overwrite what stands there.
    quiet_office(&url, &["--terminate_after_init"]);
    let library = profile.path().join("user/basic/Standard");
    std::fs::write(library.join("script.xlb"), LIBRARY).unwrap();
    let code = std::fs::read_to_string(script("edit_workbooks.bas")).unwrap();
    std::fs::write(
        library.join("Typing.xba"),
        format!("{MODULE}{}</script:module>\n", xml(&code)),
    )
    .unwrap();
    let orders = profile.path().join("orders");
    let lines: Vec<String> = steps.iter().map(order).collect();
    std::fs::write(&orders, lines.join("\n") + "\n").unwrap();
    let call = format!("macro:///Standard.Typing.Main(\"{}\")", orders.display());
    quiet_office(&url, &[&call]);
    for step in steps {
        if let Step::Save(path) = step {
            assert!(
                path.is_file(),
                "LibreOffice did not save {}",
                path.display()
            );
        }
    }
}

fn order(step: &Step) -> String {
    let parts = match step {
        Step::Open(path) => vec!["open".to_owned(), path.display().to_string()],
        Step::Text(sheet, cell, text) => {
            vec!["text".to_owned(), sheet.clone(), cell.clone(), text.clone()]
        }
        Step::Number(sheet, cell, number) => {
            vec![
                "number".to_owned(),
                sheet.clone(),
                cell.clone(),
                number.to_string(),
            ]
        }
        Step::Save(path) => {
            vec![
                "save".to_owned(),
                path.display().to_string(),
                filter(path).to_owned(),
            ]
        }
        Step::Close => vec!["close".to_owned()],
    };
    let codes = parts.iter().map(|part| {
        let codes: Vec<String> = part.encode_utf16().map(|unit| unit.to_string()).collect();
        // A part without letters is a comma, so that it is a part at all.
        if codes.is_empty() {
            ",".to_owned()
        } else {
            codes.join(",")
        }
    });
    codes.collect::<Vec<_>>().join(" ")
}

fn filter(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => "Calc MS Excel 2007 XML",
        Some("ods") => "calc8",
        Some("xls") => "MS Excel 97",
        other => panic!("no filter for {other:?}"),
    }
}

const LIBRARY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Typing"/>
</library:library>
"#;

const MODULE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">
"#;
