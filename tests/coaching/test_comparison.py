"""Two attempts side by side: what changed of each criterion, and the sentence said otherwise."""

from __future__ import annotations

from duilian.assessment import assess
from duilian.coaching.comparison import compare_attempts
from duilian.coaching.debrief import Debrief, Ruling, debrief
from tests.archive.test_archive import RUBRIC
from tests.assessment.support import short

PHASES = {"全部": list(RUBRIC.criteria)}
BEGUN = "C (answer_call) 喂？ / T [王总您好](greeting) / C (ask_purpose) 什么事？ / "
ASKED = BEGUN + "T [您什么时候有空](ask_open_time) / C (pick_time) 周三 / T [再见](farewell)"
OFFERED = BEGUN + "T 王总，[周三还是周四](offer_two_times) / C (pick_time) 周三 / T 好"


def made(talk: str, **confidence: float) -> Debrief:
    dialogue = short(talk, by="client")
    verdicts = assess(dialogue, RUBRIC).verdicts
    rulings = {name: Ruling(v.name, v.name, confidence.get(name)) for name, v in verdicts.items()}
    return debrief(dialogue, rulings, RUBRIC, PHASES, ())


def test_each_criterion_is_gained_lost_kept_or_lacking() -> None:
    found = compare_attempts(made(ASKED), made(OFFERED))
    kinds = {change.name: change.kind for change in found.changes}
    assert (kinds["two_choice"], kinds["farewell"]) == ("gained", "lost")
    assert (kinds["greeting"], kinds["purpose"]) == ("kept", "lacking")
    assert [change.name for change in found.of_kind("lost")] == ["farewell"]
    assert found.shared == 3 and found.retold is None


def test_what_applied_only_once_is_neither_better_nor_worse() -> None:
    refused = BEGUN + "T [周三还是周四](offer_two_times) / C (refuse) 不要 / T [再见](farewell)"
    found = compare_attempts(made(OFFERED), made(refused))
    kinds = {change.name: change.kind for change in found.changes}
    assert kinds["patient_explanation"] == "new" and kinds["confirmation"] == "gone"


def test_what_was_struck_does_not_count_and_what_is_doubtful_is_marked() -> None:
    unsure = made(ASKED, two_choice=0.6)
    by_name = {change.name: change for change in compare_attempts(unsure, made(OFFERED)).changes}
    assert by_name["two_choice"].doubtful and not by_name["farewell"].doubtful
    dialogue = short(ASKED, by="client")
    struck = debrief(dialogue, {"two_choice": Ruling("na", "missed", by="周老师")}, RUBRIC, PHASES, ())
    assert [c.kind for c in compare_attempts(struck, made(OFFERED)).changes if c.name == "two_choice"] == [
        "new"
    ]


def test_a_retry_shows_the_old_and_the_new_sentence() -> None:
    retold = compare_attempts(made(ASKED), made(OFFERED), gone_on_from=3).retold
    assert retold is not None and retold.turn == 3
    assert (retold.before.text, retold.after.text) == ("您什么时候有空", "王总，周三还是周四")
    hung_up = made(BEGUN.removesuffix(" / "))
    assert compare_attempts(made(ASKED), hung_up, gone_on_from=3).retold is None
