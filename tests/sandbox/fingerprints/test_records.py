"""ISO/IEC 19794-2 records: what we write is what we read, byte by byte as the standard has it, and nothing else is read."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba_sandbox.register.fingerprints.pictures import Picture
from bawaba_sandbox.register.fingerprints.records import (
    IMPRESSIONS,
    LARGEST,
    FingerRecord,
    Minutia,
    Unreadable,
    View,
    read,
    written,
)
from bawaba_sandbox.register.fingerprints.references import record_of, template_of

ONE = FingerRecord(288, 352, (View(2, (Minutia(1, 351, 64, 1, 80), Minutia(287, 0, 255, 2)), 0, 0, 90),))
# Written by hand after the tables of the standard: the head, the view's head, two minutiae, no extended data.
BY_HAND = bytes.fromhex(
    "464d5200 20323000 0000002a 0000 0120 0160 00c5 00c5 01 0002 00 5a 024001 015f 40 50811f 0000 ff 000000"
)


@st.composite
def records(draw: st.DrawFn) -> FingerRecord:
    width, height = draw(st.integers(1, LARGEST)), draw(st.integers(1, LARGEST))
    quality = st.integers(0, 100)
    point = st.builds(
        Minutia, st.integers(0, width - 1), st.integers(0, height - 1), st.integers(0, 255), st.integers(0, 2), quality
    )
    kinds = st.sampled_from(sorted(IMPRESSIONS))
    view = st.builds(
        View, st.integers(0, 10), st.lists(point, max_size=20).map(tuple), st.integers(0, 15), kinds, quality
    )
    views = draw(st.lists(view, min_size=1, max_size=4, unique_by=lambda one: (one.position, one.number)))
    per_cm = draw(st.tuples(st.integers(1, 65535), st.integers(1, 65535)))
    return FingerRecord(width, height, tuple(views), per_cm, draw(st.integers(0, 65535)))


def test_a_record_is_as_the_standard_has_it_byte_by_byte() -> None:
    assert written(ONE) == BY_HAND
    assert read(BY_HAND) == ONE


@given(records())
def test_what_is_written_is_read(record: FingerRecord) -> None:
    assert read(written(record)) == record


@given(records(), st.data())
def test_a_record_cut_off_or_changed_anywhere_is_refused_or_is_another_whole_record(
    record: FingerRecord, data: st.DataObject
) -> None:
    raw = written(record)
    cut = raw[: data.draw(st.integers(0, len(raw) - 1))]
    with pytest.raises(Unreadable):
        read(cut)
    with pytest.raises(Unreadable):
        read(raw + b"\0")
    changed = bytearray(raw)
    changed[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        assert read(bytes(changed)) != record or changed[: len(raw)] != raw
    except Unreadable:
        pass


@given(st.binary(max_size=400))
def test_garbage_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


@given(st.binary(max_size=200))
def test_garbage_behind_a_true_head_is_refused_or_read_and_never_anything_else(tail: bytes) -> None:
    head = BY_HAND[:8] + struct.pack(">I", 24 + len(tail)) + BY_HAND[12:24]
    try:
        read(head + tail)
    except Unreadable:
        pass


LIES = {
    "another magic": (0, b"XMR\0"),
    "the version of 2011": (4, b"030\0"),
    "a version without its blank": (4, b"020\0"),
    "longer than it is": (8, b"\0\0\0\x2b"),
    "four gigabytes": (8, b"\xff\xff\xff\xff"),
    "no width": (14, b"\0\0"),
    "no resolution": (18, b"\0\0"),
    "no views": (22, b"\0"),
    "more views than there are": (22, b"\2"),
    "views without end": (22, b"\xff"),
    "the reserved byte": (23, b"\1"),
    "an eleventh finger": (24, b"\x0b"),
    "an impression that is none": (25, b"\4"),
    "a quality of 101": (26, b"\x65"),
    "more minutiae than there are": (27, b"\xff"),
    "fewer minutiae than there are": (27, b"\1"),
    "a third kind of minutia": (28, b"\xc0"),
    "a minutia right of the picture": (28, b"\x41\x20"),
    "a minutia below the picture": (30, b"\x01\x60"),
    "the minutia's reserved bits": (30, b"\x40\0"),
    "a minutia's quality of 101": (33, b"\x65"),
    "extended data that is not there": (40, b"\xff\xff"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_record_that_lies_is_refused(lie: str) -> None:
    at, changed = LIES[lie]
    with pytest.raises(Unreadable):
        read(BY_HAND[:at] + changed + BY_HAND[at + len(changed) :])


@pytest.mark.parametrize(
    "record",
    [
        replace(ONE, views=()),
        replace(ONE, views=(ONE.views[0], ONE.views[0])),
        replace(ONE, width=0),
        replace(ONE, height=LARGEST + 1),
        replace(ONE, width=70_000),
        replace(ONE, views=(replace(ONE.views[0], minutiae=(Minutia(1, 1, 256),)),)),
        replace(ONE, views=(replace(ONE.views[0], minutiae=(Minutia(-1, 1, 0),)),)),
        replace(ONE, views=(replace(ONE.views[0], minutiae=(Minutia(1, 1, 0),) * 256),)),
    ],
)
def test_what_no_reader_could_take_is_not_written(record: FingerRecord) -> None:
    with pytest.raises(Unreadable):
        written(record)


def test_minutiae_come_back_from_a_record_as_the_matcher_saw_them() -> None:
    """mindtct's angles are whole degrees of 32 directions, in (-180, 180]."""
    directions = sorted({(270 - round(one * 11.25)) % 360 for one in range(32)})
    angles = [one - 360 if one > 180 else one for one in directions]
    seen = ([10 * one for one in range(32)], [one + 1 for one in range(32)], angles)
    x, y, angle = template_of(record_of(Picture(400, 300, b""), seen, "left_index"), "left_index")
    assert (x, y) == seen[:2]
    assert all((a - b) % 360 == 0 for a, b in zip(angle, angles, strict=True))


@pytest.mark.parametrize("wrong", ["of another finger", "of another resolution", "without a minutia"])
def test_a_record_that_says_nothing_of_this_finger_is_refused(wrong: str) -> None:
    changed = {
        "of another finger": replace(ONE, views=(replace(ONE.views[0], position=7),)),
        "of another resolution": replace(ONE, per_cm=(394, 394)),
        "without a minutia": replace(ONE, views=(replace(ONE.views[0], minutiae=()),)),
    }[wrong]
    template_of(written(ONE), "right_index")
    with pytest.raises(Unreadable):
        template_of(written(changed), "right_index")
