//! winmail.dat: the attachments of a TNEF stream ([MS-OXTNEF]).
//!
//! Outlook packs a message's attachments so when it thinks that the receiver is an Outlook too. No kept library reads it in
//! Rust; only attachments are needed, so only they are read. Everything is a slice of the stream: no length it declares
//! costs memory, and a stream that ends early gives what came before.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::properties::{self, Property};

/// A file out of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TnefFile<'a> {
    pub(super) name: String,
    pub(super) bytes: &'a [u8],
}

const SIGNATURE: u32 = 0x223E_9F78;
/// More attachments than this are none of a person's.
const MOST: usize = 200;
/// A message inside a message inside a message.
const DEEPEST: usize = 3;

// [MS-OXTNEF] §2.1.3.2: identifiers of attributes, of which the upper half is the type.
const ATT_OEM_CODEPAGE: u32 = 0x0006_9007;
const ATT_ATTACH_REND_DATA: u32 = 0x0006_9002;
const ATT_ATTACH_TITLE: u32 = 0x0001_8010;
const ATT_ATTACH_DATA: u32 = 0x0006_800F;
const ATT_ATTACHMENT: u32 = 0x0006_9005;

// [MS-OXPROPS]: the properties of an attachment that tell its name or hold its content.
const ATTACH_DATA: u16 = 0x3701;
const ATTACH_FILENAME: u16 = 0x3704;
const ATTACH_LONG_FILENAME: u16 = 0x3707;
const DISPLAY_NAME: u16 = 0x3001;

/// The files of a stream; nothing where it is no such stream.
pub(super) fn files(bytes: &[u8]) -> Option<Vec<TnefFile<'_>>> {
    let mut files = Vec::new();
    stream(bytes, 0, &mut files)?;
    Some(files)
}

fn stream<'a>(bytes: &'a [u8], depth: usize, files: &mut Vec<TnefFile<'a>>) -> Option<()> {
    let mut rest = Bytes(bytes);
    if rest.u32()? != SIGNATURE {
        return None;
    }
    rest.u16()?;
    let mut codepage = WINDOWS_1252;
    let mut open: Option<Attached<'a>> = None;
    // §2.1.3: level, identifier, length, content, checksum. Mail programs do not look at the checksum, nor does this.
    while let Some((id, content)) = attribute(&mut rest) {
        match id {
            ATT_OEM_CODEPAGE => codepage = encoding(content).unwrap_or(codepage),
            ATT_ATTACH_REND_DATA => {
                close(open.replace(Attached::default()), codepage, depth, files);
            }
            ATT_ATTACH_TITLE => open.get_or_insert_default().title = Some(content),
            ATT_ATTACH_DATA => open.get_or_insert_default().content = Some(content),
            ATT_ATTACHMENT => open.get_or_insert_default().describe(content),
            _ => {}
        }
    }
    close(open, codepage, depth, files);
    Some(())
}

fn attribute<'a>(rest: &mut Bytes<'a>) -> Option<(u32, &'a [u8])> {
    rest.take(1)?;
    let id = rest.u32()?;
    let length = usize::try_from(rest.u32()?).ok()?;
    let content = rest.take(length)?;
    // The checksum of the last one may be missing: what it is of is there.
    rest.u16();
    Some((id, content))
}

/// An attachment as it is put together.
#[derive(Debug, Default)]
struct Attached<'a> {
    title: Option<&'a [u8]>,
    long_name: Option<String>,
    content: Option<&'a [u8]>,
    /// A message that is attached as an object: another stream.
    message: Option<&'a [u8]>,
}

impl<'a> Attached<'a> {
    fn describe(&mut self, content: &'a [u8]) {
        let mut name_weighs = 0;
        for (id, property) in properties::read(content) {
            let weight = match id {
                ATTACH_LONG_FILENAME => 3,
                ATTACH_FILENAME => 2,
                DISPLAY_NAME => 1,
                _ => 0,
            };
            match property {
                Property::Text(name) if weight > name_weighs => {
                    name_weighs = weight;
                    self.long_name = Some(name);
                }
                Property::Binary(bytes) if id == ATTACH_DATA && self.content.is_none() => {
                    self.content = Some(bytes);
                }
                // §2.1.3.4: 16 bytes say which interface the object has, then comes its stream.
                Property::Object(bytes) if id == ATTACH_DATA => self.message = bytes.get(16..),
                _ => {}
            }
        }
    }
}

fn close<'a>(
    attached: Option<Attached<'a>>,
    codepage: &'static Encoding,
    depth: usize,
    files: &mut Vec<TnefFile<'a>>,
) {
    let Some(attached) = attached else { return };
    if files.len() >= MOST {
        return;
    }
    if let Some(message) = attached.message
        && depth < DEEPEST
        && stream(message, depth + 1, files).is_some()
    {
        return;
    }
    let Some(bytes) = attached.content else {
        return;
    };
    let title = || {
        let title = attached.title.unwrap_or_default();
        let end = title.iter().position(|b| *b == 0).unwrap_or(title.len());
        codepage
            .decode_without_bom_handling(&title[..end])
            .0
            .into_owned()
    };
    let name = attached
        .long_name
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(title);
    files.push(TnefFile { name, bytes });
}

/// The alphabet of names that are not Unicode: a Windows code page.
fn encoding(content: &[u8]) -> Option<&'static Encoding> {
    let page = Bytes(content).u32()?;
    let label = match page {
        65_001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// What is left of a stream; whatever it does not have is nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}
