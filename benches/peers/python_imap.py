#!/usr/bin/env python3
"""What one would write in an afternoon: every message fetched, its workbook read, the message moved.

    python_imap.py HOST PORT USER PASSWORD CA_FILE [COUNT]

No store, no checks, no time limits. Prints how many answers were read.
"""
import email
import email.policy
import imaplib
import io
import ssl
import sys

import openpyxl


def main():
    host, port, user, password, authority = sys.argv[1:6]
    count = int(sys.argv[6]) if len(sys.argv) > 6 else None
    server = imaplib.IMAP4_SSL(host, int(port), ssl_context=ssl.create_default_context(cafile=authority))
    server.login(user, password)
    server.create("Lus")
    server.select("INBOX")
    answers = {}
    for uid in server.uid("SEARCH", "ALL")[1][0].split()[:count]:
        fetched = server.uid("FETCH", uid, "(BODY.PEEK[])")[1]
        message = email.message_from_bytes(fetched[0][1], policy=email.policy.default)
        for part in message.iter_attachments():
            book = openpyxl.load_workbook(io.BytesIO(part.get_content()), data_only=True, read_only=True)
            rows = [(row[0], row[4]) for row in book["Retour"].iter_rows(min_row=2, values_only=True)]
            answers[dict(rows)["projet_id"]] = rows
        server.uid("MOVE", uid, "Lus")
    server.logout()
    print(len(answers), "forms,", sum(map(len, answers.values())), "answers")


if __name__ == "__main__":
    main()
