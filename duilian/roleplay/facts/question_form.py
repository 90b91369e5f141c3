"""Which sentences of a turn are questions, by their form: marks, particles, question words, A不A."""

from __future__ import annotations

import re

from duilian.language.text import narrow

_SENTENCE = re.compile("[^。.!！?？;；\n]+[。.!！?？;；\n]*")
_MARK = re.compile("[?？]\\s*$")
_SURE_PARTICLE = re.compile("(?:吗|呢|么)$|(?<=[有好行是对来去用见])(?:没有|没|不)$")
_WORDS = re.compile(
    "谁|哪|什么|啥|怎么|咋|怎样|多少|多久|多大|多长|多远|多高|为何|是否|几(?=[个点位家台人条辆号层年口天成时楼月套块只间路岁根])"
    "|([一-龥])(?:不|没)\\1|有没有|还是"
)
# Question words that ask nothing.
_NO_QUESTION = re.compile(
    "没什么|什么的|不怎么|怎么(?:也|都|着)|谁都|谁也|什么都|什么也|哪儿?都|哪天都|哪里哪里|什么时候都|多少(?:也|都|能|可以|会)"
    "|[十好]几|过几|几[分句][钟话]?|这几|那几|前几|随时|不管|无论|有什么(?:事|需要|问题|情况)(?:您)?(?:随时|尽管|就|请|都)"
    "|还是(?:要|得|会|希望|想|很|挺|比较|那)"
)
_REQUEST = re.compile("(?:请问|想问|问一下|问下|打听|说一下|说下|说说|讲讲|告诉我|了解一下|了解下|透露)")
_BLANKS = re.compile(r"[\s,，。.、!！?？;；:：~…\"“”'‘’()（）—-]+")


def sentences_of(text: str) -> list[str]:
    """A turn cut at full stops, question and exclamation marks; each sentence keeps its mark."""
    return [match[0] for match in _SENTENCE.finditer(text) if match[0].strip()]


def bare_words(text: str) -> str:
    """A text in half-width lower case without marks and blanks."""
    return narrow(_BLANKS.sub("", text))


def looks_like_question(sentence: str) -> bool:
    """Does a sentence ask something, or ask to be told something?

    Args:
        sentence: One sentence, with or without its mark.
    """
    if _MARK.search(sentence):
        return True
    bare = _NO_QUESTION.sub("", bare_words(sentence))
    return bool(_SURE_PARTICLE.search(bare) or _WORDS.search(bare) or _REQUEST.search(bare))


def ends_with_question(text: str) -> bool:
    """Does a turn end with a question, so that an answer is waited for?"""
    sentences = sentences_of(text)
    return bool(sentences) and looks_like_question(sentences[-1])
