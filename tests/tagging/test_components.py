"""The components as a spaCy user has them: found by name, set up in config.cfg, kept as data."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from duilian.dialogue.context import TurnContext
from duilian.dialogue.model import ActSpan, Turn
from duilian.errors import DataError
from duilian.modelfile import MANIFEST, seal
from duilian.tagging import Tagger, load_tagger
from duilian.tagging.pipeline import import_spacy, load_pipeline
from duilian.tagging.spacy_examples import turn_doc

TEXT = "王总您好，我是移动公司的小陈，您看周三上午还是周四下午方便？"
CONTEXT = TurnContext(
    "phone_appointment",
    ("holiday",),
    3,
    2,
    Turn("client", "哪位", cues=("ask_identity",)),
    None,
    Turn("trainee", "您好", acts=(ActSpan("greeting", 0, 2, 0.9),)),
)
# What a spaCy user writes; nothing of ours is imported first.
USER = """
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(sys.argv[2])
acts = doc.spans["acts"]
print(json.dumps([[[s.label_, s.start_char, s.end_char] for s in acts], acts.attrs["scores"]]))
"""


@pytest.fixture(scope="session")
def small_model(small_tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "tagger"
    small_tagger.keep(path, "small")
    return path


def copied(model: Path, tmp_path: Path) -> Path:
    """A copy of a model that a test may damage."""
    target = tmp_path / "tagger"
    for path in model.rglob("*"):
        if path.is_file():
            (target / path.relative_to(model)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(model)).write_bytes(path.read_bytes())
    return target


def test_spacy_alone_loads_and_uses_it(small_tagger: Tagger, small_model: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", USER, str(small_model), TEXT],
        cwd=tmp_path,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    acts = small_tagger.acts(TEXT)
    spans, probabilities = json.loads(said.stdout)
    assert spans == [[s.act, s.start, s.end] for s in acts] and acts
    assert probabilities == pytest.approx([s.score for s in acts])  # threads add up in another order


def test_a_doc_has_what_the_tagger_says(small_tagger: Tagger) -> None:
    nlp = small_tagger.nlp
    doc = nlp(turn_doc(nlp, TEXT, "trainee", CONTEXT))
    acts = small_tagger.acts(TEXT, CONTEXT)
    assert [(s.label_, s.start_char, s.end_char) for s in doc.spans["acts"]] == [
        (s.act, s.start, s.end) for s in acts
    ]
    assert doc.spans["acts"].attrs["scores"] == [s.score for s in acts]
    assert all(doc._.act_probabilities[s.act] == s.score for s in acts)
    assert not doc.cats  # a trainee has no cues
    heard = nlp(turn_doc(nlp, "喂，哪位？", "client", CONTEXT))
    counted = nlp.get_pipe("cue_tagger").settings.counted(heard.cats)  # type: ignore[attr-defined]
    assert counted == small_tagger.cues("喂，哪位？", CONTEXT) and "acts" not in heard.spans


def test_docs_go_through_in_batches_and_to_bytes(small_tagger: Tagger) -> None:
    nlp = small_tagger.nlp
    docs = list(nlp.pipe([turn_doc(nlp, text, context=CONTEXT) for text in (TEXT, "", "再见")]))
    again = type(docs[0])(nlp.vocab).from_bytes(docs[0].to_bytes())
    assert again._.turn_context == CONTEXT and again.cats == docs[0].cats
    assert [s.label_ for s in again.spans["acts"]] == [s.act for s in small_tagger.acts(TEXT, CONTEXT)]
    assert not docs[1].cats and not docs[1].spans["acts"]


def test_settings_stand_in_config_cfg_and_count(
    small_tagger: Tagger, small_model: Path, tmp_path: Path
) -> None:
    model = copied(small_model, tmp_path)
    config = model / "config.cfg"
    text = config.read_text(encoding="utf-8")
    assert "threshold = -0.8\n" in text and "offer_two_times = 0.1\n" in text and "latent = 0.35\n" in text
    config.write_text(
        text.replace("threshold = -0.8\n", "threshold = 50\n").replace(
            "introduce_self = -0.2\n", "introduce_self = 50\n"
        )
    )
    assert {s.act for s in small_tagger.acts(TEXT)} == {"greeting", "introduce_self"}
    assert {s.act for s in Tagger(load_pipeline(model)).acts(TEXT)} == {
        "greeting"
    }  # whose threshold is its own
    config.write_text(text.replace("threshold = 0.4\n", "threshold = high\n"))
    with pytest.raises(DataError, match="duilian train"):
        load_pipeline(model)


def test_another_pipeline_gets_it_by_name(small_tagger: Tagger) -> None:
    nlp = import_spacy().blank("zh")
    nlp.add_pipe("act_tagger", config={"threshold": 0.5})
    with pytest.raises(DataError, match="还没有训练"):
        nlp(TEXT)
    nlp.get_pipe("act_tagger").from_bytes(small_tagger.nlp.get_pipe("act_tagger").to_bytes())
    assert nlp(TEXT)._.act_probabilities


def shown(predictions: object) -> str:
    """Predictions with twelve digits of each number."""
    return re.sub(r"\d+\.\d+(e-\d+)?", lambda number: f"{float(number[0]):.12g}", repr(predictions))


def test_what_was_kept_gives_the_same_probabilities(small_tagger: Tagger, small_model: Path) -> None:
    loaded = load_tagger(small_model)
    for name in ("act_tagger", "cue_tagger"):
        ours, theirs = (t.nlp.get_pipe(name).trained() for t in (small_tagger, loaded))  # type: ignore[attr-defined]
        turns = [(TEXT, CONTEXT), ("再见", CONTEXT)]
        # Sums of arrays elsewhere in memory may differ in their last digit.
        assert shown(ours.predict_all(turns)) == shown(theirs.predict_all(turns))


NAMES = (
    "act_tagger/characters.crfsuite",
    "act_tagger/clauses/vocabulary.json",
    "act_tagger/clauses/weights.npz",
    "act_tagger/turn/weights.npz",
    f"cue_tagger/{MANIFEST}",
    "cue_tagger/words/vocabulary.json",
)
DAMAGES = {
    "cut short": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "pickled": lambda content: pickle.dumps({"a": 1}),
    "one byte changed": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
}


def sentence(model: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_tagger(model)
    assert "duilian train" in caught.value.what and "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "damage"),
    [*((name, "cut short") for name in NAMES), *((NAMES[n], damage) for n, damage in enumerate(DAMAGES))],
)
def test_a_damaged_file_is_refused(small_model: Path, tmp_path: Path, name: str, damage: str) -> None:
    path = copied(small_model, tmp_path) / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert Path(name).parts[0] in sentence(tmp_path / "tagger")


@pytest.mark.parametrize("name", [*NAMES, "config.cfg", "fingerprint.json", "meta.json", "tokenizer/cfg"])
def test_a_missing_file_is_refused(small_model: Path, tmp_path: Path, name: str) -> None:
    model = copied(small_model, tmp_path)
    (model / name).unlink()
    sentence(model)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("characters.crfsuite", b"lCRF" + (100).to_bytes(4, "little") + bytes(92)),
        ("characters.crfsuite", b"lCRF"),
        ("characters.crfsuite", b"lCRF" + (100).to_bytes(4, "little") + b"FOMC" + b"\xf0" * 88),
        ("clauses/vocabulary.json", b'{"labels": ["thank"], "latent": false}'),
        ("clauses/vocabulary.json", b'{"labels": ["no such act"], "latent": false, "features": []}'),
        ("clauses/vocabulary.json", b'{"labels": ["thank"], "latent": false, "features": ["a", "a"]}'),
        ("turn/vocabulary.json", b'{"labels": ["thank"], "latent": false, "features": ["a"]}'),
        ("turn/weights.npz", pickle.dumps([1])),
    ],
)
def test_a_foreign_file_is_refused_where_the_manifest_agrees(
    small_model: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    """Sealed anew by whoever changed it: then what is in it is looked at."""
    folder = copied(small_model, tmp_path) / "act_tagger"
    known = json.loads((folder / MANIFEST).read_text())["sha256"]
    files = {n: (folder / n).read_bytes() for n in known} | {name: content}
    for path, data in seal("duilian act_tagger", files).items():
        (folder / path).write_bytes(data)
    assert name in sentence(tmp_path / "tagger")


def test_foreign_bytes_are_refused(small_tagger: Tagger) -> None:
    component = small_tagger.nlp.get_pipe("cue_tagger")
    for data in (b"", pickle.dumps({"a": b"1"}), component.to_bytes()[:1000]):  # type: ignore[attr-defined]
        with pytest.raises(DataError, match="duilian train"):
            component.from_bytes(data)  # type: ignore[attr-defined]


def test_another_pipeline_is_none_of_ours(tmp_path: Path) -> None:
    import_spacy().blank("zh").to_disk(tmp_path / "other")
    (tmp_path / "other/fingerprint.json").write_text('"x"')
    assert "不是标注器" in sentence(tmp_path / "other")
