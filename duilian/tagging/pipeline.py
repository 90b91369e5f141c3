"""The spaCy pipeline of both components: made, written, loaded.

Whoever uses spaCy needs nothing of this module: ``spacy.load("models/tagger")`` does the same, a few seconds
slower where TensorFlow is installed.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from duilian.errors import DataError

if TYPE_CHECKING:
    from spacy.language import Language

    from duilian.tagging.act_ensemble import ActClassifiers
    from duilian.tagging.cue_ensemble import CueClassifiers


@cache
def import_spacy() -> ModuleType:
    """spaCy with our components.

    It looks for TensorFlow and imports it where it is installed, two seconds and a third of a gigabyte;
    nothing here needs it, so it is hidden meanwhile.
    """
    hidden = "tensorflow" not in sys.modules
    if hidden:
        sys.modules["tensorflow"] = cast(ModuleType, None)
    try:
        import spacy

        # Named by entry points, too; but those are known only from the day the project was installed.
        from duilian.tagging import factories, scorers  # noqa: F401
    finally:
        if hidden:
            del sys.modules["tensorflow"]
    return spacy


def make_pipeline(acts: ActClassifiers, cues: CueClassifiers) -> Language:
    """A pipeline of trained classifiers, with the default settings."""
    nlp: Language = import_spacy().blank("zh")
    from duilian.tagging.components import ActTagger, CueTagger  # after spaCy, see import_spacy

    act_tagger, cue_tagger = nlp.add_pipe("act_tagger"), nlp.add_pipe("cue_tagger")
    assert isinstance(act_tagger, ActTagger) and isinstance(cue_tagger, CueTagger)
    act_tagger.use(acts)
    cue_tagger.use(cues)
    return nlp


def load_pipeline(path: Path) -> Language:
    """A pipeline from its folder.

    Raises:
        DataError: Where the folder holds none, or a damaged one.
    """
    spacy = import_spacy()
    try:
        nlp: Language = spacy.load(path)
    except DataError:
        raise
    except Exception as error:  # whatever spaCy and what it reads with say to foreign files
        raise DataError(
            f"标注器的文件不能用（{type(error).__name__}），请运行 duilian train 重新训练", str(path)
        ) from error
    if not {"act_tagger", "cue_tagger"} <= set(nlp.pipe_names):
        raise DataError("这里的 spaCy 流水线不是标注器，请运行 duilian train 重新训练", str(path))
    return nlp
