//! winmail.dat, as Outlook packs attachments ([MS-OXTNEF]).

/// How the name of a file is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// In the attribute of old, in Windows-1252.
    Title,
    /// In Unicode, as a property.
    Property,
}

/// A stream with these files.
pub(crate) fn winmail(files: &[(&str, Named, &[u8])]) -> Vec<u8> {
    let mut stream = 0x223E_9F78_u32.to_le_bytes().to_vec();
    stream.extend(7_u16.to_le_bytes());
    attribute(&mut stream, 1, 0x0008_9006, &0x0001_0000_u32.to_le_bytes());
    attribute(&mut stream, 1, 0x0006_9007, &[0xE4, 0x04, 0, 0, 0, 0, 0, 0]);
    for (name, named, bytes) in files {
        attribute(
            &mut stream,
            2,
            0x0006_9002,
            &[1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0],
        );
        if *named == Named::Title {
            let mut title: Vec<u8> = name
                .chars()
                .map(|c| u8::try_from(u32::from(c)).expect("a name in Latin-1"))
                .collect();
            title.push(0);
            attribute(&mut stream, 2, 0x0001_8010, &title);
        } else {
            attribute(&mut stream, 2, 0x0001_8010, b"RETOUR~1.XLS\0");
        }
        attribute(&mut stream, 2, 0x0006_800F, bytes);
        if *named == Named::Property {
            attribute(&mut stream, 2, 0x0006_9005, &properties(name));
        }
    }
    stream
}

fn attribute(stream: &mut Vec<u8>, level: u8, id: u32, content: &[u8]) {
    stream.push(level);
    stream.extend(id.to_le_bytes());
    stream.extend(
        u32::try_from(content.len())
            .expect("a small file")
            .to_le_bytes(),
    );
    stream.extend(content);
    let sum = content
        .iter()
        .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    stream.extend(sum.to_le_bytes());
}

/// A number, a property with a name of its own, then the file's long name.
fn properties(name: &str) -> Vec<u8> {
    let mut properties = 3_u32.to_le_bytes().to_vec();
    for word in [0x0003_u16, 0x3705] {
        properties.extend(word.to_le_bytes());
    }
    properties.extend(1_u32.to_le_bytes());
    for word in [0x000B_u16, 0x8001] {
        properties.extend(word.to_le_bytes());
    }
    properties.extend([7; 16]);
    properties.extend(0_u32.to_le_bytes());
    properties.extend(0x8514_u32.to_le_bytes());
    properties.extend(1_u32.to_le_bytes());
    for word in [0x001F_u16, 0x3707] {
        properties.extend(word.to_le_bytes());
    }
    properties.extend(1_u32.to_le_bytes());
    let mut text: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    text.extend([0, 0]);
    properties.extend(
        u32::try_from(text.len())
            .expect("a short name")
            .to_le_bytes(),
    );
    text.resize(text.len().next_multiple_of(4), 0);
    properties.extend(text);
    properties
}
