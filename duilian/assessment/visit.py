"""The criteria of visits: the pitch in three and a half sentences (FABE), courtesy of a caller (handbook 3).

Each public function is a criterion of the rubric's section 4, a :data:`~duilian.assessment.patterns.Check`
named as there.
"""

from __future__ import annotations

import re
from itertools import pairwise

from duilian.assessment.finding import NA, Finding
from duilian.assessment.indexed_dialogue import FABE, TIME_OFFERS, IndexedDialogue, PlacedAct
from duilian.assessment.patterns import Check, afterwards, in_next_turns, met_by
from duilian.assessment.wording import speaks_of_client

MOST_IN_A_TURN, MOST_IN_THE_PITCH = 120, 200  # characters, marks counted (3, “三句半”)
_SENTENCE_END = re.compile("[。！？!?；;\n]")


def _part_of_pitch(act: str) -> Check:
    """Make the criterion of one part of the pitch, for product visits."""

    def check(dialogue: IndexedDialogue) -> Finding:
        if dialogue.kind != "visit_fabe":
            return NA
        return met_by(dialogue.clearest_act(act), dialogue.last_turn)

    return check


def _first_of_each_part(dialogue: IndexedDialogue) -> list[PlacedAct]:
    """The first occurrence of each part of the pitch that occurs, in the order F, A, B, E."""
    return [act for act in map(dialogue.first_act, FABE) if act]


def fabe_order(dialogue: IndexedDialogue) -> Finding:
    """Three parts of the pitch or more stand in the order feature, advantage, benefit, evidence (3, FABE)."""
    parts = _first_of_each_part(dialogue)
    if dialogue.kind != "visit_fabe" or len(parts) < 3:
        return NA
    for before, after in pairwise(parts):
        if after.position < before.position:
            return Finding("missed", turn=after.turn)
    return Finding("met", parts[0].evidence)


def tailored(dialogue: IndexedDialogue) -> Finding:
    """An advantage, a benefit or evidence speaks of this client's organisation, trade or need (3, FABE).

    Judged by the words of the sentences in which they stand: those of its trade or organisation's name, those
    it used itself, people and places of a trade.
    """
    if dialogue.kind != "visit_fabe":
        return NA
    trade_words = dialogue.lexicon.trade_words(dialogue.context.industry, dialogue.context.client_org)
    candidates = list(dialogue.acts(("advantage", "state_benefit", "evidence")))
    for act in candidates:
        text = _sentences_around(dialogue.turn(act.turn).text, act.span.start, act.span.end)
        client_said = " ".join(t.text for t in dialogue.turns[: act.turn] if t.speaker == "client")
        if any(word in text for word in trade_words) or speaks_of_client(text, client_said):
            return Finding("met", act.evidence)
    return Finding("missed", turn=candidates[0].turn if candidates else dialogue.last_turn)


def _sentences_around(text: str, start: int, end: int) -> str:
    """The sentences of a turn that hold its characters from ``start`` to ``end``."""
    first = max((mark.end() for mark in _SENTENCE_END.finditer(text, 0, start)), default=0)
    last = _SENTENCE_END.search(text, max(start, end - 1))
    return text[first : last.end() if last else len(text)]


def concise(dialogue: IndexedDialogue) -> Finding:
    """No turn over 120 characters, the four parts of the pitch no more than 200 together (3, “三句半”)."""
    parts = _first_of_each_part(dialogue)
    if dialogue.kind != "visit_fabe" or not parts:
        return NA
    for n in dialogue.trainee_turns:
        if len(dialogue.turn(n).text) > MOST_IN_A_TURN:
            return Finding("missed", turn=n)
    pitch = {(act.turn, i) for act in dialogue.acts(FABE) for i in range(act.span.start, act.span.end)}
    if len(pitch) > MOST_IN_THE_PITCH:
        return Finding("missed", turn=max(turn for turn, _ in pitch))
    return Finding("met", parts[0].evidence)


def business_card(dialogue: IndexedDialogue) -> Finding:
    """Hands over a card on a first visit (3)."""
    if dialogue.is_phone or dialogue.context.acquainted:
        return NA
    return met_by(dialogue.clearest_act("offer_business_card"), dialogue.first_turn)


def thank_reception(dialogue: IndexedDialogue) -> Finding:
    """Thanks for being received, in the first two trainee turns (3)."""
    if dialogue.is_phone:
        return NA
    return met_by(dialogue.clearest_act("thank", turns=dialogue.opening_turns), dialogue.first_turn)


def invite_feedback(dialogue: IndexedDialogue) -> Finding:
    """Asks for opinions on the service (3).

    Does not apply where the client gives them unasked (“当客户没有提…时要主动征询”), nor where a complaint is
    what the visit is about.
    """
    if dialogue.is_phone or dialogue.kind == "visit_complaint":
        return NA
    invitation = dialogue.first_act("invite_feedback")
    brought_up = dialogue.first_cue("feedback", "complaint")
    if brought_up is not None and not (invitation and invitation.turn < brought_up):
        return NA
    belongs_at = dialogue.opening_turns[-1] if dialogue.opening_turns else None
    return met_by(invitation and dialogue.clearest_act("invite_feedback"), belongs_at)


def _complaint_calls_for(act: str) -> Check:
    """Make a criterion of one act in any turn after the complaint of a complaint visit."""

    def check(dialogue: IndexedDialogue) -> Finding:
        if dialogue.kind != "visit_complaint":
            return NA
        return afterwards(dialogue, dialogue.first_cue("complaint"), act)

    return check


def feedback_response(dialogue: IndexedDialogue) -> Finding:
    """Meets an opinion or complaint in the next turn: thanks, understanding, a promise to pass it on (3)."""
    cue = dialogue.first_cue("feedback", "complaint")
    found = in_next_turns(dialogue, cue, "promise_feedback", "thank", "acknowledge")
    if found.evidence:  # thanks may be for something else
        shown = dialogue.clearest_act("acknowledge", "promise_feedback", turns=[found.evidence.turn])
        return Finding("met", shown.evidence) if shown else found
    return found


def reschedule(dialogue: IndexedDialogue) -> Finding:
    """Takes leave of a client with something urgent, and proposes another time (3)."""
    cue, leave = dialogue.first_cue("urgent"), ("apologize_time", "ask_leave")
    return afterwards(dialogue, cue, *TIME_OFFERS, "defer_call", along_with=leave)


def needs(dialogue: IndexedDialogue) -> Finding:
    """Asks about the client's situation or needs when bringing a gift (3)."""
    if dialogue.kind != "visit_gift":
        return NA
    return met_by(dialogue.clearest_act("ask_needs"), dialogue.last_turn)


CHECKS: dict[str, Check] = {
    "feature": _part_of_pitch("feature"),
    "advantage": _part_of_pitch("advantage"),
    "evidence": _part_of_pitch("evidence"),
    "fabe_order": fabe_order,
    "tailored": tailored,
    "concise": concise,
    "business_card": business_card,
    "thank_reception": thank_reception,
    "invite_feedback": invite_feedback,
    # What happened, since when, which number (3, “了解客户投诉原因”).
    "complaint_cause": _complaint_calls_for("ask_needs"),
    # What will be done, by whom, by when (3, “及时解决客户提出的问题”).
    "complaint_answer": _complaint_calls_for("promise_feedback"),
    "feedback_response": feedback_response,
    "reschedule": reschedule,
    "needs": needs,
}
