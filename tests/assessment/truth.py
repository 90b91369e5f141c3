"""Is what a debrief says of a conversation true of it? A reader of its sentences who knows only the labels.

Written against the words of the sentences, not against the code that chose them: what “下一句没有” means
is said here once more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from duilian.assessment.quoting import quotable
from duilian.assessment.wording import familiar_you, find_address
from duilian.dialogue.model import ActSpan, Dialogue
from duilian.language import times

_TIME = ("offer_two_times", "offer_one_time", "ask_open_time")
_MESSAGE = ("state_purpose", "vip_notice", "arrears_tactful", "arrears_blunt")
# What a criterion is about: the acts that its “没有” denies and its quotations show.
ACTS_OF: dict[str, tuple[str, ...]] = {
    "greeting": ("greeting", "holiday_wish"),
    "self_introduction": ("introduce_self",),
    "identity_check": ("verify_identity", "request_transfer"),
    "warm_opening": ("small_talk",),
    "gatekeeper_courtesy": ("request_transfer",),
    "absence_handling": ("leave_message", "defer_call", "thank", "apologize_time"),
    "convenience_check": ("check_convenience", "defer_call"),
    "holiday_wish": ("holiday_wish",),
    "purpose": ("state_purpose",),
    "necessity": ("state_necessity",),
    "benefit": ("state_benefit",),
    "patient_explanation": ("acknowledge", "state_benefit", "state_necessity", "state_purpose"),
    "two_choice": ("offer_two_times",),
    "no_time_two_choice": ("offer_two_times",),
    "straight_to_time": _TIME,
    "thanks_for_acceptance": ("thank",),
    "graceful_deferral": ("defer_call",),
    "confirmation": ("confirm_appointment",),
    "closing_courtesy": ("thank", "apologize_time"),
    "farewell": ("farewell",),
    "tactful_wording": ("arrears_blunt", "pressure", "discourteous"),
    "check_understanding": ("check_understanding",),
    "ask_repeat": ("ask_repeat",),
    "reconnect_apology": ("apologize_dropped_call",),
    "contact_offer": ("offer_contact",),
    "material_offer": ("offer_material",),
    "arrears_message": ("arrears_tactful",),
    "vip_message": ("vip_notice",),
    "feature": ("feature",),
    "advantage": ("advantage",),
    "evidence": ("evidence",),
    "tailored": ("advantage", "state_benefit", "evidence"),
    "business_card": ("offer_business_card",),
    "thank_reception": ("thank",),
    "invite_feedback": ("invite_feedback",),
    "complaint_cause": ("ask_needs",),
    "complaint_answer": ("promise_feedback",),
    "feedback_response": ("promise_feedback", "thank", "acknowledge"),
    "reschedule": ("offer_one_time", "offer_two_times", "defer_call", "apologize_time", "ask_leave"),
    "needs": ("ask_needs",),
}
# What the client does where a criterion's sentence says “客户第 N 句…”.
_CUES_OF: dict[str, tuple[str, ...]] = {
    "gatekeeper_courtesy": ("gatekeeper",),
    "absence_handling": ("absent",),
    "convenience_check": ("busy",),
    "patient_explanation": ("refuse",),
    "no_time_two_choice": ("refuse_no_time",),
    "straight_to_time": ("noncommittal",),
    "thanks_for_acceptance": ("accept",),
    "graceful_deferral": ("cannot_fix_time",),
    "confirmation": ("pick_time", "accept"),
    "check_understanding": ("not_understand",),
    "ask_repeat": ("unclear",),
    "reconnect_apology": ("dropped",),
    "complaint_cause": ("complaint",),
    "complaint_answer": ("complaint",),
    "feedback_response": ("feedback", "complaint"),
    "reschedule": ("urgent",),
}
# What the words of a sentence say was done.
_DONE = (
    ("催了客户|催逼", ("pressure",)),
    ("对客户不客气", ("discourteous",)),
    ("直接催了费|说得太直", ("arrears_blunt",)),
    ("给的是一个时间", ("offer_one_time", "offer_two_times", "ask_open_time")),
    ("请客户自己说时间", ("ask_open_time",)),
    ("不是两个可以挑的时间", ("offer_one_time", "ask_open_time")),
    ("只请人转告", ("leave_message",)),
    ("说了改时间", ("offer_one_time", "offer_two_times", "defer_call")),
    ("告辞了：", ("ask_leave", "apologize_time")),
)
_QUESTIONS = {
    "问是哪位": "ask_identity",
    "问什么事": "ask_purpose",
    "问为什么要见面": "ask_necessity",
    "问有什么好处": "ask_benefit",
    "问这是什么": "ask_feature",
    "问适不适合": "ask_fit",
    "问有没有别人用": "ask_evidence",
    "问价钱或者怎么办理": "ask_detail",
}
_ANSWER = {
    "ask_identity": ("introduce_self",),
    "ask_purpose": _MESSAGE,
    "ask_necessity": ("state_necessity",),
    "ask_benefit": ("state_benefit",),
    "ask_feature": ("feature",),
    "ask_fit": ("advantage",),
    "ask_evidence": ("evidence",),
}
# Sentences that deny something else than the criterion's acts.
_OTHER_DENIALS = "没有催逼|没有单用|可是客户第|复述成了|没有用“|后来才问|不够"
_PARTS = {"特点": "feature", "优势": "advantage", "好处": "state_benefit", "例证": "evidence"}
_NAMED = re.compile("([^、；：，。（]+)（第 ([0-9、]+) 句）")
_HERE = "“”"  # where a quotation stood
_TURN_OF_QUOTE = (f"{_HERE}（第 ([0-9]+) 句", f"第 ([0-9]+) 句(?:(?!第 [0-9]+ 句).)*{_HERE}")
_CLIENT_TURN = re.compile(
    "(?:客户第|第) ([0-9]+) 句(?=拒绝|说没时间|不置可否|答应|说定不下|没有听懂|说得不清楚|投诉|有意见|有急事"
    "|在忙或者|约好了|说话的不是|听到人不在|重新接通|还在问|问这是|说完|把事情说)"
)


@dataclass(frozen=True)
class Reader:
    """Reads the sentences of one conversation.

    Attributes:
        dialogue: The conversation with the labels that decided.
        listeners: Who is spoken to in each turn.
        quote: The words that the sentence at hand quotes; its own ``“”`` stands for them.
    """

    dialogue: Dialogue
    listeners: list[str]
    quote: str = ""

    def faults(self, criterion: str, sentence: str, quote: str) -> list[str]:
        """What is not true in the sentence about a criterion, and in the words it quotes."""
        bare = sentence.replace(f"“{quote}”", _HERE) if quote else sentence
        if _HERE not in bare and criterion != "answers_questions" and quote:
            return [f"{quote!r} is not quoted"]
        reader = replace(self, quote=quote if _HERE in bare else "")
        return reader._faults(criterion, bare)

    def _faults(self, criterion: str, sentence: str) -> list[str]:
        checks: tuple[Callable[[str, str], Iterator[str]], ...] = (
            self._quotations,
            self._client_turns,
            self._denials,
            self._counts,
            self._lists,
            self._deeds,
            self._said,
        )
        return [fault for check in checks for fault in check(criterion, sentence)]

    # What is looked up

    def _trainee(self) -> list[int]:
        return [n for n, turn in enumerate(self.dialogue.turns) if turn.speaker == "trainee"]

    def _acts(self, turns: list[int], acts: tuple[str, ...]) -> list[tuple[int, ActSpan]]:
        return [(n, s) for n in turns for s in self.dialogue.turns[n].acts if s.act in acts]

    def _places(self, sentence: str) -> list[tuple[int, str]]:
        """(turn, words) of every quotation."""
        found = (re.findall(pattern, sentence, re.S) for pattern in _TURN_OF_QUOTE)
        return [(int(n) - 1, self.quote) for n in next(filter(None, found), [])]

    def _asked(self, sentence: str) -> int | None:
        found = _CLIENT_TURN.search(sentence)
        return int(found[1]) - 1 if found else None

    # What is checked

    def _quotations(self, criterion: str, sentence: str) -> Iterator[str]:
        if self.quote and not self._places(sentence):
            yield "no turn of the quotation"
        for n, words in self._places(sentence):
            turn = self.dialogue.turns[n]
            if turn.speaker != "trainee":
                yield f"第 {n + 1} 句 is not the trainee's"
            starts, ends = zip(*quotable(turn.text) or [(0, len(turn.text))], strict=True)
            places = [m.start() for m in re.finditer(re.escape(words), turn.text)]
            if not any(a in starts and a + len(words) in ends for a in places) and words != turn.text:
                yield f"{words!r} is no whole clause of {turn.text!r}"

    def _client_turns(self, criterion: str, sentence: str) -> Iterator[str]:
        for match in _CLIENT_TURN.finditer(sentence):
            turn = self.dialogue.turns[int(match[1]) - 1]
            cues = _CUES_OF.get(criterion)
            if turn.speaker != "client" or (cues and not set(cues) & set(turn.cues)):
                yield f"the client's turn {match[1]} is no {cues}"

    def _window(self, sentence: str) -> list[int]:
        """The turns that “没有” is said of."""
        turns, asked = self._trainee(), self._asked(sentence)
        if "才" in sentence and "两句" not in sentence:  # nothing of the kind before
            (late, _), *_ = self._places(sentence)
            return [n for n in turns if n < late and (asked is None or n > asked)]
        if "前两句没有" in sentence:
            return turns[:2]
        if "最后两句没有" in sentence:
            return turns[-2:]
        if asked is None:
            return turns
        later = [n for n in turns if n > asked]
        return (
            later[:2] if "接下来两句里没有" in sentence else later[:1] if "下一句没有" in sentence else later
        )

    def _denials(self, criterion: str, sentence: str) -> Iterator[str]:
        """“没有…” of a criterion's acts; “谈话就结束了”."""
        window, acts = self._window(sentence), ACTS_OF.get(criterion, ())
        if "谈话就结束了" in sentence and window:
            yield "the trainee spoke on"
        if "一句话也没有说" in sentence and self._trainee():
            yield "the trainee spoke"
        for words, denied in (
            ("没有道谢，也没有致歉", ("thank", "apologize_time")),
            ("没有请人转告，也没有说改时再打", ("leave_message", "defer_call")),
            ("没有为打扰致歉，也没有告辞", ("apologize_time", "ask_leave")),
            ("没有另约时间", (*_TIME[:2], "defer_call")),
            ("没有提出见面的时间|没有提出时间", _TIME),
            ("没有讲适合谁、有什么好处，也没有举例", ("advantage", "state_benefit", "evidence")),
        ):
            if re.search(words, sentence):
                acts = denied
                if "时间" in words and "另约" not in words:
                    texts = (self.dialogue.turns[n].text for n in window)
                    if any(t.kind == "point" for text in texts for t in times.find_times(text)):
                        yield "a time was named"
        judged = "没有讲适合谁" in sentence or criterion not in (
            "answers_questions",
            "tailored",
            "plain_language",
        )
        if criterion == "arrears_message" and "没有" not in sentence:
            acts = ("arrears_tactful",)
        done = self._acts(window, acts)
        denies = judged and re.search("没有|之后|才|说早了", sentence)
        if denies and done and not re.search(_OTHER_DENIALS, sentence):
            yield f"{criterion}: “没有”, and yet {done[0]}"
        if "没有用“请”" in sentence and self._places(sentence):
            said = self.dialogue.turns[self._places(sentence)[0][0]].text
            if re.search("请|麻烦|谢谢", said):
                yield f"{said} is polite"
        if "没有催逼" in sentence and self._acts(self._trainee(), ACTS_OF["tactful_wording"]):
            yield "pressing or rude all the same"

    def _counts(self, criterion: str, sentence: str) -> Iterator[str]:
        to_client = [n for n in self._trainee() if self.listeners[n] == "client"]
        title = self.dialogue.context.client_title
        called = [n for n in to_client or self._trainee() if find_address(self.dialogue.turns[n].text, title)]
        if (counted := re.search("尊称了 ([0-9]+) 句", sentence)) and int(counted[1]) != len(called):
            yield f"called so in {len(called)} turns"
        if "没有单用“你”" in sentence and any(familiar_you(self.dialogue.turns[n].text) for n in to_client):
            yield "你 was said"
        if "句用了尊称" in sentence and len(called) != 1:
            yield f"called so in {len(called)} turns"
        if "这样的尊称叫过" in sentence and called:
            yield "called so"
        long = re.search("第 ([0-9]+) 句一口气说了 ([0-9]+) 个字", sentence)
        if long and len(self.dialogue.turns[int(long[1]) - 1].text) != int(long[2]):
            yield "not so long"
        if "每句话都不超过" in sentence and any(
            len(self.dialogue.turns[n].text) > 120 for n in self._trainee()
        ):
            yield "one turn is longer"
        if counted := re.search("讲产品一共(?:用了)? ([0-9]+) 个?字", sentence):
            parts = self._acts(self._trainee(), tuple(_PARTS.values()))
            if len({(n, i) for n, span in parts for i in range(span.start, span.end)}) < int(counted[1]):
                yield "fewer characters"
        if taken := re.search("客户说的是(.*)，第 ([0-9]+) 句复述成了(.*?)：“”", sentence):
            theirs = "。".join(t.text for t in self.dialogue.turns if t.speaker == "client")
            ours = self.dialogue.turns[int(taken[2]) - 1].text
            if not all(words in theirs for words in taken[1].split("、")):
                yield "the client said no such time"
            if not all(words in ours for words in taken[3].split("、")):
                yield "the trainee said no such time"
        if "客户先挂" in sentence and self.dialogue.context.hung_up_by != "client":
            yield "the client did not hang up"
        if "自己先挂" in sentence and self.dialogue.context.hung_up_by != "trainee":
            yield "the trainee did not hang up"

    def _lists(self, criterion: str, sentence: str) -> Iterator[str]:
        """Named questions, answered or not; named parts of the pitch in their order."""
        if criterion == "fabe_order":
            named = [
                (word, int(n) - 1)
                for word, n in re.findall("(特点|优势|好处|例证)（第 ([0-9]+) 句）", sentence)
            ]
            for word, n in named:
                if not self._acts([n], (_PARTS[word],)):
                    yield f"no {word} in turn {n + 1}"
            if any(a > b for (_, a), (_, b) in itertools.pairwise(named)):
                yield "in another order"
        if criterion != "answers_questions":
            return
        for part in re.split("[；。]", sentence):
            for word, numbers in _NAMED.findall(part):
                for number in numbers.split("、"):
                    yield from self._question(_QUESTIONS[word], int(number) - 1, part)

    def _question(self, cue: str, asked: int, words: str) -> Iterator[str]:
        after = [n for n in self._trainee() if n > asked][:1]
        if cue not in self.dialogue.turns[asked].cues:
            yield f"turn {asked + 1} does not {cue}"
        if "没有机会" in words:
            if after:
                yield f"{cue} in turn {asked + 1}: there was a turn to answer it"
        elif not after:
            yield f"{cue} in turn {asked + 1}: there was no turn to answer it"
        elif "没有正面回答" in words and self._acts(after, _ANSWER.get(cue, ())):
            yield f"{cue} in turn {asked + 1} was answered"

    def _deeds(self, criterion: str, sentence: str) -> Iterator[str]:
        """What the sentence says was done stands in the turn it quotes."""
        for words, acts in _DONE:
            done = any(self._overlapping(n, quote, acts) for n, quote in self._places(sentence))
            if re.search(words, sentence) and "没有催逼" not in sentence and not done:
                yield f"{words}: nothing of the kind is quoted"

    def _said(self, criterion: str, sentence: str) -> Iterator[str]:
        """Words quoted as what the criterion asks for do it."""
        shown = re.fullmatch(
            "“”（第 [0-9]+ 句）|.*(?:才说|才道谢|说过|才自我介绍|才请|才问|问过|才道歉|后来才问).*",
            sentence,
            re.S,
        )
        if shown and criterion in ACTS_OF:
            acts = ACTS_OF[criterion] + (("leave_message",) if criterion == "gatekeeper_courtesy" else ())
            if not any(self._overlapping(n, quote, acts) for n, quote in self._places(sentence)):
                yield f"{acts} not in what is quoted"
        early = re.search("第 ([0-9]+) 句就说了正事|先说了正事（第 ([0-9]+) 句", sentence)
        if early and not self._acts([int(early[1] or early[2]) - 1], _MESSAGE):
            yield "no purpose there"

    def _overlapping(self, n: int, words: str, acts: tuple[str, ...]) -> bool:
        text = self.dialogue.turns[n].text
        places = [m.start() for m in re.finditer(re.escape(words), text)]
        return any(s.start < a + len(words) and a < s.end for _, s in self._acts([n], acts) for a in places)
