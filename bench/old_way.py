#!/usr/bin/env python3
"""How monitors of this kind are often written: five connections one after the other (a login on each
server, one to send, one a poll to look for the mail, one to clean up), a look every 2 seconds."""

import imaplib
import os
import smtplib
import ssl
import sys
import time
import uuid

smtp_port, imap_port, user, ca_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
password = os.environ["PASSWORD"]
context = ssl.create_default_context(cafile=ca_file)


def imap_session():
    session = imaplib.IMAP4_SSL("localhost", imap_port, ssl_context=context)
    session.login(user, password)
    return session


def smtp_session():
    session = smtplib.SMTP("localhost", smtp_port, local_hostname="bench.test")
    session.starttls(context=context)
    session.login(user, password)
    return session


imap_session().logout()
smtp_session().quit()
message_id = f"<{uuid.uuid4()}@bench.test>"
smtp = smtp_session()
smtp.sendmail(
    user,
    [user],
    f"From: {user}\r\nTo: {user}\r\nSubject: Bench\r\nMessage-ID: {message_id}\r\n\r\nBench\r\n",
)
smtp.quit()
found = []
while not found:
    session = imap_session()
    session.select("INBOX")
    _, answer = session.search(None, "HEADER", "Message-ID", message_id)
    found = answer[0].split()
    session.logout()
    if not found:
        time.sleep(2)
session = imap_session()
session.select("INBOX")
_, answer = session.uid("SEARCH", "HEADER", "Message-ID", message_id)
for uid in answer[0].split():
    session.uid("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Deleted)")
    session.uid("EXPUNGE", uid.decode())
session.logout()
