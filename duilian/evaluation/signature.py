"""A signature under printed figures: everything they depend on, in one line.

Two figures can be compared when their signatures agree, and where they do not, the fields say why. After
sacreBLEU: Post, A Call for Clarity in Reporting BLEU Scores (2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from duilian.digest import digest
from duilian.evaluation.scores import RESAMPLES, SEED

NAME = "duilian-eval"
SCORE_NAME = "duilian-score"
# What the figures of the tagger and of its verdicts are made of: patterns below the data folder, and below
# the one the package is in.
DATA = ("dialogues/*.txt", "nlu/**/*.yml", "cues/*.yml", "rubric.yml", "products.yml", "gaming.yml")
ROOMS = ("assessment", "dialogue", "evaluation", "handbook", "language", "tagging")
CODE = (*(f"duilian/{room}/**/*.py" for room in ROOMS), "scripts/evaluate")
# What a call's score is made of, apart from the rubric and the tagger, which have versions of their own.
SCORE_DATA = ("rubric.yml", "products.yml")
SCORE_CODE = tuple(
    f"duilian/{room}/**/*.py" for room in ("assessment", "dialogue", "handbook", "language", "tagging")
)
LIBRARIES = {
    "spacy": "spacy",
    "crfsuite": "python-crfsuite",
    "sklearn": "scikit-learn",
    "jieba": "jieba",
    "numpy": "numpy",
}


def signature(data: Path, arguments: Mapping[str, object]) -> str:
    """The line to print under figures.

    Args:
        data: the data folder (``data/``).
        arguments: what was asked for, in the order to be shown, such as ``{"voices": 39, "parts": 9}``.

    Returns:
        ``duilian-eval|voices:39|parts:9|data:…|code:…|spacy:3.4.4|…|seed:0|resamples:400|v:0.1.0``; ``data``
        and ``code`` are digests of the files, ``seed`` and ``resamples`` those of the intervals.

    Raises:
        ValueError: an argument's name or value has one of the signs ``|`` and ``:`` in it.
    """
    fields = {
        **arguments,
        "data": digest(data, DATA),
        "code": digest(Path(__file__).parents[2], CODE),
        **{name: version(package) for name, package in LIBRARIES.items()},
        "seed": SEED,
        "resamples": RESAMPLES,
        "v": version("duilian"),
    }
    return _line(NAME, fields)


def score_signature(data: Path, rubric_version: str, model_version: str) -> str:
    """The line to keep with the score of a call: two scores of the same words are the same where it is.

    Args:
        data: the data folder (``data/``).
        rubric_version: the version of the rubric (:attr:`duilian.assessment.Rubric.version`).
        model_version: the tagger's (:func:`duilian.tagging.version`), or a word where there was none.

    Returns:
        ``duilian-score|rubric:1-…|model:…|data:…|code:…|spacy:3.4.4|…|v:0.1.0``.
    """
    fields = {
        "rubric": rubric_version,
        "model": model_version,
        "data": digest(data, SCORE_DATA),
        "code": digest(Path(__file__).parents[2], SCORE_CODE),
        **{name: version(package) for name, package in LIBRARIES.items()},
        "v": version("duilian"),
    }
    return _line(SCORE_NAME, fields)


def _line(kind: str, fields: Mapping[str, object]) -> str:
    """The fields behind the kind of signature they make. Raises ValueError for a sign that parts them."""
    for name, value in fields.items():
        if set(f"{name}{value}") & {"|", ":"}:
            raise ValueError(f"a field of a signature has neither | nor : in it: {name} {value}")
    return "|".join((kind, *(f"{name}:{value}" for name, value in fields.items())))


def fields_of(line: str) -> dict[str, str]:
    """A signature → its fields by name.

    Raises:
        ValueError: the line is no signature.
    """
    name, *fields = line.strip().split("|")
    if name not in (NAME, SCORE_NAME) or not all(":" in field for field in fields):
        raise ValueError(f"no signature of ours: {line}")
    return dict(field.split(":", 1) for field in fields)


def differences(one: str, other: str) -> dict[str, tuple[str, str]]:
    """The fields in which two signatures differ.

    Returns:
        Field → (value in the first, value in the second), "" where a field is missing.
    """
    ours, theirs = fields_of(one), fields_of(other)
    pairs = {name: (ours.get(name, ""), theirs.get(name, "")) for name in {**ours, **theirs}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
