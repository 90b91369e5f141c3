"""A perfect trainee who plays any scenario, and many calls played at once.

It says the rubric's model phrases as they are filled in for the scenario; where the rubric has
none (a price, an answer about how it works), its own plain sentences. All calls go on turn by turn together,
so that the tagger is asked for all of them at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duilian.assessment import Rubric
from duilian.assessment.finding import Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.moments import moments_of, phrase_for
from duilian.assessment.phrases import fill_phrase, phrase_values, words_to_say
from duilian.config import load_config
from duilian.dialogue.context import next_context
from duilian.dialogue.model import CUES, Dialogue, Turn
from duilian.handbook.products import find_card
from duilian.roleplay.facts.heard import QuestionReader
from duilian.roleplay.facts.kept_model import kept_question_model
from duilian.roleplay.facts.sheet import load_fact_book
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.simulation import SimulatedClient
from duilian.roleplay.wordings import Wordings
from duilian.tagging import Tagger
from tests.roleplay.support import equally_likely

DATA = Path(__file__).parent.parent.parent / "data"
MOST_TURNS = 24
_MODEL = kept_question_model(DATA, load_config().questions)
READER = QuestionReader(_MODEL, load_fact_book(DATA / "facts").topics)
# What is said where the rubric has no model phrase of its own.
_OWN_WORDS = {
    "hello": "您好！",
    "understand": "我理解您的心情，这事换了谁都着急，是我们没做好。",
    "come_for_this": "我今天就是专门为您反映的这件事来的。",
    "facts": "麻烦您跟我说说，当时是什么情况？从什么时候开始的？",
    "promise": "我马上去查清楚，明天上午十点前一定给您答复。",
    "heard": "好的，我记下来了。",
    "gift": "快过节了，我代表公司给您送份小礼物，表表心意。",
    "rules_kept": "我理解，规矩要紧，那礼物我带回去。",
}
_LEAVE = ("contact_offer", "closing_courtesy", "farewell")
# A move of the client → what it calls for, names of the rubric or of ``_OWN_WORDS``.
_CALLED_FOR: Mapping[str, tuple[str, ...]] = {
    "absent": ("absence_handling", "farewell"),
    "ask_identity": ("self_introduction",),
    "ask_purpose": ("purpose",),
    "ask_necessity": ("necessity",),
    "ask_benefit": ("benefit",),
    "ask_feature": ("feature",),
    "ask_fit": ("advantage", "tailored"),
    "ask_evidence": ("evidence",),
    "ask_detail": ("detail",),
    "refuse": ("patient_explanation",),
    "refuse_no_time": ("no_time_two_choice",),
    "reject_times": ("two_choice",),
    "cannot_fix_time": ("graceful_deferral", *_LEAVE),
    "not_understand": ("feature", "check_understanding"),
    "unclear": ("ask_repeat",),
    "dropped": ("reconnect_apology",),
    "feedback": ("feedback_response",),
    "complaint": ("understand", "come_for_this", "facts"),
    "urgent": ("reschedule",),
    "pick_time": ("thanks_for_acceptance", "contact_offer", "confirmation", "closing_courtesy"),
    "agree": _LEAVE,
    "late_call": _LEAVE,
    "noted": _LEAVE,
}
_TIMES = {"two_choice", "straight_to_time", "no_time_two_choice"}
_BUSINESS = {
    "purpose",
    "benefit",
    "necessity",
    "arrears_message",
    "vip_message",
    "feature",
    "holiday_wish",
    *_TIMES,
}
_PHONE_OPENING = (
    "greeting",
    "identity_check",
    "self_introduction",
    "holiday_wish",
    "warm_opening",
    "convenience_check",
)
_VISIT_OPENING = ("greeting", "self_introduction", "business_card", "thank_reception", "warm_opening")
# What each kind is for, a turn a row, in the handbook's order; a row is done when its first phrase is.
_AGENDA: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "phone_appointment": (("purpose",), ("benefit",), ("necessity",), ("two_choice",)),
    "phone_care": (("holiday_wish",), ("invite_feedback",)),
    "phone_arrears": (("arrears_message",),),
    "phone_vip_notice": (("vip_message",), ("benefit",)),
    "phone_promotion": (("purpose",), ("feature",), ("benefit",), ("material_offer",)),
    "visit_fabe": (
        ("purpose", "feature"),
        ("advantage", "tailored"),
        ("evidence",),
        ("invite_feedback",),
    ),
    "visit_complaint": (("come_for_this", "facts"), ("promise",)),
    "visit_gift": (("gift", "holiday_wish"), ("needs",), ("invite_feedback",)),
}


@dataclass
class Call:
    """A call in play.

    Attributes:
        scenario: The one that is played.
        client: Its client.
        rng: The trainee's chance.
        said: The phrases said so far.
        turns: All turns with the client's cues; of the trainee's words only what was said.
        moves: The client's last moves.
    """

    scenario: Scenario
    client: SimulatedClient
    rng: random.Random
    said: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    moves: tuple[str, ...] = ()

    def hear(self, text: str | None, turn: Turn | None) -> None:
        """The trainee has spoken (None: the call begins); the client answers."""
        if text is not None:
            self.turns.append(Turn("trainee", text))
        exchange = self.client.answer(turn, turn)
        self.moves = exchange.moves
        if self.moves:
            cues = tuple(move for move in self.moves if move in CUES)
            self.turns.append(Turn("client", "".join(exchange.words), cues=cues))


Speaker = Callable[[Call], str]


def play_all(
    scenarios: Sequence[tuple[Scenario, str]],
    speak: Speaker,
    tagger: Tagger,
    wordings: Mapping[str, Wordings],
) -> Iterator[tuple[Scenario, Dialogue]]:
    """Play each scenario with its seed, all calls turn by turn together.

    Yields:
        The scenario, and the call as the debrief sees it.
    """
    calls = [
        Call(s, SimulatedClient(s, wordings[s.temper], equally_likely, seed), random.Random(seed))
        for s, seed in scenarios
    ]
    for call in calls:
        call.hear(None, None)
    for _ in range(MOST_TURNS):
        open_calls = [call for call in calls if not call.client.state.over]
        spoken = [
            (speak(call), next_context(call.scenario.base, call.scenario.context(), call.client.turns))
            for call in open_calls
        ]
        heard = tagger._acts(spoken)  # all at once
        for call, (text, _), (acts, _) in zip(open_calls, spoken, heard, strict=True):
            asks = READER.asks(text, acts)
            call.hear(text, Turn("trainee", text, acts=acts, asks=asks))
    for call in calls:
        hung_up = None if call.scenario.visit else "client" if call.client.state.over else "trainee"
        context = replace(call.scenario.context(), hung_up_by=hung_up)
        prediction = tagger.predict(
            Dialogue(call.scenario.id, call.scenario.kind, context, tuple(call.turns)), cues_known=True
        )
        yield call.scenario, prediction.dialogue


class Perfect:
    """Says what the rubric would have said, in the words of its model phrases."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric

    def __call__(self, call: Call) -> str:
        return self.words(call, self.next_phrases(call))

    def next_phrases(self, call: Call) -> list[str]:
        """The names of what is to be said next; it counts as said."""
        names = _next(call)
        call.said += names
        return names

    def words(self, call: Call, names: Sequence[str]) -> str:
        """Phrases in words, for the client of the call."""
        return "".join(self._words(call, name) for name in names)

    def _words(self, call: Call, name: str) -> str:
        scenario = call.scenario
        if name == "detail":
            return _answer_detail(call, self._rubric)
        if name in _OWN_WORDS:
            return _OWN_WORDS[name]
        context, criterion = scenario.context(), self._rubric.criteria[name]
        turns = (*call.client.turns, Turn("trainee", ""))
        indexed = IndexedDialogue(Dialogue("x", scenario.kind, context, turns), self._rubric.lexicon)
        product = find_card(self._rubric.products, scenario.product)
        values = phrase_values(indexed, scenario.calendar.free, product, self._rubric.products)
        moments = moments_of(indexed, Finding("missed", turn=len(turns) - 1), product)
        return words_to_say(fill_phrase(phrase_for(criterion.phrase, criterion.phrases, moments), values))


def _answer_detail(call: Call, rubric: Rubric) -> str:
    """An answer to a question about details: the card's price where it is asked, else how it is done."""
    asked = call.turns[-1].text
    product = find_card(rubric.products, call.scenario.product)
    if any(word in asked for word in ("多少", "价", "费", "贵", "钱")):
        if not product or not product.prices:
            return rubric.criteria["answers_questions"].phrases["price_asked"]
        price = product.prices[0]
        return f"{price.of}一{price.per.replace('/', '一')}{price.low:g}块起，看您用多少。"
    if any(word in asked for word in ("哪天", "几", "多久", "什么时候", "准日子")):
        return "明天上午，我们派师傅上门帮您办好，不用您操心。"
    return "这个您放心，我们派师傅上门帮您办好，不用您操心。"


def _next(call: Call) -> list[str]:
    """The phrases of the next turn."""
    if call.client.state.gatekeeper and "absent" not in call.moves:
        return _to_the_gatekeeper(call)
    names = [] if "greeting" in call.said else _opening(call)
    called_for = [name for move in call.moves for name in _called_for(move, call)]
    names += called_for or ([] if names else _next_row(call))
    return _with_what_comes_before(list(dict.fromkeys(names)), call)


def _to_the_gatekeeper(call: Call) -> list[str]:
    if "ask_purpose" in call.moves:
        return ["purpose"]
    return ["hello", "self_introduction", "gatekeeper_courtesy"]


def _called_for(move: str, call: Call) -> list[str]:
    base = call.scenario.base
    if move == "noncommittal":
        return ["straight_to_time"] if base == "phone_appointment" else []
    if move == "accept" and not call.scenario.visit:
        return ["thanks_for_acceptance"]
    if move == "complaint" and "understand" in call.said:
        return ["heard", "promise"]
    return [name for name in _CALLED_FOR.get(move, ()) if _is_due(name, call)]


def _opening(call: Call) -> list[str]:
    opening = _VISIT_OPENING if call.scenario.visit else _PHONE_OPENING
    return [name for name in opening if _is_due(name, call)]


def _next_row(call: Call) -> list[str]:
    """What the kind still asks for, else taking leave."""
    for row in _AGENDA[call.scenario.base]:
        names = [name for name in row if name not in call.said and _is_due(name, call)]
        if names:
            return names
    return [name for name in _LEAVE if _is_due(name, call)]


def _with_what_comes_before(names: list[str], call: Call) -> list[str]:
    """One introduces oneself before business, and gives the reasons before one asks for a time."""
    first = []
    business = {*_TIMES, "confirmation"}  # of what was agreed on last time, one says again what it is about
    if call.scenario.base == "phone_appointment" and set(names) & business and "absent" not in call.moves:
        first = ["purpose", "benefit", "necessity"]
    if set(names + first) & _BUSINESS and _is_due("self_introduction", call):
        first = ["self_introduction", *first]
    return [name for name in first if name not in (*call.said, *names)] + names


def _is_due(name: str, call: Call) -> bool:
    """Does a phrase that stands in every opening or row belong in this call, now?"""
    known, base = call.scenario.acquainted, call.scenario.base
    if name == "warm_opening":
        return known and base != "visit_complaint"
    if name in ("identity_check", "business_card") or (name == "self_introduction" and call.scenario.visit):
        return not known
    if name == "contact_offer":
        return call.scenario.visit or base in ("phone_care", "phone_vip_notice", "phone_promotion")
    if name == "convenience_check":
        return "busy" in call.moves
    if name == "tailored":
        return base == "visit_fabe"
    return name != "holiday_wish" or bool(call.scenario.holiday)
