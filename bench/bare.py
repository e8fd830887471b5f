#!/usr/bin/env python3
"""The least that a check can cost: one SMTP and one IMAP session, opened side by side, the mail
polled with NOOP. No deadlines, no diagnosis, no state, no alerts: a yardstick, not a monitor."""

import imaplib
import os
import smtplib
import ssl
import sys
import threading
import time
import uuid

smtp_port, imap_port, user, ca_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
password = os.environ["PASSWORD"]
context = ssl.create_default_context(cafile=ca_file)
opened = {}


def open_imap():
    session = imaplib.IMAP4_SSL("localhost", imap_port, ssl_context=context)
    session.login(user, password)
    session.select("INBOX")
    opened["imap"] = session


imap_thread = threading.Thread(target=open_imap)
imap_thread.start()
smtp = smtplib.SMTP("localhost", smtp_port, local_hostname="bench.test")
smtp.starttls(context=context)
smtp.login(user, password)
imap_thread.join()
imap = opened["imap"]
_, known = imap.response("UIDNEXT")
uid_next = int(known[0])
message_id = f"<{uuid.uuid4()}@bench.test>"
smtp.sendmail(
    user,
    [user],
    f"From: {user}\r\nTo: {user}\r\nSubject: Bench\r\nMessage-ID: {message_id}\r\n\r\nBench\r\n",
)
found = None
while found is None:
    imap.noop()
    _, mails = imap.uid("FETCH", f"{uid_next}:*", "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    for mail in mails:
        if isinstance(mail, tuple) and message_id.encode() in mail[1]:
            found = mail[0].split(b"UID ")[1].split()[0].decode()
    if found is None:
        time.sleep(0.005)
imap.uid("STORE", found, "+FLAGS.SILENT", r"(\Deleted)")
imap.uid("EXPUNGE", found)
imap.logout()
smtp.quit()
