"""E-mail by SMTP."""

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

from bawaba.journal.ports import Refused, Unavailable

SECONDS = 10.0


class Smtp:
    """Fulfils ``messaging.ports.EmailRelay``."""

    def __init__(self, url: str, sender: str) -> None:
        """``smtp://host:port`` or ``smtps://user:password@host:port``."""
        self._parts = urlsplit(url)
        self._sender = sender

    def send(self, *, to: str, subject: str, text: str, ref: str) -> str:
        """One mail; its Message-ID is the ref, so that a repetition is recognised."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, subject.replace("\n", " ")
        mail["Message-ID"] = f"<{ref}@{self._sender.rpartition('@')[2]}>"
        mail.set_content(text)
        try:
            with self._connected() as relay:
                relay.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused("the relay refuses the address") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(type(error).__name__) from error
        return ref

    def _connected(self) -> smtplib.SMTP:
        host, port = self._parts.hostname or "", self._parts.port or 0
        if self._parts.scheme == "smtps":
            relay: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS)
        else:
            relay = smtplib.SMTP(host, port, timeout=SECONDS)
        if self._parts.username:
            relay.login(self._parts.username, self._parts.password or "")
        return relay
