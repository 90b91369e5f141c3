"""Calls played without people: a scripted trainee of some skill against the client.

The trainee knows what each of the client's moves calls for (the rubric's criteria); the less its skill, the
more often it does something else. Its words are turns of annotated dialogues
(``duilian.roleplay.phrasebook``). What must never happen in such calls is looked for by
``duilian.roleplay.coherence``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from duilian.dialogue.model import Turn
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.day import on_the_day
from duilian.roleplay.facts.question_data import AskedSentence
from duilian.roleplay.phrasebook import Phrasebook, readdress
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.recollection import first_state
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState, after_client_moves, after_trainee_turn
from duilian.roleplay.wordings import Wordings, choose_wording, occasion_of

_LAST_TURN = 24  # in this turn the trainee says goodbye at the latest
_QUESTION_ALONE = 0.7  # probability that a question is a turn of its own
_MOVES_TIME = 0.3  # probability that a curious turn after the yes moves the time
_APOLOGIES = ("对不起，那天我来不了，改到", "能不能换一天，", "临时有个会，想改到")
_RAMBLES = 0.2  # probability that an unskilled turn is drawn out
# Move of the client → the acts it calls for; where several answers fit, one is drawn.
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
    "hold_on": ("", "acknowledge", "defer_call"),
    "counter_material": ("offer_material offer_two_times", "offer_material"),
    "counter_trial": ("acknowledge offer_two_times", "promise_feedback"),
    "bargain": ("promise_feedback", "acknowledge state_benefit"),
    "hesitate": ("offer_two_times", "acknowledge"),
    "ask_grace": ("acknowledge", "promise_feedback"),
    "ask_remedy": ("promise_feedback", "acknowledge promise_feedback"),
    "own_topic": ("small_talk",),
    "tell_needs": ("acknowledge", "acknowledge promise_feedback", "ask_needs"),
}
_APPOINTMENT_AGENDA = {
    "introduce": "introduce_self state_purpose",
    "give a reason": "state_necessity",
    "offer times": "offer_two_times",
}
# What a conversation of each other kind is for, in the order of the handbook.
_AGENDA: Mapping[str, tuple[str, ...]] = {
    "phone_care": (
        "greeting introduce_self",
        "holiday_wish",
        "small_talk",
        "invite_feedback",
        "offer_contact",
    ),
    "phone_arrears": ("greeting introduce_self verify_identity", "arrears_tactful"),
    "phone_vip_notice": (
        "greeting introduce_self verify_identity",
        "vip_notice",
        "state_benefit",
        "offer_contact",
    ),
    "phone_promotion": (
        "greeting introduce_self",
        "state_purpose",
        "feature",
        "state_benefit",
        "offer_material offer_contact",
    ),
    "visit_fabe": (
        "greeting introduce_self thank",
        "state_purpose",
        "feature",
        "advantage",
        "state_benefit",
        "evidence",
        "invite_feedback",
    ),
    "visit_complaint": (
        "acknowledge introduce_self",
        "ask_needs",
        "acknowledge promise_feedback",
        "invite_feedback",
        "offer_contact",
    ),
    "visit_gift": (
        "greeting thank",
        "holiday_wish",
        "state_purpose",
        "ask_needs",
        "invite_feedback",
        "offer_contact",
    ),
}
_GOODBYE = "thank farewell"
# Moves of the client after which only a goodbye is left.
_CLOSING_MOVES = frozenset({"agree", "noted", "late_call", "see_off", "farewell"})
# What the unskilled do instead of what is called for.
_MISTAKES = (
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

# Labels what the trainee said: the turn as meant, the turns before it → the turn with the acts that are heard
# in it.
TurnTagger = Callable[[Turn, Sequence[Turn]], Turn]


@dataclass(frozen=True)
class SimulatedExchange:
    """One trainee turn and the client's answer; the first exchange of a call has only the answer.

    Attributes:
        meant: The trainee turn with the acts that people gave it.
        heard: The same turn with the acts that the client heard.
        state: The client's state after it.
        moves: The client's moves.
        words: The words of each move.
        agreed_time: The time that the client agrees to with them.
        told: The topics of its own affairs of which the client tells.
    """

    meant: Turn | None
    heard: Turn | None
    state: ClientState
    moves: tuple[str, ...]
    words: tuple[str, ...]
    agreed_time: str | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Curiosity:
    """What a trainee asks about the client's affairs beside its business, and how it mends what went wrong.

    Attributes:
        questions: Sentences with the topics that they ask for; small talk and requests to repeat among them.
        share: Probability that a turn has one of them.
    """

    questions: Sequence[AskedSentence] = ()
    share: float = 0.0


NOT_CURIOUS = Curiosity()


def play_call(
    scenario: Scenario,
    wordings: Wordings,
    predict_moves: MovePredictor,
    phrasebook: Phrasebook,
    tag_turn: TurnTagger,
    seed: str,
    skill: float,
    curiosity: Curiosity = NOT_CURIOUS,
) -> list[SimulatedExchange]:
    """Play one call, from the client's picking up to its farewell or the trainee's goodbye.

    Args:
        scenario: Who the client is.
        wordings: The sentences of the client's temper.
        predict_moves: Gives the probability of each move in a state.
        phrasebook: The trainee's sentences.
        tag_turn: Labels what the trainee said, as the tagger would in a live call.
        seed: The same seed gives the same call.
        skill: Probability that the trainee does what is called for, 0 to 1.
        curiosity: What it asks beside its business.

    Returns:
        The exchanges in order.
    """
    rng = random.Random(f"trainee/{seed}")
    client = SimulatedClient(scenario, wordings, predict_moves, seed)
    exchanges = [client.answer(None, None)]
    done: set[str] = set()
    for n in range(1, _LAST_TURN + 1):
        if client.state.over:
            break
        acts = _GOODBYE
        if n < _LAST_TURN:
            acts = _next_acts(exchanges[-1].moves, skill, rng, client.state, scenario, done)
        done |= set(acts.split())
        meant = readdress(phrasebook.find(acts, rng), scenario)
        if rng.random() > skill and rng.random() < _RAMBLES:
            more = readdress(phrasebook.find("", rng), scenario)
            meant = replace(meant, text=meant.text + more.text * 3)
        if curiosity.questions and 1 < n < _LAST_TURN and rng.random() < curiosity.share:
            meant = _with_question(meant, client.state, scenario, curiosity, rng)
        exchanges.append(client.answer(meant, tag_turn(meant, client.turns)))
    return exchanges


def _with_question(
    meant: Turn, state: ClientState, scenario: Scenario, curiosity: Curiosity, rng: random.Random
) -> Turn:
    """A question in the turn's place or behind its words; after the yes, at times a wish to move it."""
    if state.agreed and scenario.calendar.free and rng.random() < _MOVES_TIME:
        return Turn("trainee", f"{rng.choice(_APOLOGIES)}{rng.choice(scenario.calendar.free)}行吗？")
    question = rng.choice(curiosity.questions)
    if rng.random() < _QUESTION_ALONE or {s.act for s in meant.acts} & {"farewell", "ask_leave"}:
        return Turn("trainee", question.text, asks=tuple(sorted(question.topics)))
    return replace(meant, text=f"{meant.text}{question.text}", asks=tuple(sorted(question.topics)))


class SimulatedClient:
    """The client of one call: its state, and all that was said so far."""

    def __init__(
        self, scenario: Scenario, wordings: Wordings, predict_moves: MovePredictor, seed: str
    ) -> None:
        self.state = first_state(scenario)
        self.turns: list[Turn] = []
        self._scenario, self._wordings = on_the_day(scenario, seed), wordings
        self._predict_moves, self._seed = predict_moves, seed
        self._spoken: list[tuple[str, str]] = []
        self._agreed_time = ""

    def answer(self, meant: Turn | None, heard: Turn | None) -> SimulatedExchange:
        """Hear a trainee turn (None: the call begins) and answer it."""
        if heard is not None:
            self.state = after_trainee_turn(self.state, heard)
            self.turns.append(heard)
        plan = plan_client_turn(self.state, self._scenario, self._predict_moves, self._seed)
        words = self._speak(plan)
        told = plan.telling.told if "tell_fact" in plan.moves else ()
        exchange = SimulatedExchange(meant, heard, self.state, plan.moves, words, plan.agreed_time, told)
        self.state = after_client_moves(self.state, plan.moves, plan.telling.told, "".join(words))
        self.turns.append(Turn("client", "".join(words), cues=plan.moves, asks=plan.telling.told))
        return exchange

    def _speak(self, plan: Plan) -> tuple[str, ...]:
        self._agreed_time = plan.agreed_time or self._agreed_time
        words = []
        for move in plan.moves:
            occasion = occasion_of(
                self.turns,
                self._spoken,
                self._scenario,
                move,
                self._agreed_time,
                plan.telling,
                self._seed,
                plan.tone,
            )
            text = choose_wording(self._wordings, self._scenario, move, occasion, self._seed) or ""
            words.append(text)
            self._spoken.append((move, text))
        return tuple(words)


def _next_acts(
    moves: Sequence[str],
    skill: float,
    rng: random.Random,
    state: ClientState,
    scenario: Scenario,
    done: Set[str],
) -> str:
    """The acts of the trainee's next turn.

    Args:
        moves: What the client has just done.
        skill: Probability that the trainee does what is called for.
        rng: Source of chance.
        state: What the client knows.
        scenario: Who the client is.
        done: The acts that the trainee has done so far.
    """
    if rng.random() > skill:
        return rng.choice(_MISTAKES)
    if set(moves) & _CLOSING_MOVES and "pick_time" not in moves:
        return _GOODBYE
    for move in reversed(moves):
        if move in _ANSWERS:
            return rng.choice(_ANSWERS[move])
    if state.agreed:
        return _GOODBYE
    if scenario.base == "phone_appointment":
        return _APPOINTMENT_AGENDA[_next_step_to_appointment(state)]
    left = [acts for acts in _AGENDA[scenario.base] if acts.split()[-1] not in done]
    if left:
        return left[0]
    return "ask_leave farewell" if scenario.visit else _GOODBYE


def _next_step_to_appointment(state: ClientState) -> str:
    if not {"who", "what"} <= state.told:
        return "introduce"
    return "offer times" if state.told & {"why", "gain"} else "give a reason"
