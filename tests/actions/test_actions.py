"""The custom actions on frozen trackers: events in, messages out, the call kept."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.call
from actions.action_debrief import ActionDebrief
from actions.action_hint import ActionHint
from duilian import archive
from duilian.archive.exam_models import TIME_UP
from duilian.archive.models import ExchangeRow
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import parse_turn_line

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=timezone.utc)


def heard(line: str, intent: str = "speak") -> dict[str, Any]:
    turn = parse_turn_line(line)
    entities = [
        {"entity": s.act, "start": s.start, "end": s.end, "confidence_entity": 0.9} for s in turn.acts
    ]
    return {
        "event": "user",
        "text": turn.text,
        "parse_data": {"intent": {"name": intent}, "entities": entities},
    }


def said(move: str, text: str = "嗯") -> dict[str, Any]:
    return {"event": "bot", "text": text, "metadata": {"utter_action": f"utter_{move}"}}


START = [heard("T /start_call", "start_call"), said("answer_call", "喂"), said("ask_identity", "哪位")]


def tracker(
    *events: dict[str, Any], mode: str = "practice", scenario: str = "first-call-logistics"
) -> Tracker:
    last = next(e for e in reversed(events) if e["event"] == "user")
    slots = {"scenario": scenario, "mode": mode, "seed": "1"}
    return Tracker("s-1", slots, last["parse_data"], list(events), False, None, {}, "action_listen")


def run(action: Any, given: Tracker) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    assert asyncio.run(action.run(dispatcher, given, {})) == []
    return dispatcher.messages


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    engine = archive.open_archive(f"sqlite:///{tmp_path / 'a.db'}")
    for module in ("call", "action_debrief"):
        monkeypatch.setattr(f"actions.{module}.archive_engine", lambda: engine)
    return engine


def test_the_debrief_answers_with_text_and_json_and_keeps_the_call(database: Any) -> None:
    talk = [*START, heard("T [王总您好](greeting)[谢谢](thank)[再见](farewell)"), said("farewell", "再见")]
    (answer,) = run(ActionDebrief(), tracker(*talk))
    assert (
        "【得分】" in answer["text"]
        and answer["custom"]["scorecard"]["verdicts"]["hang_up_last"]["verdict"] == "met"
    )
    with archive.transaction(database) as db:
        row = archive.find_call(db, "s-1")
        assert row is not None and [t.text for t in row.turns] == ["喂哪位", "王总您好谢谢再见", "再见"]
        assert row.turns[0].labels == ["answer_call", "ask_identity"]


def test_only_the_call_since_the_last_start_counts() -> None:
    talk = [
        *START,
        heard("T [快点](pressure)"),
        *START,
        heard("T [您好](greeting)"),
        heard("T /hang_up", "hang_up"),
    ]
    verdicts = run(ActionDebrief(), tracker(*talk))[0]["custom"]["scorecard"]["verdicts"]
    assert verdicts["tactful_wording"]["verdict"] == "met" and verdicts["hang_up_last"]["verdict"] == "missed"


def test_an_ended_session_is_never_written_again(database: Any) -> None:
    talk = [*START, heard("T [王总您好](greeting)[谢谢](thank)[再见](farewell)"), said("farewell", "再见")]
    (first,) = run(ActionDebrief(), tracker(*talk))

    def kept() -> list[Any]:
        with database.connect() as connection:
            tables = ("sessions", "turns", "transcripts", "assessments", "verdicts", "tallies")
            return [connection.exec_driver_sql(f"select * from {table}").all() for table in tables]

    before = kept()
    (again,) = run(ActionDebrief(), tracker(*talk))
    assert again["text"] == first["text"]
    for name, verdict in first["custom"]["scorecard"]["verdicts"].items():
        assert again["custom"]["scorecard"]["verdicts"][name]["verdict"] == verdict["verdict"]
    forged = [*START, heard("T [滚](pressure)"), said("farewell", "再见")]
    (answer,) = run(ActionDebrief(), tracker(*forged, mode="exam", scenario="absent-school"))
    assert "没有存" in answer["text"] and answer["text"] != first["text"] and kept() == before


def test_scenario_and_mode_are_the_archives_not_the_requests(database: Any) -> None:
    with archive.transaction(database) as db:
        scenario = actions.call._cast().scenarios["first-call-logistics"]
        call = archive.Call("s-1", scenario.id, scenario.kind, "exam", "7")
        archive.begin_call(db, call, Dialogue("s-1", scenario.kind, scenario.context(), ()), NOW)
    forged = {"mode": "practice", "scenario": "nobody"}
    assert "没有提示" in run(ActionHint(), tracker(*START, heard("T 提示", "hint"), **forged))[0]["text"]
    assert run(ActionDebrief(), tracker(*START, heard("T /hang_up", "hang_up"), **forged))
    with archive.transaction(database) as db:
        row = archive.find_call(db, "s-1")
        assert row is not None and (row.scenario, row.mode, row.seed) == (scenario.id, "exam", "7")


def test_an_unknown_scenario_is_not_scored() -> None:
    assert run(ActionDebrief(), tracker(*START, scenario="nobody")) == []


def test_a_hint_on_demand_names_what_is_missing() -> None:
    asked = heard("T 提示", "hint")
    assert "我是移动公司" in run(ActionHint(), tracker(*START, asked))[0]["text"], "it was asked who speaks"
    assert "先问好" in run(ActionHint(), tracker(*START[:-1], asked))[0]["text"]
    assert "没有提示" in run(ActionHint(), tracker(*START, asked, mode="exam"))[0]["text"]


def test_a_guided_hint_speaks_of_the_turn_that_missed_its_chance() -> None:
    missed = [*START, heard("T [您什么时候有空](ask_open_time)"), said("ask_identity", "你谁啊")]
    assert "两个具体的时间" in run(ActionHint(), tracker(*missed, mode="guided"))[0]["text"]
    good = [*START, heard("T [我是移动的](introduce_self),王总"), said("listen")]
    assert run(ActionHint(), tracker(*good, mode="guided")) == []


def test_nobody_hung_up_where_an_exam_ended(database: Any) -> None:
    keep_exchanges(database, RANG, GREETED, ("/hang_up", None))
    with archive.transaction(database) as db:
        archive.find_call(db, "s-1").exchanges[-1].key = TIME_UP
    given = tracker(*START, heard("T [您好](greeting)"), said("ask_purpose"), heard("T /hang_up", "hang_up"))
    (answer,) = run(ActionDebrief(), given)
    verdicts = answer["custom"]["scorecard"]["verdicts"]
    assert "hang_up_last" not in verdicts and verdicts["greeting"]["verdict"] == "met"


def keep_exchanges(database: Any, *exchanges: tuple[str, list[dict[str, Any]] | None]) -> None:
    """The archive has the session, and these messages of it with what came back."""
    with archive.transaction(database) as db:
        scenario = actions.call._cast().scenarios["first-call-logistics"]
        call = archive.Call("s-1", scenario.id, scenario.kind, "practice", "1")
        row = archive.begin_call(
            db, call, Dialogue("s-1", scenario.kind, scenario.context(), ()), datetime.now(timezone.utc)
        )
        for n, (text, replies) in enumerate(exchanges):
            row.exchanges.append(ExchangeRow(number=n, key=f"k{n}", text=text, replies=replies, at=NOW))


RANG = ("/start_call{}", [{"text": "喂", "client": True}, {"text": "哪位", "client": True}])
END = [heard("T [谢谢](thank)[再见](farewell)"), said("farewell", "再见")]
GREETED = ("王总您好", [{"text": "你是谁", "client": True, "move": "ask_identity"}])


@pytest.mark.parametrize("tracked", [True, False])
def test_a_turn_that_the_tracker_lost_is_scored_all_the_same(database: Any, tracked: bool) -> None:
    keep_exchanges(database, RANG, GREETED, ("谢谢再见", None))
    kept = [heard("T [王总您好](greeting)"), said("ask_identity", "你是谁")] if tracked else []
    (answer,) = run(ActionDebrief(), tracker(*START, *kept, *END))
    assert answer["custom"]["scorecard"]["verdicts"]["greeting"]["verdict"] == "met"
    with archive.transaction(database) as db:
        row = archive.find_call(db, "s-1")
        assert row and [t.text for t in row.turns] == ["喂哪位", "王总您好", "你是谁", "谢谢再见", "再见"]
        assert [t.labels for t in row.turns if t.speaker == "client"][1:] == [["ask_identity"], ["farewell"]]
        assert not row.comments


def test_accounts_that_cannot_be_mended_are_reported_not_scored_silently(database: Any) -> None:
    keep_exchanges(database, RANG, GREETED, ("谢谢再见", None))
    elsewhere = [heard("T [快点](pressure)"), said("listen", "嗯")]
    (answer,) = run(ActionDebrief(), tracker(*START, *elsewhere, *END))
    assert "两处的记录对不上" in answer["text"]
    with archive.transaction(database) as db:
        row = archive.find_call(db, "s-1")
        assert row and "两处的记录对不上" in row.comments[0].text
