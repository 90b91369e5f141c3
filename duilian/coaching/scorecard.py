"""An assessment in Chinese for the trainee; the words are in ``data/texts.yml``."""

from __future__ import annotations

from duilian.assessment import Assessment, Verdict
from duilian.assessment.quoting import clauses_at
from duilian.config import load_config
from duilian.dialogue.model import Dialogue
from duilian.texts import load_texts, sentence

# What a trainee wants to know before anything else: the two times, the pitch, the message, the answer to a
# complaint; how it ended.
MOST_IMPORTANT = (
    "two_choice",
    "no_time_two_choice",
    "feature",
    "advantage",
    "benefit",
    "evidence",
    "arrears_message",
    "vip_message",
    "needs",
    "complaint_cause",
    "complaint_answer",
    "feedback_response",
    "closing_courtesy",
    "farewell",
)
# Less so in the kinds for which another criterion says more than these.
_LESS_IMPORTANT = {
    "phone_appointment": ("benefit", "feedback_response"),
    "visit_fabe": ("feedback_response", "closing_courtesy", "farewell"),
}
# Kept by never having done something, or by the other side: no words of the trainee's show it.
WHOLE_CALL = frozenset({"hang_up_last", "plain_language", "tactful_wording"})


def _line(verdict: Verdict, dialogue: Dialogue) -> str:
    """One criterion of the scorecard: met with its words, missed with advice, neither where unsure."""
    lines = _unsure(verdict) if verdict.doubtful else _sure(verdict, dialogue)
    return "\n".join(lines)


def _sure(verdict: Verdict, dialogue: Dialogue) -> list[str]:
    """A verdict with why it was reached, and with what to do where it is missed."""
    criterion, explanation = verdict.criterion, verdict.explanation
    why = explanation.sentence if explanation else ""  # none where a trainer said so
    if verdict.name == "met":
        if not why:
            return [sentence("scorecard.kept", label=criterion.label)]
        return [sentence("scorecard.met", label=criterion.label, why=why)]
    why = sentence("scorecard.why", why=why) if why else ""
    lines = [sentence("scorecard.missed", label=criterion.label, handbook=criterion.handbook, why=why)]
    lines.append(sentence("scorecard.advice", advice=advice_for(verdict, dialogue)))
    return lines + ([sentence("scorecard.phrase", phrase=verdict.phrase)] if verdict.phrase else [])


def _unsure(verdict: Verdict) -> list[str]:
    """A verdict that the machine is not sure of: it says so, and neither praises nor blames."""
    explanation = verdict.explanation
    lines = [sentence("scorecard.doubtful", label=verdict.criterion.label)]
    if verdict.name == "met" and explanation and explanation.place:
        turn = explanation.place.turn + 1
        lines.append(sentence("scorecard.heard", words=explanation.quote, turn=turn))
    elif verdict.name == "missed" and verdict.phrase:
        lines.append(sentence("scorecard.if_not", phrase=verdict.phrase))
    return lines


def advice_for(verdict: Verdict, dialogue: Dialogue) -> str:
    """What to do: the advice of the reason it was missed for, else the rubric's, with this client's title."""
    if verdict.explanation and verdict.explanation.advice:
        return verdict.explanation.advice
    return verdict.criterion.advice.replace("{title_or}", dialogue.context.client_title or "先生、女士")


def render_scorecard(assessment: Assessment, dialogue: Dialogue) -> str:
    """Assessment → the scorecard as text: the most important first, then the missed, then the met.

    Args:
        assessment: The assessment of the dialogue.
        dialogue: The dialogue, for the words that are quoted.
    """
    verdicts = assessment.verdicts
    names = [
        name
        for name in MOST_IMPORTANT
        if name in verdicts and name not in _LESS_IMPORTANT.get(dialogue.base, ())
    ]
    first = [verdicts[name] for name in names]
    rest = [v for name, v in verdicts.items() if name not in names]
    rest.sort(key=lambda v: (v.name == "met", -v.criterion.weight))
    lines = [
        sentence("scorecard.title", score=assessment.score),
        sentence("scorecard.first"),
        *(_line(v, dialogue) for v in first),
    ]
    lines += [sentence("scorecard.rest"), *(_line(v, dialogue) for v in rest)]
    if assessment.contradictions:
        lines.append(sentence("scorecard.contradictions"))
    for remark in assessment.contradictions:
        words = clauses_at(dialogue.turns[remark.turn].text, remark.start, remark.end)
        lines.append(sentence("scorecard.contradiction", words=words, turn=remark.turn + 1, fact=remark.fact))
    return "\n".join(lines)


def render_hint(verdict: Verdict | None, dialogue: Dialogue, exam: bool = False) -> str:
    """A missed verdict → a hint in Chinese: advice and a model phrase.

    Args:
        verdict: What is to be done better; None where nothing is missing.
        dialogue: The dialogue so far.
        exam: Is it an exam, in which there are no hints?
    """
    if exam:
        return sentence("hint.exam")
    if verdict is None:
        return sentence("hint.none")
    return sentence("hint.one", advice=advice_for(verdict, dialogue), phrase=verdict.phrase)


def kind_label(kind: str) -> str:
    """What a kind of conversation, or a variant of one, is called in Chinese.

    A variant without a name (any more) is called by its kind's and its own: what is kept is always shown.
    """
    labels = load_texts(load_config().data / "texts.yml").table("kinds")
    if kind in labels:
        return str(labels[kind])
    base, _, variant = kind.partition("/")
    return sentence("scorecard.unnamed_kind", base=labels.get(base, base), variant=variant or "—")
