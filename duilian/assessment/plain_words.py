"""Technical terms that were not put into everyday words (handbook 2.12, rubric section 5).

Counted are the rubric's terms, those of the product's card, three everyday abbreviations or more in one turn,
and a term that the client asked about and was not told. Each is explained where the same turn says what it
means (what the client asked about: where the next turn does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duilian.assessment.finding import Evidence
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.wording import Lexicon, blank_quotes
from duilian.language.text import narrow

MOST_ABBREVIATIONS = 2  # everyday ones in a turn; with one more nobody follows
_ABBREVIATION = re.compile("(?<![a-z0-9])(?=[0-9-]*[a-z])[a-z0-9][a-z0-9-]+(?![a-z0-9])")
# Latin letters that are read as a word or a name, and units.
_NO_ABBREVIATION = re.compile(
    "app|wifi|wi-fi|ok|vip|qq|hi|hello|bye|word|excel|ppt|pos|pk|no|yes|logo|ps|ktv|atm|[0-9]+[a-z]{1,4}|[0-9-]+"
)
# The client asks what a word is: “LBS是什么?”, “什么是LBS”, “啥LBS”.
_ASKS_AFTER = '[”"」]?(?:又|到底|究竟)?(?:是|指|叫)?(?:个|的)?(?:什么|啥|哪)'
_ASKS_BEFORE = '(?:什么|啥)(?:是|叫|叫做)?[“"「]?'


@dataclass(frozen=True)
class Jargon:
    """Technical words that were left unexplained.

    Attributes:
        place: Where they stand.
        asked: The client's turn that asks what they are, from 0; None where it did not have to ask.
    """

    place: Evidence
    asked: int | None = None


def first_jargon(dialogue: IndexedDialogue) -> Jargon | None:
    """The first technical words of the trainee's that were left unexplained, None if there are none."""
    found = (jargon for n in dialogue.trainee_turns for jargon in _in_turn(dialogue, n))
    return next(found, None)


def _in_turn(dialogue: IndexedDialogue, n: int) -> Iterator[Jargon]:
    text = dialogue.turn(n).text
    span = dialogue.lexicon.unexplained_term(text)
    if span:
        yield Jargon(Evidence(n, *span))
    row = abbreviations_in_a_row(text, dialogue.lexicon, _names(dialogue))
    if row:
        yield Jargon(Evidence(n, *row))
    asked = _asked_and_not_told(dialogue, n)
    if asked:
        yield asked


def _names(dialogue: IndexedDialogue) -> str:
    """What may be said in Latin letters because it is a name here, or because the client says it itself."""
    said = " ".join(turn.text for turn in dialogue.turns if turn.speaker == "client")
    return narrow(f"{dialogue.context.product or ''} {dialogue.context.client_org or ''} {said}")


def abbreviations_in_a_row(text: str, lexicon: Lexicon, names: str = "") -> tuple[int, int] | None:
    """Where a turn heaps up abbreviations, each of which alone might be known (GPS, LBS, SaaS, ARPU).

    Args:
        text: The turn.
        lexicon: Knows what explains a term.
        names: Text whose Latin words are known to the client.

    Returns:
        The span from the first to the last, None where there are fewer than three different ones.
    """
    plain = narrow(blank_quotes(text))
    known = set(_ABBREVIATION.findall(names))
    places = [
        match
        for match in _ABBREVIATION.finditer(plain)
        if match[0] not in known and not _NO_ABBREVIATION.fullmatch(match[0])
    ]
    unexplained = [match for match in places if not lexicon.explained_at(text, *match.span())]
    if len({match[0] for match in unexplained}) <= MOST_ABBREVIATIONS:
        return None
    return unexplained[0].start(), unexplained[-1].end()


def _asked_and_not_told(dialogue: IndexedDialogue, n: int) -> Jargon | None:
    """A word of turn ``n`` that the client's next turn asks about and the trainee's next does not explain."""
    question = next((m for m in range(n + 1, len(dialogue.turns)) if m not in dialogue.trainee_turns), None)
    following = dialogue.trainee_turns_after(question)[:1] if question is not None else []
    if question is None or not following or dialogue.lexicon.explains(dialogue.turn(following[0]).text):
        return None
    text, asked = narrow(dialogue.turn(n).text), narrow(dialogue.turn(question).text)
    listed = (narrow(term) for term in (*dialogue.lexicon.everyday, *dialogue.lexicon.terms))
    for word in (*_ABBREVIATION.findall(text), *listed):
        escaped = re.escape(word)
        if word in text and re.search(f"{escaped}{_ASKS_AFTER}|{_ASKS_BEFORE}{escaped}", asked):
            start = text.index(word)
            return Jargon(Evidence(n, start, start + len(word)), question)
    return None
