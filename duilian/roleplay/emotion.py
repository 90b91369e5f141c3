"""What the client feels, turn by turn: trust, irritation and interest, from what was said to it.

Nothing of it is kept: it follows from the impressions in the dialogue state and from who the client is, so
that the same call always feels the same. All that depends on the client's mood asks here: whether it is
offended, whether its patience is at an end, what it speaks of, in which tone.

Irritation is counted in half points of patience. It rises with rudeness, long speeches, turns that lead
nowhere, noes not heeded and questions left unanswered; it falls with understanding, promises and whatever
moves the talk on, slowly. One *sorry* weighs less than what it is said for, and each further one less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from duilian.roleplay.impression import Impression
from duilian.roleplay.patience import count_overlong_turns, free_idle_turns, unheeded_refusals
from duilian.roleplay.reactions import ANSWER_TO
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import RUDE_ACTS, ClientState

TONES = ("cold", "even", "warm")
# Irritation at which each temper rests.
_AT_REST = {"warm": 0, "plain": 1, "gruff": 3}
# Who comes into the talk with something on its mind: situation → irritation more.
_UPSET = {"angry": 5, "let_down": 4, "disputing": 3, "grievance": 2, "suspicious": 1, "impatient": 1}
# … and how interested it is; 2 where nothing is said.
_INTEREST = {"own_need": 5, "curious": 4, "needs": 3, "wants_material": 3, "interrupted": 3, "pitch": 3}
_NO_INTEREST = frozenset({"impatient", "no_time", "hurried", "suspicious", "angry", "let_down"})
_TRUST = {"acquainted": 6, "ours": 3, "stranger": 2}
_RUDE = 3  # irritation by a rude turn, in half points of patience as all of it
_COST = 2  # … by what costs a point of patience
_SOOTHING_ACTS = frozenset({"acknowledge", "apologize_time"})
# What a first and a second soothing turn take away, by temper; a third a little, further ones nothing.
_SOOTHES = {"warm": 3, "plain": 2, "gruff": 1}
_WORTH_SAYING = 2
_HURT_PASSES = 1  # irritation left over at which it no longer feels offended
_COLD, _WARM_TRUST = 5, 6
_COOLED = 3  # irritation above its temper's at which an angry client lets itself be satisfied
_SORE = 3  # … above what it came with, at which it does not agree at once
_MOST = 10  # of trust and interest
_LEAST = -3  # so far below nothing trust and interest may fall, to be won back
# How far trust must have come before a client of each temper speaks of private things.
_CONFIDES = {"warm": 4, "plain": 4, "gruff": 6}
# What a client was told → what it adds to trust, and to interest.
_TRUST_TOLD = {"who": 1, "what": 1}
_INTEREST_TOLD = {"gain": 2, "why": 1, "feature": 1, "advantage": 1, "evidence": 1}


@dataclass(frozen=True)
class Emotion:
    """What the client feels.

    Attributes:
        trust: 0 to 10: how far it believes the trainee.
        irritation: From 0, in half points of patience.
        interest: 0 to 10: in what it is offered.
        offended: It was pushed or insulted, and that has not passed.
    """

    trust: int
    irritation: int
    interest: int
    offended: bool = False


@dataclass(frozen=True)
class _Memory:
    """What the next feeling depends on besides the last one.

    Attributes:
        refusals: How often each move was made.
        soothed: Soothing turns since it was last hurt.
        before: Irritation before it was hurt; None while it is not.
        calmed: It was satisfied: small things no longer count.
    """

    refusals: Mapping[str, int]
    soothed: int = 0
    before: int | None = None
    calmed: bool = False


def emotion_at_rest(scenario: Scenario) -> Emotion:
    """What the client feels before the talk, without what the moment brings; who was hurt last time, is."""
    known = "acquainted" if scenario.acquainted else "ours" if scenario.ours else "stranger"
    wary = scenario.situation in ("suspicious", "let_down")
    interest = 1 if scenario.situation in _NO_INTEREST else _INTEREST.get(scenario.situation, 2)
    irritation = _AT_REST[scenario.temper] + _UPSET.get(scenario.situation, 0)
    hurt = scenario.memory.rude
    return Emotion(_TRUST[known] - wary - 2 * hurt, irritation + _RUDE * hurt, interest, hurt)


def feel(state: ClientState, scenario: Scenario) -> Emotion:
    """What the client feels now.

    Args:
        state: All that was said to it.
        scenario: Who it is.
    """
    emotion = _felt(state.impressions, scenario)
    known = sum(worth for thing, worth in _TRUST_TOLD.items() if thing in state.told)
    drawn = sum(worth for thing, worth in _INTEREST_TOLD.items() if thing in state.told)
    return replace(
        emotion,
        trust=_within(emotion.trust + known + 2 * state.agreed),
        interest=_within(emotion.interest + drawn),
    )


@lru_cache(maxsize=64)
def _felt(impressions: tuple[Impression, ...], scenario: Scenario) -> Emotion:
    """The feeling after these turns; what a turn is planned by asks for it several times over."""
    rest = emotion_at_rest(scenario)
    start = max(0, rest.irritation + _COST * scenario.busy + scenario.day.mood)
    emotion = replace(rest, irritation=start)
    memory = _Memory(Counter(), before=start - _RUDE if rest.offended else None)
    for impression in impressions:
        emotion, memory = _moved_by(impression, emotion, memory, scenario)
    return emotion


def _moved_by(
    impression: Impression, emotion: Emotion, memory: _Memory, scenario: Scenario
) -> tuple[Emotion, _Memory]:
    """The feeling after one more turn of the trainee's."""
    refusals = Counter(memory.refusals) + Counter(impression.after)
    memory = replace(memory, refusals=refusals, calmed=memory.calmed or "calmed" in impression.after)
    rude = bool(impression.acts & RUDE_ACTS)
    soothes = bool(impression.acts & _SOOTHING_ACTS) and not rude
    irritation = emotion.irritation
    if rude:
        before = irritation if memory.before is None else memory.before
        memory = replace(memory, soothed=0, before=before)
    irritation += _strain(impression, memory, scenario)
    irritation -= _relief(impression, soothes, memory.soothed, irritation, scenario)
    memory = replace(memory, soothed=memory.soothed + soothes)
    if memory.before is not None and soothes and irritation <= memory.before + _HURT_PASSES:
        memory = replace(memory, before=None)
    trust = max(_LEAST, emotion.trust + _trust_by(impression, rude, scenario))
    interest = max(_LEAST, emotion.interest + _interest_by(impression, rude, scenario))
    return Emotion(trust, irritation, interest, memory.before is not None), memory


def _strain(impression: Impression, memory: _Memory, scenario: Scenario) -> int:
    """What a turn costs; who was satisfied minds rudeness alone."""
    rude = _RUDE if impression.acts & RUDE_ACTS else 0
    if memory.calmed:
        return rude
    overlong = count_overlong_turns((len(impression.text),), scenario)
    nowhere = impression.idle > free_idle_turns(scenario) and not impression.acts & _SOOTHING_ACTS
    unheeded = unheeded_refusals(memory.refusals, impression.after)
    return rude + _COST * (overlong + nowhere + unheeded) + _ignored(impression)


def _relief(impression: Impression, soothes: bool, soothed: int, irritation: int, scenario: Scenario) -> int:
    """What a turn takes away; nobody becomes calmer than calm, and the gruff stay what they are."""
    relief = 0
    if soothes:
        relief += _SOOTHES[scenario.temper] if soothed < _WORTH_SAYING else int(soothed == _WORTH_SAYING)
    if "promise_feedback" in impression.acts:
        relief += 2 if impression.dated else scenario.situation != "let_down"
    at_rest = _AT_REST[scenario.temper]
    if impression.news and not _ignored(impression):
        relief += irritation > at_rest
    return max(0, min(relief, irritation - min(at_rest, 1)))


def _ignored(impression: Impression) -> bool:
    """Was a question of the client's left unanswered, and not even put off?"""
    asked = [move for move in impression.after if move in ANSWER_TO]
    put_off = impression.acts & {"ask_repeat", "defer_call", "acknowledge", "check_understanding"}
    return bool(asked) and not put_off and not any(ANSWER_TO[move] in impression.told for move in asked)


def _trust_by(impression: Impression, rude: bool, scenario: Scenario) -> int:
    if rude:
        return -3
    gained = (
        bool(impression.acts & {"evidence"})
        + bool(impression.acts & _SOOTHING_ACTS)
        + bool(impression.acts & {"check_convenience", "state_duration"})
        + (scenario.title in impression.text and "introduce_self" in impression.acts)
        + (2 if impression.dated else 0)
    )
    return int(gained) - _ignored(impression) - ("correct_time" in impression.after)


def _interest_by(impression: Impression, rude: bool, scenario: Scenario) -> int:
    cares = any(_speaks_of(care, impression.text) for care in scenario.cares)
    return cares - 2 * rude - count_overlong_turns((len(impression.text),), scenario)


def _speaks_of(care: str, text: str) -> bool:
    """Are half of the pairs of characters of what it cares for in the words?"""
    pairs = [care[i : i + 2] for i in range(len(care) - 1)]
    return bool(pairs) and 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _within(value: int) -> int:
    return max(0, min(_MOST, value))


def is_offended(state: ClientState, scenario: Scenario) -> bool:
    """Was the client pushed or insulted, and has that not passed yet?"""
    return feel(state, scenario).offended


def has_cooled(state: ClientState, scenario: Scenario) -> bool:
    """Can a client that came angry, or was made so, be satisfied now?"""
    emotion = feel(state, scenario)
    return not emotion.offended and emotion.irritation <= _AT_REST[scenario.temper] + _COOLED


def is_sore(state: ClientState, scenario: Scenario) -> bool:
    """Has the talk so far made it reluctant, though it does not refuse?"""
    return feel(state, scenario).irritation >= emotion_at_rest(scenario).irritation + _SORE


def out_of_patience(state: ClientState, scenario: Scenario) -> bool:
    """Has the client had enough? It then ends the conversation."""
    risen = feel(state, scenario).irritation - emotion_at_rest(scenario).irritation
    return risen > _COST * scenario.patience


def confides(state: ClientState, scenario: Scenario) -> bool:
    """Does the client speak of private things: it knows with whom and about what, and has come to trust?"""
    emotion = feel(state, scenario)
    known = scenario.acquainted or {"who", "what"} <= state.told
    return known and not emotion.offended and emotion.trust >= _CONFIDES[scenario.temper]


def tone_of(emotion: Emotion, scenario: Scenario) -> str:
    """In which of the ``TONES`` the client speaks."""
    if emotion.offended or emotion.irritation >= _COLD:
        return "cold"
    at_ease = emotion.irritation <= max(1, _AT_REST[scenario.temper])
    return "warm" if at_ease and emotion.trust >= _WARM_TRUST + (scenario.temper == "gruff") else "even"
