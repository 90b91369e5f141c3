"""A client that remembers: how a call begins with it, what it says of last time, and what it keeps of a call.

Everything is a function of the scenario, which carries its memory, and of what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duilian import yamlfile
from duilian.dialogue.model import Turn
from duilian.errors import DataError
from duilian.language import times
from duilian.language.times import RelativeDay, TimeMention, Weekday
from duilian.roleplay.appointment import agreed_mention
from duilian.roleplay.emotion import is_offended
from duilian.roleplay.hearing import hear_again
from duilian.roleplay.memory import NO_MEMORY, PROMISES, Memory
from duilian.roleplay.mirror import caller_of
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import TEMPERS, WEEKDAYS, Scenario
from duilian.roleplay.state import ClientState, state_after

# What the client says of last time where several things are to be said, the first first.
_SUBJECTS = ("offended", "no_longer_suits", "material", "answer", "call", "refused", "complained")
_OPENINGS = ("answer_call", "receive", "receive_by_appointment", "appointment", "told")
_PROMISED_BY = {"offer_material": "material", "promise_feedback": "answer", "defer_call": "call"}
_PARTS = {
    "early": "早上",
    "morning": "上午",
    "noon": "中午",
    "afternoon": "下午",
    "evening": "晚上",
    None: "",
}
# Moves that answer something, before which nothing else is said.
_FIRST = frozenset({"confirm_identity", "wish_back", "convenient", "put_through", "answer_call", "tell_fact"})
_FILLERS = frozenset({"listen", "agree", "puzzled", "ask_identity", "correct_time", "pick_time"})
# What leaves no room to speak of last time.
_MORE_URGENT = frozenset(
    {"farewell", "dropped", "unclear", "urgent", "absent", "gatekeeper", "wrong_name", "wrong_firm", "refuse"}
    | {"complaint", "say_again", "feedback"}
)
_PUT_OFF = frozenset({"noncommittal", "cannot_fix_time", "late_call"})
_NOES = frozenset({"refuse", "refuse_no_time"})
_MOST_TOLD = 40  # topics


@dataclass(frozen=True)
class MemoryWords:
    """How clients of each temper speak of last time.

    Attributes:
        says: Subject or opening → temper → sentences.
    """

    says: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def find(self, name: str, temper: str) -> tuple[str, ...]:
        """The sentences of a subject; none where the file has none."""
        return self.says.get(name, {}).get(temper, ())


def load_memory_words(path: Path) -> MemoryWords:
    """Read ``data/memory.yml``; where there is no such file, clients recognise nobody in words.

    Raises:
        DataError: It is not as it should be; the message names file and line.
    """
    if not path.exists():
        return MemoryWords()
    data, known = yamlfile.load(path), (*_OPENINGS, *_SUBJECTS)
    if not isinstance(data, dict) or set(data) != set(known):
        raise DataError(f"这里应当有 {'、'.join(known)} 几部分", f"{path}:1")
    says: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, node in data.items():
        place = f"{path}:{yamlfile.line_of(data, name)}"
        if not isinstance(node, dict) or set(node) != set(TEMPERS):
            raise DataError(f"{name} 应当有 {'、'.join(TEMPERS)} 三列句子", place)
        for temper, texts in node.items():
            if not isinstance(texts, list) or not texts or not all(isinstance(t, str) and t for t in texts):
                raise DataError(f"{name}.{temper} 应当是一列句子", f"{path}:{yamlfile.line_of(node, temper)}")
        says[str(name)] = {str(temper): tuple(texts) for temper, texts in node.items()}
    return MemoryWords(says)


def with_memory(scenario: Scenario, memory: Memory, words: MemoryWords) -> Scenario:
    """The same client with what it remembers, and the sentences that come of it.

    Args:
        scenario: Who the client is; a memory of its own (``earlier:``) gives way to one from the archive.
        memory: What it remembers from the archive.
        words: How clients speak of last time.
    """
    memory = memory if memory != NO_MEMORY else scenario.memory
    if memory == NO_MEMORY:
        return scenario
    made = replace(scenario, memory=memory, acquainted=scenario.acquainted or memory.known)
    recalled = {name: words.find(name, scenario.temper) for name in ("answer_call", "receive")}
    if scenario.later:  # its own sentences were written for somebody who comes again
        recalled = {name: scenario.lines.get(name, texts) for name, texts in recalled.items()}
    if memory.agreed and scenario.visit and "receive" not in scenario.lines:
        recalled["receive"] = words.find("receive_by_appointment", scenario.temper)
    if not memory.known:
        recalled = {}
    recalled["pick_time"] = words.find("appointment", scenario.temper) if standing_appointment(made) else ()
    recalled["tell_fact"] = words.find("told", scenario.temper) if memory.told else ()
    subject = _subject(made)
    own = scenario.lines.get("recall", ())
    recalled["recall"] = own or (words.find(subject, scenario.temper) if subject else ())
    filled = {move: tuple(_filled(texts, memory)) for move, texts in recalled.items()}
    return replace(made, recalled={move: texts for move, texts in filled.items() if texts})


def _filled(texts: Iterable[str], memory: Memory) -> Iterator[str]:
    """The sentences with ``{caller}`` and ``{appointment}`` filled in, without those that lack one."""
    fields = {"{caller}": memory.caller, "{appointment}": memory.agreed.removeprefix("下")}
    for text in texts:
        if all(value for name, value in fields.items() if name in text):
            for name, value in fields.items():
                text = text.replace(name, value)
            yield text


def _subject(scenario: Scenario) -> str:
    """What the client speaks of first; "" where there is nothing to say."""
    memory = scenario.memory
    if scenario.base == "visit_complaint":  # it speaks of what has happened since
        return "offended" if memory.rude else ""
    due = {
        "offended": memory.rude,
        "no_longer_suits": bool(memory.agreed)
        and scenario.base == "phone_appointment"
        and not standing_appointment(scenario),
        **{name: name in memory.promised and name not in scenario.kept for name in PROMISES},
        "refused": memory.ending == "refused",
        "complained": memory.complained and "answer" not in scenario.kept,
    }
    return next((name for name in _SUBJECTS if due[name]), "")


def standing_appointment(scenario: Scenario) -> tuple[TimeMention, ...]:
    """The time agreed on last time, where this call is about it and it still suits; none elsewhere."""
    if scenario.base != "phone_appointment" or not scenario.memory.agreed:
        return ()
    return tuple(m for m in times.find_times(scenario.memory.agreed)[:1] if scenario.calendar.suits(m))


def first_state(scenario: Scenario) -> ClientState:
    """What the client knows and feels before a word is said."""
    memory, standing = scenario.memory, standing_appointment(scenario)
    return ClientState(
        told=frozenset({"who"}) if memory.known else frozenset(),
        agreed=bool(standing),
        times_at_agreement=standing,
    )


def recall_first(state: ClientState, scenario: Scenario, plan: Plan) -> Plan:
    """Let the client speak of last time, once, as soon as it is itself on the line.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is, with its memory.
        plan: What it would do else.
    """
    standing = bool(standing_appointment(scenario)) and not state.times_made("pick_time")
    if not (standing or "recall" in scenario.recalled) or state.times_made("recall") or state.gatekeeper:
        return plan
    first = state.turn_count == 1 or "put_through" in state.last_moves
    if not first or not plan.moves or plan.agreed_time or set(plan.moves) & _MORE_URGENT:
        return plan
    before = [move for move in plan.moves if move in _FIRST]
    after = [move for move in plan.moves if move not in _FIRST | _FILLERS]
    if standing:
        return replace(plan, moves=(*before, "pick_time", *after), agreed_time=scenario.memory.agreed)
    return replace(plan, moves=(*before, "recall", *after))


def after_contact(scenario: Scenario, turns: Sequence[Turn], told: Iterable[str] = ()) -> Memory:
    """What the client keeps of a conversation, on top of what it remembered before.

    Args:
        scenario: Who the client is, with the memory that it had.
        turns: What was said, with acts and cues.
        told: The topics of its own affairs of which it told.
    """
    before = scenario.memory
    state = hear_again(state_after(turns, first_state(scenario)), scenario)
    if not state.turn_count or state.gatekeeper:  # it was not spoken to
        return before
    acts = {span.act for turn in turns if turn.speaker == "trainee" for span in turn.acts}
    names = [caller_of(turn.text) for turn in turns if turn.speaker == "trainee"]
    agreed = _agreed_words(state, scenario)
    if not scenario.visit and scenario.base != "phone_appointment":  # nothing was said of meeting
        agreed = agreed or before.agreed
    topics = dict.fromkeys((*before.told, *told))
    return Memory(
        contacts=before.contacts + 1,
        known=before.known or scenario.acquainted or "who" in state.told,
        caller=next((name for name in reversed(names) if name), before.caller),
        agreed=agreed,
        promised=tuple(kind for act, kind in _PROMISED_BY.items() if act in acts),
        told=tuple(topics)[:_MOST_TOLD],
        complained=bool({"complaint", "feedback"} & set(state.move_counts)),
        rude=is_offended(state, scenario),
        ending=_ending(state, turns),
    )


def _agreed_words(state: ClientState, scenario: Scenario) -> str:
    mention = agreed_mention(state, scenario) if state.agreed else None
    calendar = scenario.calendar
    return "" if mention is None else time_words(calendar.as_weekday(mention), calendar.today)


def time_words(mention: TimeMention, today: int) -> str:
    """A time in words that hold on another day too: said on a Monday, 明天上午 is 周二上午.

    Args:
        mention: The time.
        today: The day on which it was said, 1 (Monday) to 7.

    Returns:
        "" for a day that has no such words (a date, a holiday).
    """
    day = mention.day if mention.day is not None else RelativeDay(0)
    if isinstance(day, RelativeDay):
        number, week = divmod(today - 1 + day.offset, 7)[::-1]
        day = Weekday(number + 1, week)
    if not isinstance(day, Weekday) or day.week not in (None, 0, 1):
        return ""
    words = ("下" if day.week == 1 else "") + WEEKDAYS[day.day - 1] + _PARTS[mention.part]
    if mention.hour is None:
        return words
    hour = (
        mention.hour - 12 if mention.part in ("afternoon", "evening") and mention.hour > 12 else mention.hour
    )
    half = "半" if mention.minute == 30 else f"{mention.minute}分" if mention.minute else ""
    return f"{words}{hour}点{half}"


def _ending(state: ClientState, turns: Sequence[Turn]) -> str:
    if state.agreed:
        return "agreed"
    last = [turn for turn in turns if turn.speaker == "client"][-2:]
    cues = {cue for turn in last for cue in turn.cues}
    if cues & _NOES:
        return "refused"
    return "put_off" if cues & _PUT_OFF else "parted"
