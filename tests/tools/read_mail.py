"""Reads mails with Python's own mail library, which shares no code with what wrote them.

    read_mail.py FOLDER FILE...

Prints one line of JSON for each file, in the order given: {"from", "to", "to_name", "subject", "message_id", "text",
"html", "attachments": [{"name", "type", "file"}]}. The attachments are saved in FOLDER, one subfolder a mail.
"""

import email
import email.policy
import json
import pathlib
import sys


def read(path, folder):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    to = message["To"].addresses
    read = {
        "from": message["From"].addresses[0].addr_spec,
        "to": [address.addr_spec for address in to],
        "to_name": to[0].display_name,
        "subject": message["Subject"],
        "message_id": message["Message-ID"],
        "text": message.get_body(("plain",)).get_content(),
        "html": message.get_body(("html",)).get_content(),
        "attachments": [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(message.iter_attachments()):
        file = folder / str(number)
        file.write_bytes(part.get_content())
        read["attachments"].append(
            {"name": part.get_filename(), "type": part.get_content_type(), "file": str(file)}
        )
    return read


def main():
    folder = pathlib.Path(sys.argv[1])
    for number, path in enumerate(sys.argv[2:]):
        print(json.dumps(read(pathlib.Path(path), folder / str(number))), flush=True)


if __name__ == "__main__":
    main()
