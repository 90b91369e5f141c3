"""Calls played without people: a scripted trainee of some skill against the client, and what must never happen in them.

The trainee knows what each cue calls for (the rubric's criteria); the less its skill, the more often it does something else.
Its words are turns of annotated dialogues, the names in them put right. ``play`` and ``faults`` are pure functions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duilian.dialogue.model import ActSpan, Context, Dialogue, Turn
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.plan import MovePredictor
from duilian.roleplay.reactions import ANSWER_TO
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import TOLD_BY_ACT, ClientState, after_client_moves, after_trainee_turn
from duilian.roleplay.wordings import Wordings, choose_wording, occasion_of

_TURNS = 24  # then the trainee says goodbye
_CHOICE = 8  # of so many fitting sentences one is drawn
# What a cue calls for; where several answers fit one is drawn.
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "answer_call": ("greeting verify_identity", "greeting introduce_self", "greeting"),
    "confirm_identity": ("introduce_self state_purpose", "introduce_self check_convenience"),
    "gatekeeper": ("greeting request_transfer", "introduce_self request_transfer"),
    "absent": ("leave_message thank", "defer_call thank"),
    "busy": ("apologize_time check_convenience", "defer_call", "acknowledge state_duration"),
    "ask_identity": ("introduce_self", "introduce_self request_transfer"),
    "ask_purpose": ("state_purpose", "state_purpose propose_meeting"),
    "ask_necessity": ("state_necessity", "acknowledge state_necessity"),
    "ask_benefit": ("state_benefit",),
    "ask_feature": ("feature",),
    "ask_fit": ("advantage",),
    "ask_evidence": ("evidence",),
    "ask_detail": ("",),
    "refuse": ("acknowledge state_benefit", "acknowledge"),
    "refuse_no_time": ("acknowledge offer_two_times", "offer_two_times"),
    "noncommittal": ("offer_two_times", "state_benefit offer_two_times"),
    "accept": ("offer_two_times",),
    "pick_time": ("thank confirm_appointment", "confirm_appointment"),
    "reject_times": ("offer_two_times",),
    "cannot_fix_time": ("acknowledge defer_call", "defer_call"),
    "not_understand": ("feature check_understanding", "feature"),
    "unclear": ("ask_repeat",),
    "dropped": ("apologize_dropped_call",),
    "complaint": ("acknowledge promise_feedback", "promise_feedback"),
    "feedback": ("thank promise_feedback", "promise_feedback"),
    "urgent": ("apologize_time farewell",),
    "wrong_name": ("apologize_time introduce_self",),
    "correct_time": ("confirm_appointment thank", "apologize_time confirm_appointment"),
    "puzzled": ("introduce_self state_purpose",),
    "cut_short": ("state_purpose", "offer_two_times"),
    "tell_needs": ("acknowledge", "acknowledge promise_feedback", "ask_needs"),
}
# What a call of each kind is for, in the order of the handbook; an appointment's follows from what the client says.
_AGENDA: Mapping[str, tuple[str, ...]] = {
    "phone_appointment": ("introduce_self state_purpose", "state_necessity", "offer_two_times"),
    "phone_care": ("greeting introduce_self", "holiday_wish", "small_talk", "invite_feedback", "offer_contact"),
    "phone_arrears": ("greeting introduce_self verify_identity", "arrears_tactful"),
    "phone_vip_notice": ("greeting introduce_self verify_identity", "vip_notice", "state_benefit", "offer_contact"),
    "phone_promotion": ("greeting introduce_self", "state_purpose", "feature", "state_benefit", "offer_material offer_contact"),
    "visit_fabe": (
        "greeting introduce_self thank", "state_purpose", "feature", "advantage", "state_benefit", "evidence", "invite_feedback",
    ),
    "visit_complaint": ("acknowledge introduce_self", "ask_needs", "acknowledge promise_feedback", "invite_feedback", "offer_contact"),
    "visit_gift": ("greeting thank", "holiday_wish", "state_purpose", "ask_needs", "invite_feedback", "offer_contact"),
}  # fmt: skip
_CLOSING = frozenset({"pick_time", "agree", "noted", "late_call", "farewell"})
_FAULTS = (
    "pressure",
    "discourteous",
    "small_talk",
    "ask_open_time",
    "offer_one_time",
    "greeting",
    "",
    "state_benefit",
    "farewell",
)


@dataclass(frozen=True)
class Sentence:
    """A trainee turn as someone said it, and to whom."""

    turn: Turn
    context: Context


class Phrasebook:
    """Trainee turns of annotated dialogues, found by the acts they do."""

    def __init__(self, dialogues: Iterable[Dialogue]) -> None:
        said = [Sentence(t, d.context) for d in dialogues for t in d.turns if t.speaker == "trainee"]
        self._known = [(frozenset(s.act for s in sentence.turn.acts), sentence) for sentence in said]

    def find(self, acts: str, draw: random.Random) -> Sentence:
        """One of the sentences that come nearest to doing these acts and no others."""
        wanted = frozenset(acts.split())
        order = sorted(
            range(len(self._known)),
            key=lambda n: (len(wanted - self._known[n][0]) * 3 + len(self._known[n][0] - wanted), n),
        )
        least = self._distance(wanted, order[0])
        near = [n for n in order if self._distance(wanted, n) == least] or order[:_CHOICE]
        return self._known[draw.choice(near)][1]

    def _distance(self, wanted: frozenset[str], n: int) -> int:
        return len(wanted - self._known[n][0]) * 3 + len(self._known[n][0] - wanted)


def addressed(sentence: Sentence, scenario: Scenario) -> Turn:
    """The sentence said to this client: title, organisation and product put right, spans moved along."""
    context, text, spans = sentence.context, sentence.turn.text, sentence.turn.acts
    for old, new in (
        (context.client_title, scenario.title),
        (context.client_org, scenario.org),
        (context.product, scenario.product),
    ):
        while old and new and old not in new and old in text:
            at, grown = text.index(old), len(new) - len(old)
            text = text[:at] + new + text[at + len(old) :]
            spans = tuple(_moved(s, at, at + len(old), grown) for s in spans)
    return Turn("trainee", text, acts=spans)


def _moved(span: ActSpan, at: int, end: int, grown: int) -> ActSpan:
    start = span.start + grown if span.start >= end else span.start
    stop = span.end + grown if span.end >= end else span.end
    return replace(span, start=start, end=max(stop, start + 1))


@dataclass(frozen=True)
class Step:
    """One trainee turn as meant (people's acts) and as heard, and the client's answer with its moves and words."""

    meant: Turn | None
    heard: Turn | None
    state: ClientState
    moves: tuple[str, ...]
    words: tuple[str, ...]
    agreed: str | None = None


Hear = Callable[
    [Turn, Sequence[Turn]], Turn
]  # what the trainee said, the turns before → the same with the acts heard


def _next_acts(
    step: Step, skill: float, draw: random.Random, state: ClientState, scenario: Scenario, done: set[str]
) -> str:
    if draw.random() > skill:
        return draw.choice(_FAULTS)
    if set(step.moves) & _CLOSING and not set(step.moves) & {"pick_time"}:
        return "thank farewell"
    for move in reversed(step.moves):
        if move in _ANSWERS:
            return draw.choice(_ANSWERS[move])
    if state.agreed:
        return "thank farewell"
    if scenario.base != "phone_appointment":
        left = [acts for acts in _AGENDA[scenario.base] if not done & set(acts.split()[-1:])]
        return left[0] if left else "ask_leave farewell" if scenario.visit else "thank farewell"
    if "who" not in state.told or "what" not in state.told:
        return _AGENDA[scenario.base][0]
    return _AGENDA[scenario.base][2 if state.told & {"why", "gain"} else 1]


def play(
    scenario: Scenario,
    words: Wordings,
    predict_moves: MovePredictor,
    phrasebook: Phrasebook,
    hears: Hear,
    seed: str,
    skill: float,
) -> list[Step]:
    """One call, from the client's picking up to its farewell or the trainee's goodbye; the same for the same seed."""
    draw = random.Random(f"trainee/{seed}")
    state, turns, said = ClientState(), list[Turn](), list[tuple[str, str]]()
    steps: list[Step] = []
    agreed, done = "", set[str]()
    for n in range(_TURNS + 1):
        meant = heard = None
        if n:
            acts = (
                "thank farewell" if n == _TURNS else _next_acts(steps[-1], skill, draw, state, scenario, done)
            )
            done |= set(acts.split())
            meant = addressed(phrasebook.find(acts, draw), scenario)
            if draw.random() > skill and draw.random() < 0.2:  # it rambles
                more = addressed(phrasebook.find("", draw), scenario)
                meant = replace(meant, text=meant.text + more.text * 3)
            heard = hears(meant, turns)
            state = after_trainee_turn(state, heard)
            turns.append(heard)
        plan = plan_client_turn(state, scenario, predict_moves, seed)
        agreed = plan.agreed_time or agreed
        spoken = []
        for move in plan.moves:
            text = (
                choose_wording(words, scenario, move, occasion_of(turns, said, scenario, move, agreed), seed)
                or ""
            )
            spoken.append(text)
            said.append((move, text))
        steps.append(Step(meant, heard, state, plan.moves, tuple(spoken), plan.agreed_time))
        state = after_client_moves(state, plan.moves)
        turns.append(Turn("client", "".join(spoken), cues=plan.moves))
        if state.over:
            break
    return steps


_AFTER_YES = frozenset(
    {
        "reject_times",
        "cannot_fix_time",
        "refuse_no_time",
        "noncommittal",
        "ask_necessity",
        "ask_purpose",
        "absent",
    }
)
# What can only be said once something was heard: a move, and one of the things told (or acts heard) it takes.
_ONLY_AFTER: Mapping[str, frozenset[str]] = {
    "pay_soon": frozenset({"what"}), "wish_back": frozenset({"wish"}), "thanks_back": frozenset({"what"}),
    "calmed": frozenset({"promise"}),
}  # fmt: skip
_ONCE = frozenset(
    {"urgent", "dropped", "unclear", "calmed", "pay_soon", "accept"}
)  # what befalls it, and what it makes up its mind to
_WHOLE_PITCH = frozenset({"feature", "advantage", "gain", "evidence"})


def faults(scenario: Scenario, steps: Sequence[Step]) -> list[str]:
    """What must never happen, with the step (from 0): asked again · no reason · bad time · too early ·
    spoke on · repeated · contradicted."""
    found: list[str] = []
    made: set[str] = set()
    spoken: set[str] = set()
    over = False
    for n, step in enumerate(steps):
        moves = set(step.moves)
        found += [f"{n}: asked again ({m})" for m in step.moves if ANSWER_TO.get(m) in step.state.told]
        if "pick_time" in moves or step.agreed:
            if scenario.base == "phone_appointment" and not step.state.told & {"why", "gain"}:
                found.append(f"{n}: no reason")
            offered = [
                m
                for m in step.state.offered_times
                if step.state.last_text[m.start : m.end].replace(" ", "") == step.agreed
            ]
            if not offered or not any(scenario.calendar.suits(m) for m in offered):
                found.append(f"{n}: bad time ({step.agreed})")
        if scenario.base == "visit_fabe" and "accept" in moves and not step.state.told >= _WHOLE_PITCH:
            found.append(f"{n}: no reason")
        found += [
            f"{n}: too early ({m})"
            for m in step.moves
            if m in _ONLY_AFTER and not _ONLY_AFTER[m] & step.state.told
        ]
        if over and step.moves:
            found.append(f"{n}: spoke on")
        found += [
            f"{n}: repeated ({text})" for text in step.words if text in spoken or step.words.count(text) > 1
        ]
        back = ("absent" in made and moves & {"put_through", "answer_call", "pick_time"}) or (
            "calmed" in made and "complaint" in moves
        )
        found += [f"{n}: contradicted ({m} again)" for m in _ONCE & moves & made]
        if back or (step.state.agreed and moves & _AFTER_YES):
            found.append(f"{n}: contradicted ({' '.join(step.moves)})")
        over = over or "farewell" in moves
        made |= moves
        spoken |= set(step.words)
    return found


def misheard(steps: Sequence[Step]) -> list[str]:
    """Questions for what the trainee had said, where the client had not heard it."""
    told: set[str] = set()
    found = []
    for n, step in enumerate(steps):
        if step.meant:
            told |= {TOLD_BY_ACT[s.act] for s in step.meant.acts if s.act in TOLD_BY_ACT}
        found += [f"{n}: {m}" for m in step.moves if ANSWER_TO.get(m) in told]
    return found
