"""The outside world begins every test as it was made."""

from typing import Any

import pytest

from bawaba_sandbox.register.cast import new_spare


def test_no_test_finds_what_another_has_changed_in_the_register(outside: Any) -> None:
    slug, names = "layla", {"ar": {"first": "هند"}, "en": {"first": "Hind"}}
    with pytest.MonkeyPatch.context() as patch, outside.plugged(patch):
        before, number = outside.person(slug), outside.store.count()
        outside.store.change_person(before["person_key"], names=names)
        spare = new_spare(outside.store, 7, "resident")
        outside.cast[spare["slug"]] = spare
        outside.cast[slug]["phone"] = ""
    with pytest.MonkeyPatch.context() as patch, outside.plugged(patch):
        assert {**outside.person(slug), "as_of": ""} == {**before, "as_of": ""}
        assert outside.store.count() == number
        assert not outside.store.news(0)
        assert spare["slug"] not in outside.cast
        assert outside.cast[slug]["phone"]
