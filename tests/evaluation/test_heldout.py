"""Look-alikes and pairs: read as they are written, counted as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.evaluation.heldout import (
    Share,
    credited,
    in_surroundings,
    read_lookalikes,
    read_pairs,
    surroundings_shares,
)

NONE: frozenset[str] = frozenset()
PAIR = """# support

= phone_promotion
T 您好。
C 哪个公司?
>> [铁通的](introduce_self)
C 哦。
= visit_gift
C 这根线是谁的?
C 谁家的?
>> 铁通的
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_look_alikes_are_credited_by_their_target_alone(tmp_path: Path) -> None:
    text = (
        "// head\n# negated thank\nT 不用谢\nT 不谢,[再见](farewell)\n\n# circles evidence\nT 例子就是例子\n"
    )
    found = read_lookalikes(written(tmp_path, text))
    assert [(one.kind, one.target) for one in found] == [("negated", "thank")] * 2 + [("circles", "evidence")]
    shares = credited(found, lambda text: frozenset({"thank" if text == "不用谢" else "farewell"}))
    assert shares["negated"] == (Share(1, 2), [found[0]]) and shares["circles"][0] == Share(0, 1)
    assert shares["all"][0] == Share(1, 3) and str(shares["all"][0]) == "1 of 3 (33.3 %)"


@pytest.mark.parametrize(
    "text",
    [
        "T 不用谢\n",
        "# negated\nT 不用谢\n",
        "# wrong thank\nT 不用谢\n",
        "# negated thanks\nT 不用谢\n",
        "# negated thank\nC () 不用谢\n",
        "# negated thank\nT [谢谢](thank)\n",
    ],
)
def test_a_wrong_look_alike_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"file.txt:\d"):
        read_lookalikes(written(tmp_path, text))


def test_a_pair_is_read_with_its_surroundings(tmp_path: Path) -> None:
    (pair,) = read_pairs(written(tmp_path, PAIR))
    first, second = pair.variants
    assert (
        pair.kind == "support" and first.text == second.text == "铁通的" and first.place == second.place == 2
    )
    assert (first.acts, second.acts) == ({"introduce_self"}, NONE)
    assert [turn.speaker for turn in first.dialogue.turns] == ["trainee", "client", "trainee", "client"]
    assert not any(turn.acts for turn in first.dialogue.turns)  # the tagger gets bare words


def test_the_turn_is_repeated_by_its_sign_alone(tmp_path: Path) -> None:
    (pair,) = read_pairs(written(tmp_path, PAIR.replace(">> 铁通的", ">>")))
    assert [variant.acts for variant in pair.variants] == [{"introduce_self"}] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# support", "# other"),
        ("= visit_gift", "= visit_gifts"),
        (">> 铁通的", ">> 移动的"),
        (">> 铁通的", ""),
        ("C 谁家的?", "谁家的?"),
        ("= phone_promotion\n", ""),
        (">> [铁通的](introduce_self)", ">>"),
    ],
)
def test_a_wrong_pair_is_named_by_its_line(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataError, match=r"file.txt:\d"):
        read_pairs(written(tmp_path, PAIR.replace(old, new)))


def test_only_what_neither_words_nor_truth_give_is_invented(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path, PAIR))

    def there(dialogue: Dialogue, place: int) -> frozenset[str]:
        assert dialogue.turns[place].text == "铁通的"
        return frozenset(
            {"introduce_self", "thank", "evidence" if dialogue.kind == "visit_gift" else "thank"}
        )

    seen = in_surroundings(pairs, lambda text: frozenset({"thank"}), there)
    assert [one.invented for one in seen] == [NONE, {"evidence"}]
    assert [one.misplaced for one in seen] == [NONE, {"introduce_self"}]
    shares = surroundings_shares(seen)
    assert shares["invented"] == Share(1, 2) == shares["invented, support"]
    assert shares["support found"] == Share(1, 1) == shares["support misplaced"]
    assert shares["own found"].value == 0 == shares["invented, nothing"].total
