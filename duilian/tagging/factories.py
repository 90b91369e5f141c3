"""The factories of the components, which spaCy calls by the names in pyproject.toml.

Weights, thresholds and calibration curves are their settings, so they stand in ``config.cfg`` of a saved
pipeline and can be changed there. spaCy checks them by the annotations of these functions (hence no postponed
annotations in this module).
"""

from dataclasses import asdict
from typing import Any

from spacy.language import Language

from duilian.tagging.act_ensemble import ActSettings
from duilian.tagging.components import ActTagger, CueTagger, Scorer
from duilian.tagging.cue_ensemble import CueSettings


def _defaults(settings: ActSettings | CueSettings, scorer: str) -> dict[str, Any]:
    """The default settings as spaCy writes them to config.cfg."""
    plain = asdict(settings)
    curve = [list(point) for point in plain["calibration"]]
    return {**plain, "calibration": curve, "scorer": {"@scorers": scorer}}


@Language.factory(
    "act_tagger",
    assigns=["doc.spans", "doc._.act_probabilities"],
    default_config=_defaults(ActSettings(), "duilian.act_scorer.v1"),
    default_score_weights={"acts_micro_f": 1.0, "acts_macro_f": None},
)
def make_act_tagger(
    nlp: Language,
    name: str,
    weights: dict[str, float],
    floor: float,
    threshold: float,
    thresholds: dict[str, float],
    alone: float,
    calibration: list[tuple[float, float]],
    worth_asking: float,
    clear: float,
    mentioned: float,
    scorer: Scorer | None,
) -> ActTagger:
    """Make an ``act_tagger`` that is not trained yet; the arguments are those of ActSettings."""
    settings = ActSettings(
        weights, floor, threshold, thresholds, alone, calibration, worth_asking, clear, mentioned
    )
    return ActTagger(name, settings, scorer)


@Language.factory(
    "cue_tagger",
    assigns=["doc.cats"],
    default_config=_defaults(CueSettings(), "duilian.cue_scorer.v1"),
    default_score_weights={"cues_micro_f": 1.0, "cues_macro_f": None},
)
def make_cue_tagger(
    nlp: Language,
    name: str,
    weights: dict[str, float],
    limit: float,
    threshold: float,
    calibration: list[tuple[float, float]],
    scorer: Scorer | None,
) -> CueTagger:
    """Make a ``cue_tagger`` that is not trained yet; the arguments are those of CueSettings."""
    return CueTagger(name, CueSettings(weights, limit, threshold, calibration), scorer)
