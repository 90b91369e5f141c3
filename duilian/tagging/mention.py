"""Talk about the rules instead of keeping them: “the book says I should thank you now” thanks nobody.

What a trainee quotes, announces or skips is no act (rubric, section 3: reported, announced). To a classifier
of words the phrase is there, so what stands beside such talk in the same clause is taken out afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duilian.language.text import clauses, narrow

_TWICE = 2
_NEAR = 10  # characters between the talk and the words it is about, where a clause is long
_TALK = re.compile(
    # what it is taken from
    "手册|教[材程]|课本|照[书本稿]|书上|话术|台词|脚本|打分表|三句半|(规定|流程|培训)[^,。您]{0,8}(说|念|讲|该|教)|写着"
    # this sentence, these four words
    "|[这那]一?[句步](话|词)?[^,。您请]{0,8}?(说|念|讲|背|祝|该|免|省)|[一两二三四五六]个字[^,。]{0,6}(说|念|讲|背|教|先|是)"
    "|这种(客?套话|官话|场面话|话)"
    # left out, or done with
    "|[就也]不(说|念|讲|祝|问|重复|背)了?|我没说|(当|算)[^,。]{0,6}[说念讲问祝]过|[念背]完|[念背]过"
    # what one ought to say
    "|(?<!你)(?<!您)应?该(说|念|讲)|(?<!主)要(说|念)[:“「]|[会得]说[:“「]|背得|背下来|背熟|背一遍|会背"
    '|[教让叫要][^,。]{0,5}(说|讲|念)[:,]?[“「『"]|[”」』"][^,。]{0,2}[这那两四三][种个句]'
    # by rule, in turn, as ever
    "|按(流程|规定|章程|制度|规矩|道理)[^,。]{0,6}[该得应]|照[例理][^,。]{0,6}[该要得应说讲]|本来?该|本来?应该?|例行|规定动作"
    "|(接下来|下一步)[是该轮]|下面(是|进入)|质检|打钩|脑补"
    "|略$|略[,。]|跳过|从略|[也就都](免|省)了$|[就也]当[我它]?[说念讲问发谢][过了]|算[^,。]{0,3}[说念讲问给谢]过?了$"
    # nobody's name
    "|某某|谁谁|叉叉"
)


def talks(text: str) -> list[tuple[int, int]]:
    """Where a text talks about rules, scripts or set phrases: (start, end)."""
    return [match.span() for match in _TALK.finditer(narrow(text))]


def plays_with_rules(turns: Iterable[str]) -> bool:
    """Whether two or more of a trainee's turns talk about rules: such a trainee recites them."""
    return sum(bool(talks(text)) for text in turns) >= _TWICE


def talked_about(text: str, start: int, end: int) -> bool:
    """Whether the words ``text[start:end]`` are mentioned rather than said.

    They are where most of them stand in a clause that talks about rules, near that talk.

    Args:
        text: A turn.
        start: Where the words begin, in characters from 0.
        end: Where they end, exclusive.
    """
    shared = 0
    for begin, stop in clauses(text):
        near = any(
            a - _NEAR <= end and start <= b + _NEAR
            for a, b in ((begin + a, begin + b) for a, b in talks(text[begin:stop]))
        )
        shared += max(0, min(stop, end) - max(begin, start)) if near else 0
    return shared * 2 > end - start
