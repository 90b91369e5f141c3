"""Tagging: the acts of trainee turns and the cues of client turns, by a spaCy pipeline.

Public: :class:`Tagger` (acts, cues, whole dialogues), :func:`load_tagger`, :func:`train_tagger`. Importing
    this package
imports neither spaCy nor a model; loading a tagger does. How to use the pipeline from spaCy: docs/tagging.md.
"""

from duilian.tagging.fingerprint import fingerprint, version
from duilian.tagging.tagger import Prediction, Tagger, load_tagger
from duilian.tagging.training import fit, fit_here, train_tagger

__all__ = [
    "Prediction",
    "Tagger",
    "fingerprint",
    "fit",
    "fit_here",
    "load_tagger",
    "train_tagger",
    "version",
]
