"""Mail against a real SMTP server: what arrives, what is refused for good, what is tried again."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bawaba.connectors.email.smtp import Smtp
from bawaba.journal.ports import Refused, Unavailable
from ports import HOST, free_ports

ARABIC = "فُعّل حسابك في بوابة.\nإن لم تكن أنت فأخبرنا فورًا: https://portal.example/not-you/abc\n"
LAYLA = "layla@example.com"


class Office:
    """An SMTP server whose answers the test chooses."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.rcpt, self.data = "250 OK", "250 kept"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
            self.recipients.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data


@pytest.fixture
def office() -> Iterator[Office]:
    served = Office()
    controller = Controller(served, hostname=HOST, port=free_ports(1)[0])
    controller.start()
    served.address = f"smtp://{HOST}:{controller.port}"  # type: ignore[attr-defined]
    yield served
    controller.stop()


def text_of(mail: EmailMessage) -> str:
    """Lines end as SMTP has them unless the text was encoded; both are right."""
    return str(mail.get_content()).replace("\r\n", "\n")


def send(office: Any, to: str = LAYLA, subject: str = "فُعّل حسابك", text: str = ARABIC) -> str:
    return Smtp(office.address, "بوابة <no-reply@bawaba.example>").send(to=to, subject=subject, text=text, ref="ref-1")


def test_arabic_arrives_word_for_word_with_the_headers_of_an_automatic_mail(office: Office) -> None:
    assert send(office) == "ref-1"
    (mail,) = office.mails
    assert (mail["Subject"], mail["To"], office.recipients) == ("فُعّل حسابك", LAYLA, [LAYLA])
    assert mail["From"] == "بوابة <no-reply@bawaba.example>"
    assert mail["Message-ID"] == "<ref-1@bawaba.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.utcoffset() is not None
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert text_of(mail) == ARABIC
    assert not mail.defects


def test_english_arrives_too(office: Office) -> None:
    send(office, subject="Your account is active", text="It is not you? Tell us.\n.\nA line with a single dot above.\n")
    (mail,) = office.mails
    assert mail["Subject"] == "Your account is active"
    assert text_of(mail) == "It is not you? Tell us.\n.\nA line with a single dot above.\n"


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_a_subject_cannot_bring_headers_of_its_own(office: Office, break_: str) -> None:
    send(office, subject=f"Hello{break_}Bcc: sami@example.com{break_}{break_}body")
    (mail,) = office.mails
    assert mail["Bcc"] is None
    assert office.recipients == [LAYLA]
    assert mail["Subject"] == "Hello Bcc: sami@example.com body"


@pytest.mark.parametrize(
    "address",
    [
        "layla@example.com\nBcc: sami@example.com",
        "layla@example.com\r\nBcc: sami@example.com",
        "layla@example.com, sami@example.com",
        "Layla <layla@example.com>",
        "layla@example.com> SIZE=1",
        "no address",
        "",
    ],
)
def test_what_is_not_one_plain_address_is_refused_and_reaches_nobody(office: Office, address: str) -> None:
    with pytest.raises(Refused):
        send(office, to=address)
    assert (office.mails, office.recipients) == ([], [])


@pytest.mark.parametrize(("code", "verdict"), [("550 no such user", Refused), ("450 greylisted", Unavailable)])
def test_a_recipient_is_refused_for_good_or_for_now(office: Office, code: str, verdict: type[Exception]) -> None:
    office.rcpt = code
    with pytest.raises(verdict):
        send(office)


@pytest.mark.parametrize(("code", "verdict"), [("554 rejected", Refused), ("451 try again", Unavailable)])
def test_a_mail_is_refused_for_good_or_for_now(office: Office, code: str, verdict: type[Exception]) -> None:
    office.data = code
    with pytest.raises(verdict):
        send(office)


def test_a_relay_that_is_down_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        Smtp(f"smtp://{HOST}:{free_ports(1)[0]}", "a@bawaba.example").send(to=LAYLA, subject="x", text="x", ref="1")
