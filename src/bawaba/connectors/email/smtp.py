"""E-mail by SMTP."""

import smtplib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from bawaba.core import clock
from bawaba.journal.ports import Refused, Unavailable

SECONDS = 10.0
FOR_GOOD = 500  # SMTP replies from here on are permanent; 4xx, greylisting among them, are not


class Smtp:
    """Fulfils ``messaging.ports.EmailRelay``."""

    def __init__(self, url: str, sender: str) -> None:
        """``smtp://host:port`` or ``smtps://user:password@host:port``; ``sender`` may have a display name."""
        self._parts = urlsplit(url)
        self._name, self._sender = parseaddr(sender)

    def send(self, *, to: str, subject: str, text: str, ref: str) -> str:
        """One mail to one address; its Message-ID is the ref, so that a repetition is recognised."""
        mail = self._mail(to, subject, text, ref)
        try:
            with self._connected() as relay:
                relay.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            _judge(max(code for code, _ in error.recipients.values()), error)
        except smtplib.SMTPDataError as error:
            _judge(error.smtp_code, error)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("the relay cannot carry this address") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(type(error).__name__) from error
        return ref

    def _mail(self, to: str, subject: str, text: str, ref: str) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["To"] = Address(addr_spec=to)  # one address and nothing else: no list, no name, no line break
        except (ValueError, MessageError, LookupError) as error:
            raise Refused("not an address") from error
        mail["From"] = Address(self._name, addr_spec=self._sender)
        mail["Subject"] = " ".join(subject.split())
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{ref}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # holiday notices need not answer (RFC 3834)
        mail.set_content(text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        host, port = self._parts.hostname or "", self._parts.port or 0
        if self._parts.scheme == "smtps":
            relay: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS)
        else:
            relay = smtplib.SMTP(host, port, timeout=SECONDS)
        if self._parts.username:
            relay.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return relay


def _judge(code: int, error: smtplib.SMTPException) -> None:
    if code >= FOR_GOOD:
        raise Refused(f"the relay refuses it: {code}") from error
    raise Unavailable(f"the relay says later: {code}") from error
