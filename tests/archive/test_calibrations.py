"""A sample judged blind by two trainers."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.archive import calibrations
from duilian.archive.listing import Search
from duilian.archive.models import Calibration, Person
from duilian.coaching.calibration import MACHINE
from duilian.dialogue.model import parse_dialogue
from duilian.errors import DataError
from tests.archive.test_listing import NOW
from tests.archive.test_listing import db as db


@pytest.fixture()
def sample(db: archive.Database) -> Calibration:
    for person in db.query(Person):
        person.role, person.all_groups = "trainer", True
    return calibrations.draw_calibration(db, "十一月", ("小李", "小王"), Search(), 2, 1, NOW)


def judge(db: archive.Database, sample: Calibration, place: int, number: int = 0, **changed: str) -> None:
    session = sample.items[number].session
    verdicts = {name: "met" for name in calibrations.criteria_to_rate(session)} | changed
    calibrations.keep_ratings(db, sample, session, place, verdicts)


def test_the_sample_is_drawn_once_and_the_same(db: archive.Database, sample: Calibration) -> None:
    again = calibrations.draw_calibration(db, "再来", ("小李", "小王"), Search(), 2, 1, NOW)
    assert [i.session_id for i in again.items] == [i.session_id for i in sample.items] and len(
        sample.items
    ) == 2
    assert len(calibrations.draw_calibration(db, "多", ("小李", "小王"), Search(), 99, 1, NOW).items) == 3


def test_two_judge_the_machine_too_and_differences_are_settled(
    db: archive.Database, sample: Calibration
) -> None:
    judge(db, sample, 1, farewell="missed")
    judge(db, sample, 1, farewell="na")  # the first may change its mind until the second has judged
    judge(db, sample, 2)
    with pytest.raises(DataError):
        judge(db, sample, 1)
    first = sample.items[0].session_id
    item = next(
        r for r in calibrations.rated_items(db, sample) if (r.session, r.criterion) == (first, "farewell")
    )
    assert item.verdicts == {1: "na", 2: "met", MACHINE: "missed"} and item.agreed is None
    assert list(calibrations.gold_dialogues(db, sample)) == [] and calibrations.rated_places(db, sample)[
        first
    ] == {1, 2}
    calibrations.keep_settlement(db, sample, first, "farewell", "missed", "最后没有道别")
    (gold,) = calibrations.gold_dialogues(db, sample)
    assert parse_dialogue(gold).verdicts["farewell"] == "missed" and gold["verdicts"]["greeting"] == "met"


def test_what_can_not_be(db: archive.Database, sample: Calibration) -> None:
    for title, raters, search, count in (
        ("", ("小李", "小王"), Search(), 2),
        ("x", ("小李", "小李"), Search(), 2),
        ("x", ("小李", "谁"), Search(), 2),
        ("x", ("小李", "小王"), Search(), 0),
        ("x", ("小李", "小王"), Search(words="火星人"), 2),
    ):
        with pytest.raises(DataError):
            calibrations.draw_calibration(db, title, raters, search, count, 1, NOW)
    with pytest.raises(DataError):
        judge(db, sample, 1, farewell="")
    with pytest.raises(DataError):
        calibrations.keep_settlement(db, sample, sample.items[0].session_id, "farewell", "met", "")


@pytest.mark.parametrize(
    ("title", "raters", "count"),
    [
        ("", ("小李", "小王"), 2),
        ("长" * 65, ("小李", "小王"), 2),
        ("题", ("小李", "小王"), 0),
        ("题", ("小李", "小王"), 101),
        ("题", ("小李", "小李"), 2),
        ("题", ("小李", "没有这人"), 2),
        ("题", ("小李", "学员"), 2),
    ],
)
def test_a_sample_needs_a_title_a_number_and_two_who_train(
    db: archive.Database, sample: Calibration, title: str, raters: tuple[str, str], count: int
) -> None:
    archive.person_named(db, "学员", NOW)
    with pytest.raises(DataError):
        calibrations.draw_calibration(db, title, raters, Search(), count, 1, NOW)
    for fine in ("题", "长" * 64):
        assert calibrations.draw_calibration(db, fine, ("小李", "小王"), Search(), 100, 1, NOW).title == fine
