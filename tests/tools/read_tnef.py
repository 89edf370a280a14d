#!/usr/bin/env python3
"""What tnefparse, which shares no code with bilan, finds in winmail.dat files that mail programs have made.

    read_tnef.py SAMPLES FOLDER

Every attachment is made a spreadsheet by its name, in a copy of the sample under FOLDER: bilan looks at nothing else. Prints
a JSON object a line: the copy, and of each file in it, those of messages inside it too, the name and the sha-256 of its bytes
and of the zeros that fill them up to a multiple of four.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

from tnefparse import TNEF, mapi

# Three letters for three: no length in the stream changes. Some files have none.
KINDS = "bat|cfg|dat|doc|htm|ini|jpg|mp3|pdf|png|src|sys|txt"
WHOLE = {"AUTHORS": "AUT.csv", "README": "RE.csv"}


class Whole(mapi.TNEFMAPI_Attribute):
    """A property as it stands. To be rid of what fills it up, tnefparse cuts all zeros off its end, the file's own too."""

    @property
    def data(self):
        if self.attr_type in (mapi.SZMAPI_BINARY, mapi.SZMAPI_OBJECT):
            return self.raw_data[0]
        return super().data


mapi.TNEFMAPI_Attribute = Whole


def renamed(stream: bytes) -> bytes:
    for code in ("ascii", "utf-16-le"):
        kinds = "|".join(re.escape(kind.encode(code)).decode("latin-1") for kind in KINDS.split("|"))
        pattern = re.escape(".".encode(code)) + b"(?:" + kinds.encode("latin-1") + b")"
        stream = re.sub(pattern, ".csv".encode(code), stream, flags=re.IGNORECASE)
        for name, other in WHOLE.items():
            stream = stream.replace(name.encode(code), other.encode(code))
    return stream


def files(tnef: TNEF) -> list:
    found = []
    for attachment in tnef.attachments:
        if hasattr(attachment, "embed"):
            found += files(attachment.embed)
            continue
        name = attachment.long_filename()
        if name.lower().endswith(".csv"):
            filled = attachment.data + bytes(-len(attachment.data) % 4)
            found.append({"name": name.strip("\0"), "sha256": hashlib.sha256(filled).hexdigest()})
    return found


def main() -> None:
    samples, folder = map(Path, sys.argv[1:])
    for sample in sorted(samples.glob("*.tnef")):
        stream = renamed(sample.read_bytes())
        copy = folder / sample.name
        copy.write_bytes(stream)
        # A sum in the stream is that of the former name.
        print(json.dumps({"copy": str(copy), "files": files(TNEF(stream, do_checksum=False))}))


main()
