"""Is an answer about what was asked? (handbook 2.9, 2.16: answer what the client asks.)

Only two topics are told apart by words, those that are mixed up: what something costs, and anything else.
“May I record it myself?” is not answered by the price, nor “what does it cost?” by praise. Pure functions.
"""

from __future__ import annotations

import re

from duilian.assessment.amounts import amounts
from duilian.language import times
from duilian.language.text import clauses, narrow

# The question asks for a price, a quantity or a sum.
_ASKS_AMOUNT = re.compile(
    "多少|几[个块毛]?钱|[几好]多|[几哪][个块]?[?？]|钱|价|费|贵|便宜|优惠|[块元毛折]|划算|合算|涨|退|赔|补|账|欠|扣|余额|充"
    "|怎么[收算]|什么(?:份|程度|数|标准)"
)
_GOES_ON = re.compile("[^,。!?？]{0,6}呢[?？]?$")  # “and after that?”: it asks the same once more
_ASKS_PRICE = re.compile(
    "多少钱|几个钱|[几好]多钱|多少[块元]|什么价|啥价|价[格钱位]|报价|收费(?:贵|多少|标准)|怎么(?:收费|算钱|收钱)"
    "|(?<![不很太])贵(?:不贵)?[吗不么?？]"
)
# The question asks for a sum, or whether there is one to pay.
_ASKS_SUM = re.compile(
    "[要得该差欠补退扣赔][^,。!?？]{0,3}多少(?!人|家|个?月|天|时间|公里|台|条|张|点)"
    "|[要用得收][^,。!?？]{0,4}(?:钱|费)(?:吗|么|不|[?？])"
)
# What answers it without a sum: there is none, or one will find out.
_NO_SUM = re.compile(
    "不[用要收花会](?![您你]?(?:操心|担心|管|愁))|没有|要的|查|核|问清|回话|答复|对一?下|账|您[看定]"
)
# The question asks how long or when.
_ASKS_WHEN = re.compile("几(?:年|个月|天|个?小时|分钟)|多久|多长时间|哪天|几时|(?:什么|啥)时候")
# What answers it without a time.
_NO_TIME = re.compile(
    "马上|立[刻即]|当[天时场]|现在|随时|一直|长期|永久|[查问]|回话|答复|定|看|[以之]?[前后]"
)
# What an answer about a price speaks of, besides figures.
_SPEAKS_OF_PRICE = re.compile(
    "钱|价|费|[块元毛]|免|送|折|便宜|贵|白|套餐|预算|成本|报[给个您一]|算[给下一出]|另算|多少|包[在含年月]"
)
_FIGURE = re.compile("[0-9零〇一二两俩三四五六七八九十百千万半几]")
# What may stand beside the amount in a clause that names a price and says nothing else.
_BESIDE_AN_AMOUNT = re.compile(
    "[每一个月年天人号台条部张间店点套户位只起左右大概约差不多就才只要收是的费用月租功能套餐钱价格按也还便宜贵优惠打折半块元毛分到至"
    "您我们这那它啊呢吧哦嗯,、.~/-]|[0-9零〇两二三四五六七八九十百千万]|季度|全部|总共|一共|一般|看您?用多少"
)
_CHEAP = re.compile("便宜|不贵|优惠")
_FREE = re.compile("(?:全部?|都|完全)?免费|不[要收花用][您你]?(?:一分)?钱|不花钱")


def names_only_a_price(clause: str) -> bool:
    """Does the clause name an amount of money, or that there is none to pay, and nothing besides?"""
    text = narrow(clause)
    if not amounts(text) and not _FREE.search(text) and not _CHEAP.search(text):
        return False
    return len(_BESIDE_AN_AMOUNT.sub("", _FREE.sub("", text))) < 2


def is_about(question: str, answer: str) -> bool:
    """May words answer a question of the client's about details, by what they speak of?

    Args:
        question: The client's turn.
        answer: A clause of the trainee's next turn, or several.

    Returns:
        False where the question asks for a price and the answer speaks of none, or asks for something else
        and the answer is a price and nothing more.
    """
    asked, said = narrow(question), narrow(answer)
    if _ASKS_PRICE.search(asked) and len(_questions(asked)) < 2:
        return bool(_FIGURE.search(said) or _SPEAKS_OF_PRICE.search(said))
    of_time = _FIGURE.search(said) or _NO_TIME.search(said) or times.find_times(said)
    if _ASKS_WHEN.search(asked) and len(_questions(asked)) < 2 and not of_time:
        return False
    if _ASKS_SUM.search(asked) and len(_questions(asked)) < 2:
        return bool(_FIGURE.search(said) or _SPEAKS_OF_PRICE.search(said) or _NO_SUM.search(said))
    if _ASKS_AMOUNT.search(asked) or _GOES_ON.search(asked):
        return True
    told = [said[start:end] for start, end in clauses(answer) if said[start:end].strip()]
    return not told or not all(map(names_only_a_price, told))


def _questions(text: str) -> list[str]:
    """The questions of a turn: what stands before each question mark."""
    return re.findall(r"[^?？。!！]+[?？]", text)
