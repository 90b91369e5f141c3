"""What must never happen in a call: faults in what the client does, looked for in simulated calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from duilian.roleplay.asked import topics_asked
from duilian.roleplay.calendar import mention_words
from duilian.roleplay.emotion import confides
from duilian.roleplay.facts.sheet import core_of
from duilian.roleplay.leave_taking import KINDS_WITH_MEETINGS, claimed_times
from duilian.roleplay.offers import asks_to_move
from duilian.roleplay.reactions import ANSWER_TO
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.simulation import SimulatedExchange
from duilian.roleplay.state import TOLD_BY_ACT

_NEVER_AFTER_AGREEING = frozenset(
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
_NEVER_AFTER_ABSENT = frozenset({"put_through", "answer_call", "pick_time"})
# Moves that can only be made once the client was told something → what it must have been told.
_ONLY_AFTER: Mapping[str, str] = {
    "pay_soon": "what",
    "wish_back": "wish",
    "thanks_back": "what",
    "calmed": "promise",
}
# What befalls the client, and what it makes up its mind to, happens once.
_ONLY_ONCE = frozenset(
    {"urgent", "dropped", "unclear", "calmed", "pay_soon", "accept", "hold_on", "colleague_joins"}
    | {"counter_material", "counter_trial", "bargain", "hesitate", "ask_grace", "ask_remedy", "move_time"}
)
_END_OF_A_WAIT = frozenset({"back", "late_call", "farewell", "refuse", "say_again"})
_FILLERS = frozenset({"listen", "understood"})
_HONEST = frozenset(
    {"not_know", "not_catch", "ask_back", "keep_private", "say_again", "tell_needs", "refuse", "go_ahead"}
)
_WHOLE_PITCH = frozenset({"feature", "advantage", "gain", "evidence"})


def find_faults(scenario: Scenario, exchanges: Sequence[SimulatedExchange]) -> list[str]:
    """Find what must never happen in a call.

    Returns:
        Texts of the form ``3: bad time (周二)``: the exchange (from 0), the fault, and what it shows in. The
        faults are *asked again* for what it was told, *no reason* to agree, *bad time* (not offered, or not
        free), *let pass* (a goodbye that takes for agreed what was not), *too early* (before it was told what
        calls for it), *spoke on* after its farewell, *never came back* to who waits, *repeated* itself word
        for word, *contradicted* itself,
        *filler* to a question about its affairs, told what is *private* to a stranger, or something that is
        *not true* of it.
    """
    faults: list[str] = []
    made: set[str] = set()
    spoken: set[str] = set()
    for n, exchange in enumerate(exchanges):
        here = [
            *_asked_again(exchange),
            *_agreed_wrongly(exchange, scenario),
            *_let_pass(exchange, scenario),
            *_too_early(exchange),
            *_spoke_on(exchange, made),
            *_never_came_back(exchange),
            *_repeated(exchange, spoken),
            *_contradicted(exchange, made),
            *_filler_to_question(exchange, scenario),
            *_told_wrongly(exchange, scenario),
        ]
        faults += [f"{n}: {fault}" for fault in here]
        made |= set(exchange.moves)
        spoken |= set(exchange.words)
    return faults


def find_misheard(exchanges: Sequence[SimulatedExchange]) -> list[str]:
    """Find questions for what the trainee had said, where the tagger had not heard it.

    Returns:
        Texts of the form ``3: ask_purpose``: the exchange (from 0), and the question.
    """
    told: set[str] = set()
    misheard = []
    for n, exchange in enumerate(exchanges):
        if exchange.meant:
            told |= {TOLD_BY_ACT[s.act] for s in exchange.meant.acts if s.act in TOLD_BY_ACT}
        misheard += [f"{n}: {move}" for move in exchange.moves if ANSWER_TO.get(move) in told]
    return misheard


def answers_to_questions(exchanges: Sequence[SimulatedExchange]) -> Counter[str]:
    """How questions about the client's affairs were answered, by the topics that people say they ask for.

    Returns:
        ``fact`` (one of those asked for), ``honest`` (it does not know, or does not speak of it),
        ``other fact`` (of another topic), ``business`` (it goes on with its own), ``filler``.
    """
    seen: Counter[str] = Counter()
    for exchange in exchanges:
        if exchange.meant and exchange.meant.asks and exchange.moves:
            seen[_sort_of_answer(exchange)] += 1
    return seen


def _sort_of_answer(exchange: SimulatedExchange) -> str:
    asked, moves = set(exchange.meant.asks if exchange.meant else ()), set(exchange.moves)
    if asked & set(exchange.told) or (asked & {"permission"} and "go_ahead" in moves):
        return "fact"
    if exchange.told:
        return "other fact"
    if moves & _HONEST:
        return "honest"
    return "filler" if moves <= _FILLERS else "business"


def _filler_to_question(exchange: SimulatedExchange, scenario: Scenario) -> Iterator[str]:
    """Where the client itself heard a question about its affairs, a filler is a fault of its policy."""
    if exchange.moves and set(exchange.moves) <= _FILLERS:
        asked = topics_asked(exchange.state, scenario)
        if asked:
            yield f"filler ({' '.join(asked)})"


def _told_wrongly(exchange: SimulatedExchange, scenario: Scenario) -> Iterator[str]:
    sheet, words = scenario.sheet, "".join(exchange.words)
    fields = {
        "title": scenario.title,
        "name": scenario.name,
        "surname": scenario.surname,
        "org": scenario.org,
    }
    for topic in exchange.told:
        private = sheet.topics[topic].private
        if private == "never" or (private == "trusted" and not confides(exchange.state, scenario)):
            yield f"private ({topic})"
        if not any(core_of(answer).format_map(fields) in words for answer in sheet.answers[topic]):
            yield f"not true ({topic})"


def _asked_again(exchange: SimulatedExchange) -> Iterator[str]:
    for move in exchange.moves:
        if ANSWER_TO.get(move) in exchange.state.told:
            yield f"asked again ({move})"


def _agreed_wrongly(exchange: SimulatedExchange, scenario: Scenario) -> Iterator[str]:
    state, agreed_time = exchange.state, exchange.agreed_time
    recalls = bool(agreed_time) and agreed_time == scenario.memory.agreed
    if "move_time" in exchange.moves:
        if agreed_time not in scenario.calendar.free or not state.agreed:
            yield f"bad time ({agreed_time})"
        return
    if ("pick_time" in exchange.moves or agreed_time) and not recalls:
        if scenario.base == "phone_appointment" and not state.told & {"why", "gain"}:
            yield "no reason"
        offered = [m for m in state.offered_times if mention_words(state.last_text, m) == agreed_time]
        if not any(scenario.calendar.suits(mention) for mention in offered):
            yield f"bad time ({agreed_time})"
    if scenario.base == "visit_fabe" and "accept" in exchange.moves and not state.told >= _WHOLE_PITCH:
        yield "no reason"


def _let_pass(exchange: SimulatedExchange, scenario: Scenario) -> Iterator[str]:
    leaves = exchange.state.last_acts & {"farewell", "ask_leave"} and scenario.base in KINDS_WITH_MEETINGS
    claimed = claimed_times(exchange.state) if leaves and exchange.moves == ("farewell",) else ()
    if claimed:
        yield f"let pass ({mention_words(exchange.state.last_text, claimed[0])})"


def _too_early(exchange: SimulatedExchange) -> Iterator[str]:
    for move in exchange.moves:
        if move in _ONLY_AFTER and _ONLY_AFTER[move] not in exchange.state.told:
            yield f"too early ({move})"


def _spoke_on(exchange: SimulatedExchange, made: Set[str]) -> Iterator[str]:
    if "farewell" in made and exchange.moves:
        yield "spoke on"


def _never_came_back(exchange: SimulatedExchange) -> Iterator[str]:
    if "hold_on" in exchange.state.last_moves and not set(exchange.moves) & _END_OF_A_WAIT:
        yield f"never came back ({' '.join(exchange.moves)})"


def _repeated(exchange: SimulatedExchange, spoken: Set[str]) -> Iterator[str]:
    for text in exchange.words:
        if text in spoken or exchange.words.count(text) > 1:
            yield f"repeated ({text})"


def _contradicted(exchange: SimulatedExchange, made: Set[str]) -> Iterator[str]:
    moves = set(exchange.moves)
    for move in sorted(_ONLY_ONCE & moves & made):
        yield f"contradicted ({move} again)"
    comes_back = "absent" in made and moves & _NEVER_AFTER_ABSENT
    angry_again = "calmed" in made and "complaint" in moves
    never = _NEVER_AFTER_AGREEING
    if asks_to_move(exchange.state.last_text):
        never = never - {"reject_times"}  # of the new time: the one agreed on stands
    takes_back = exchange.state.agreed and moves & never
    if comes_back or angry_again or takes_back:
        yield f"contradicted ({' '.join(exchange.moves)})"
