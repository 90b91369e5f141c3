"""Two sets of trainee turns that test what the words alone do, not what stands around them.

Look-alikes (``tests/data/lookalikes/turns.txt``) look like an act and are not: negated, quoted, key words,
circles, ordinary speech. Pairs (``tests/data/surroundings/pairs.txt``) are the same turn in two different
surroundings. Both files say at their head how they are written. Nothing here needs a tagger: callers hand in
what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duilian.dialogue.model import ACTS, Dialogue, Turn, is_kind, require
from duilian.dialogue.plain_text import parse_marked, parse_turn_line
from duilian.errors import DataError

LOOKALIKE_KINDS: tuple[str, ...] = ("negated", "quoted", "keywords", "circles", "ordinary")
PAIR_KINDS: tuple[str, ...] = ("nothing", "support", "own")


@dataclass(frozen=True)
class Lookalike:
    """A turn that looks like an act and does not do it.

    Attributes:
        kind: One of LOOKALIKE_KINDS.
        target: The act it looks like.
        turn: The words, with the acts they really do.
    """

    kind: str
    target: str
    turn: Turn


@dataclass(frozen=True)
class Surroundings:
    """A turn among others.

    Attributes:
        dialogue: A piece of conversation without labels.
        place: Which of its turns is meant, counted from 0.
        acts: What that turn truly does there.
    """

    dialogue: Dialogue
    place: int
    acts: frozenset[str]

    @property
    def text(self) -> str:
        """The words of the turn."""
        return self.dialogue.turns[self.place].text


@dataclass(frozen=True)
class Pair:
    """One turn in two surroundings; ``kind`` is one of PAIR_KINDS."""

    kind: str
    variants: tuple[Surroundings, Surroundings]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.hits / self.total if self.total else 0.0

    def __str__(self) -> str:
        return f"{self.hits} of {self.total} ({100 * self.value:.1f} %)"


def read_lookalikes(path: Path) -> list[Lookalike]:
    """The look-alikes of a file.

    Raises:
        DataError: Where a line is not written as the file's head says; with file and line.
    """
    found: list[Lookalike] = []
    head: tuple[str, str] | None = None
    for place, line in _lines(path):
        try:
            if line.startswith("#"):
                words = line.lstrip("# ").split()
                require(len(words) == 2, "标题应当写成 # 种类 act")
                require(words[0] in LOOKALIKE_KINDS and words[1] in ACTS, f"没有这个种类或 act：{line}")
                head = (words[0], words[1])
            elif line:
                require(head is not None, "这句话前面没有 # 开头的标题")
                assert head is not None
                turn = parse_turn_line(line)
                require(turn.speaker == "trainee", "这里只有学员的话")
                require(all(span.act != head[1] for span in turn.acts), f"{head[1]} 既是目标又标了出来")
                found.append(Lookalike(*head, turn))
        except DataError as error:
            raise DataError(error.what, place) from None
    return found


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file.

    Raises:
        DataError: Where a line is not written as the file's head says; with file and line.
    """
    pairs: list[Pair] = []
    kind, block, begun = "", _Block(), ""
    for place, line in [*_lines(path), (str(path), "")]:
        try:
            if not line and block.pieces:
                pairs.append(Pair(kind, block.variants(f"{kind}-{len(pairs) + 1:03}")))
                block = _Block()
            elif line.startswith("# "):
                kind = line[2:]
                require(kind in PAIR_KINDS, f"没有叫 {kind} 的种类")
            elif line:
                begun = place if not block.pieces else begun
                block.add(line)
        except DataError as error:
            raise DataError(error.what, place if line else begun) from None
    return pairs


def credited(
    lookalikes: Sequence[Lookalike], acts_of: Callable[[str], frozenset[str]]
) -> dict[str, tuple[Share, list[Lookalike]]]:
    """How many look-alikes get the act that they only look like.

    Args:
        lookalikes: The turns.
        acts_of: What the tagger says of a turn by itself.

    Returns:
        For each kind, and for “all”, the share and the turns wrongly credited.
    """
    wrong = [one for one in lookalikes if one.target in acts_of(one.turn.text)]
    result = {}
    for kind in (*LOOKALIKE_KINDS, "all"):
        of_kind, total = ([one for one in some if kind in (one.kind, "all")] for some in (wrong, lookalikes))
        result[kind] = (Share(len(of_kind), len(total)), of_kind)
    return result


@dataclass(frozen=True)
class InSurroundings:
    """What the tagger made of one turn of a pair.

    Attributes:
        kind: Of the pair.
        text: The turn.
        true: What it does there.
        elsewhere: What it does in the other surroundings.
        alone: What the tagger says of the words by themselves.
        predicted: What it says of them there.
    """

    kind: str
    text: str
    true: frozenset[str]
    elsewhere: frozenset[str]
    alone: frozenset[str]
    predicted: frozenset[str]

    @property
    def invented(self) -> frozenset[str]:
        """Acts that the turn does in neither surroundings and whose words alone do not get them."""
        return self.predicted - self.true - self.elsewhere - self.alone

    @property
    def misplaced(self) -> frozenset[str]:
        """Acts that it does in the other surroundings only."""
        return (self.predicted & self.elsewhere) - self.true


def in_surroundings(
    pairs: Sequence[Pair],
    acts_of: Callable[[str], frozenset[str]],
    acts_there: Callable[[Dialogue, int], frozenset[str]],
) -> list[InSurroundings]:
    """Each turn of the pairs as the tagger sees it alone and in its surroundings.

    Args:
        pairs: The pairs.
        acts_of: What the tagger says of a turn by itself.
        acts_there: What it says of a dialogue's turn, by the turn's place.
    """
    return [
        InSurroundings(
            pair.kind, one.text, one.acts, other.acts, acts_of(one.text), acts_there(one.dialogue, one.place)
        )
        for pair in pairs
        for one, other in (pair.variants, pair.variants[::-1])
    ]


def surroundings_shares(seen: Sequence[InSurroundings]) -> dict[str, Share]:
    """What the surroundings did, as shares.

    → ``invented``: turns with an act that only the surroundings gave; the same for each kind of pair
    (``invented, nothing`` …); ``support found``: acts found where the surroundings ask for them; ``support
    misplaced``: turns that get the act of the other surroundings; ``own found``: acts found of the turns that
    do them by their own words.
    """
    of = {kind: [one for one in seen if one.kind == kind] for kind in PAIR_KINDS}

    def found(kind: str) -> Share:
        return Share(sum(len(s.true & s.predicted) for s in of[kind]), sum(len(s.true) for s in of[kind]))

    shares = {"invented": Share(sum(bool(one.invented) for one in seen), len(seen))}
    for kind, some in of.items():
        shares[f"invented, {kind}"] = Share(sum(bool(one.invented) for one in some), len(some))
    shares["support found"], shares["own found"] = found("support"), found("own")
    may = [one for one in of["support"] if one.elsewhere - one.true]
    shares["support misplaced"] = Share(sum(bool(one.misplaced) for one in may), len(may))
    return shares


@dataclass
class _Block:
    """The lines of a pair as they come."""

    pieces: list[tuple[str, list[Turn], list[int]]] = field(default_factory=list)
    turn: Turn | None = None
    truths: list[frozenset[str]] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line.startswith("= "):
            require(is_kind(line[2:]), f"没有叫 {line[2:]} 的 kind")
            self.pieces.append((line[2:], [], []))
            return
        require(bool(self.pieces), "这句话前面没有 = 开头的行")
        _, turns, asked = self.pieces[-1]
        if line == ">>" or line.startswith(">> "):
            if line != ">>":
                text, spans = parse_marked(line[3:])
                same = self.turn is None or self.turn.text == text
                require(same, "两处的话不一样")
                self.turn = Turn("trainee", text, acts=spans)
            require(self.turn is not None, "第一处要写出这句话")
            assert self.turn is not None
            asked.append(len(turns))
            turns.append(Turn("trainee", self.turn.text))
            self.truths.append(frozenset(span.act for span in self.turn.acts))
        else:
            speaker, _, text = line.partition(" ")
            require(speaker in ("C", "T") and bool(text.strip()), "这一行应当是 C 话、T 话或 >> 话")
            turns.append(Turn("client" if speaker == "C" else "trainee", text))

    def variants(self, name: str) -> tuple[Surroundings, Surroundings]:
        whole = len(self.pieces) == 2 and all(len(asked) == 1 for _, _, asked in self.pieces)
        require(whole, "一对应当有两处，每处一句 >>")
        first, second = (
            Surroundings(Dialogue(f"{name}-{letter}", kind, turns=tuple(turns)), asked[0], truth)
            for letter, (kind, turns, asked), truth in zip("ab", self.pieces, self.truths, strict=True)
        )
        return first, second


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are no comment, each with file and line."""
    for n, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.startswith("//"):
            yield f"{path}:{n}", raw.strip()
