"""The register over HTTP and JSON (docs/api/register.md): two seconds a call, a breaker, no personal data in URLs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import httpx

from bawaba.connectors.bounded import BoundedTransport
from bawaba.core.breaker import Breaker, Open
from bawaba.core.text import T
from bawaba.registers.ports import News, RegisterRefused, RegisterUnavailable, UnknownPerson, Verdict

SECONDS = 2.0


class HttpRegister:
    """Fulfils ``registers.ports.Register``."""

    def __init__(self, url: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        """``url`` of the API's root; ``transport`` for tests that serve a register in-process."""
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=SECONDS,
            transport=transport or BoundedTransport(SECONDS),
        )
        self._breaker = Breaker()

    def lookup(self, kind: str, number: str) -> Mapping[str, Any]:
        """A person by identifier."""
        return self._ask("/persons/lookup", {"kind": kind, "number": number})

    def persons(self, person_keys: Collection[str]) -> Sequence[Mapping[str, Any]]:
        """Several persons at once; a record that nobody asked for is no answer."""
        try:
            found = self._ask("/persons/records", {"person_keys": sorted(person_keys)}).get("persons")
        except (UnknownPerson, RegisterRefused) as strange:  # it has no such call: that says nothing about anybody
            raise RegisterUnavailable("an answer that is not as agreed") from strange
        if not isinstance(found, list) or not all(_is_of(one, person_keys) for one in found):
            raise RegisterUnavailable("an answer that is not as agreed")
        return found

    def facts(self, person_key: str, topics: Collection[str]) -> Mapping[str, Any]:
        """Several topics of a person at once."""
        answer = self._ask("/persons/facts", {"person_key": person_key, "topics": sorted(topics)})
        if not isinstance(answer.get("facts"), dict):
            raise RegisterUnavailable("an answer that is not as agreed")
        return answer

    def news(self, place: str) -> News:
        """Whose records have changed; a register without such a call is silent, which says nothing about anybody."""
        try:
            answer = self._ask("/news", {"after": place})
        except (UnknownPerson, RegisterRefused) as strange:
            raise RegisterUnavailable("an answer that is not as agreed") from strange
        found, on = answer.get("person_keys"), answer.get("next")
        if not isinstance(found, list) or not all(isinstance(key, str) for key in found) or not _is_place(on):
            raise RegisterUnavailable("an answer that is not as agreed")
        return News(str(on), tuple(found))

    def verify(self, probe: Mapping[str, Any]) -> Verdict:
        """One to one; anything but a plain yes or no is no answer."""
        answer = self._ask("/biometrics/verify", probe)
        match = answer.get("match")
        if not isinstance(match, bool):
            raise RegisterUnavailable("an answer that is not as agreed")
        return Verdict(match, str(answer.get("score_band", "")), str(answer.get("matcher", "")))

    def change(self, key: str, change: str, person_key: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A change, once per key."""
        body = {"change": change, "person_key": person_key, "data": dict(data)}
        return self._ask("/changes", body, {"Idempotency-Key": key})

    def _ask(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            return self._breaker.call(lambda: self._post(path, body, headers or {}), (RegisterUnavailable,))
        except Open as rest:
            raise RegisterUnavailable("resting") from rest

    def _post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            answer = self._client.post(path, json=body, headers=headers)
            record = answer.json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise RegisterUnavailable(type(error).__name__) from error
        if not isinstance(record, dict):
            raise RegisterUnavailable("an answer that is not as agreed")
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise UnknownPerson
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise _refused(record)
        if answer.status_code != httpx.codes.OK:
            raise RegisterUnavailable(f"status {answer.status_code}")
        return record


def _is_place(said: Any) -> bool:
    return isinstance(said, str) and len(said) <= 64 and said.isprintable()


def _is_of(record: Any, person_keys: Collection[str]) -> bool:
    return isinstance(record, dict) and record.get("person_key") in person_keys


def _refused(record: Mapping[str, Any]) -> RegisterRefused:
    says = record.get("says")
    words = says if isinstance(says, dict) else {}
    text = T(
        str(words.get("ar") or "رفض السجل هذا التغيير."), en=str(words.get("en") or "The register refused this change.")
    )
    return RegisterRefused(text, str(record.get("code", "refused")))
