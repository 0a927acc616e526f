"""A data key is made once, whoever makes it first, and is gone for everybody the moment it is destroyed."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.journal import vault
from bawaba.journal.models import PersonKey
from races import at_once

CELL = "some.cell"


def seal_as_new(subject: UUID, *said: Any) -> bytes:
    return vault.sealer_of_new(subject)(*said)


@pytest.mark.django_db(transaction=True)
def test_whoever_seals_for_a_new_subject_in_the_same_moment_seals_under_one_key(trials: Any) -> None:
    for _ in range(trials(20)):
        subject, row = uuid4(), uuid4()
        ways = [partial(vault.seal, subject, CELL, row, "سر"), partial(seal_as_new, subject, CELL, row, "سر")]
        sealed = at_once(ways * 3)
        opened = [vault.unseal(subject, CELL, row, one) for one in sealed]
        trials.failed(int(opened != ["سر"] * 6))
        assert opened == ["سر"] * 6
        assert PersonKey.objects.filter(pk=subject).count() == 1


@pytest.mark.django_db
def test_many_values_ask_for_their_key_once_and_a_new_subject_s_is_not_asked_for() -> None:
    subject, row = uuid4(), uuid4()
    with CaptureQueriesContext(connection) as made:
        sealed = [vault.sealer_of_new(subject)(CELL, row, "1")]
    with CaptureQueriesContext(connection) as asked:
        again = vault.sealer(subject)
        sealed += [again(CELL, row, "2"), again(CELL, row, "3")]
    assert (len(made), len(asked)) == (1, 1)
    assert [vault.unseal(subject, CELL, row, one) for one in sealed] == ["1", "2", "3"]


@pytest.mark.django_db
def test_nobody_keeps_a_key_that_was_destroyed() -> None:
    subject, row = uuid4(), uuid4()
    old = vault.sealer_of_new(subject)(CELL, row, "before")
    assert vault.unseal(subject, CELL, row, old) == "before"
    vault.destroy_key(subject)
    with pytest.raises(vault.Erased):
        vault.unseal(subject, CELL, row, old)
    new = vault.seal(subject, CELL, row, "after")
    assert vault.unseal(subject, CELL, row, new) == "after"
    with pytest.raises(ValueError, match="sealed for another place"):
        vault.unseal(subject, CELL, row, old)
