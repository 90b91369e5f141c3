"""Which slots a text offers: 周三下午还是周四上午 are two, 周三,也就是明天 is one, 促销周三截止 is none."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from duilian.language.times.folding import fold
from duilian.language.times.master_pattern import CALLING
from duilian.language.times.mentions import KEPT_TEXTS, find_times
from duilian.language.times.sameness import compatible
from duilian.language.times.values import (
    Holiday,
    MonthDay,
    MonthSpan,
    RelativeDay,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    is_past,
)

# How much of the text before a time is looked at, in characters.
_LOOK_BACK = 40
# How many mentions of a slot a further one is compared with.
_LAST_OF_SLOT = 8

# --- between two times ------------------------------------------------------------------

# A choice somewhere between them: 周三吧, 要不 周四
_CHOICE = re.compile("还是|或|要不|要么|再不|不然|实在不行|否则|另外|、")
# Nothing but a choice between them: 周三 还是 周四
_DIRECT = re.compile("[,、。?\\s]*(?:还是|或[者是]?|抑或|要么|要不|再不|不然|、)[,\\s]*")
# The same time in other words: 周三, 也就是 明天
_SELF = re.compile("[,\\s]*(?:也?就是|是|即|也即|指的是)[,\\s]*")
# The same time once more, said more exactly: 下周, 那个 周三
_APPOSITIVE = re.compile("[,\\s(]*(?:也?就是说?|即|也即|那个|这个|那|就|)[,\\s(]*")

# --- behind a time ----------------------------------------------------------------------

# It suits too: 周四 也行
_ALSO = re.compile("[^,。.!?;]{0,5}[也都](?:行|可以|成|方便|好|没问题|有空|在|能)")
# The time of something else
_OTHER = re.compile(
    # an offer, a meeting: 周三 有优惠活动, 周三 我们要开会
    "刚|(?:有个?|是|做|搞|的|我们有|公司有|会有|有新)?(?:优惠|促销|活动)"
    "|(?:[您我你他]们?|公司|要|得|有|还|都|在){0,3}开(?:个|例)?会(?![吧吗])"
    # a deadline, a beginning, a message: 月底 截止, 28号 扣费, 周三 再跟您确认
    "|(?:就?是|算|这)?最后(?:的?[一两二三几]天|的?机会)"
    "|[^,。!?;还或]{0,6}?(?:截止|到期|结束(?!了?[之以]?后)|营业|结账|出账|扣费|开业|开始|生效|上线|发布"
    "|(?:再|先|会|提前)[^,。]{0,5}(?:确认|提醒|通知|发您|发给|寄))"
    # from then on: 下个月 起
    "|都?(?:照常|正常)上班|都上班|开到|(?:就|才)?(?:开门|关门|打烊)(?![前后之以那时我就])|关(?=[,。;]|$)"
    "|起(?=[,。;]|就?[开调降涨推]|实行|执行|生效|正式|$)"
)
# The hours at which somebody is there, behind a range: 早八点到晚九点 都有人接
_HOURS_OF_BUSINESS = re.compile(
    "[,都随时您我们也可以能欢迎正常]{0,8}(?:打(?:我|这个|客服)?电话|打我|打进来|打过来找|联系我|找我|拨打|咨询|来电"
    "|上班|办公|有人|值班|受理|办理|接听|开门|开放|人工|服务)"
)
# A question for the day in a week or month: 下周 您哪天方便
_OPEN = re.compile("[您你]?(?:哪一?天|什么时[候间]|啥时[候间]?|几[号时]|[周星礼]期?拜?几|何时)")
# It does not suit: 周三 不行, 周三 我没空; but not 周三 不行吗
_RULED_OUT = re.compile(
    "[^,。!?;还或吗呢吧]{0,4}?(?:(?<!行)不行|(?<!成)不成|没空|没时间|没有空|没有时间"
    "|(?<!方)不方便|(?<!在)不在(?!意)|(?<!合)不合适|有事|去不了|来不了|不上班|休息(?!不了)|出差|在?外地)"
    "(?!的话|[吗么?])"
)
# … unless it is a condition: 周三要是不行
_CONDITION = re.compile("要|如果|若|万一")

# --- between the times of a list -----------------------------------------------------------

# They stand or fall together: 周二、周三 我都开会
_LISTED = re.compile("[、和跟与及]?")
# … with a comma too, if the second is followed by 都: 周二,周三 都不行
_ALL = re.compile("[您我你他们这]{0,3}(?:两天|几天)?都")

# --- before a time ----------------------------------------------------------------------

# A limit: 最快 明天, 最晚 后天
_LIMIT = re.compile(
    "(?:(?:营业|上班)?[开办]到|营业到|上班到|最[快慢早晚迟]|至迟|顶多|至多|不[晚迟]于|不超过)[是就也到在得要]{0,2}$"
)
# Of an offer: 优惠就 今天
_OFFER_ONLY = re.compile("(?:活动|优惠|促销|特价)[时间期限也]{0,2}(?:就|只|仅|剩|还有|是|有|在|限|到)+$")

# A condition opened before it: 如果 周三不行
_IF = re.compile("(?:如果|要是|若|万一|假如|除非)[^,。!?;]*$")
# It is only reported: 我没说 周三
_REPORTED = re.compile(
    "(?:(?<![要是想来如说好行])不|没有?|(?<![特分])别|未)(?:说|来|要|想|是){0,2}"
    "(?:问(?!题)|让|逼|叫|催|说|约|定)[^,。!?;]*$"
)

_WEEKS = (Weekday, WeekSpan)
_MONTHS = (MonthDay, MonthSpan)


@lru_cache(maxsize=KEPT_TEXTS)
def alternatives(text: str, now: None = None) -> tuple[TimeMention, ...]:
    """Find the distinct concrete times a text offers.

    Several mentions of one slot (周三下午,三点; 周三,也就是明天) count once, the fullest stands for it. Vague
    times, durations, past times, deadlines, times of other things (促销, 开会) and times ruled out are no
    choice.

    Args:
        text: A piece of text, mostly a turn.
        now: Not used.

    Returns:
        The slots in order of first naming. Two or more: a choice is offered (周三下午还是周四上午); one: a
        single time; none: no concrete time.
    """
    points = [mention for mention in find_times(text) if mention.kind == "point"]
    if not points:
        return ()
    text = fold(text)
    slots: list[list[TimeMention]] = []
    for mention in _offered(text, points):
        for slot in reversed(slots):
            if _is_apposition(text, slot, mention) or not any(
                _distinct(text, said, mention) for said in slot[-_LAST_OF_SLOT:]
            ):
                slot.append(mention)
                break
        else:
            slots.append([mention])
    return tuple(map(_fullest, slots))


def _is_apposition(text: str, slot: list[TimeMention], mention: TimeMention) -> bool:
    """Say whether a mention only says once more what stands right before it: 今天腊月二十三小年."""
    return (
        len(slot) > 1
        and mention.own_day
        and mention.start - slot[-1].end < 2
        and _APPOSITIVE.fullmatch(text, slot[-1].end, mention.start) is not None
        and all(compatible(said, mention) for said in slot[-_LAST_OF_SLOT:])
    )


def _fullest(slot: list[TimeMention]) -> TimeMention:
    """Give the mention of a slot that says most, with the day that any of them names."""
    best = max(slot, key=_detail)
    if best.day is None:
        day = next((mention.day for mention in slot if mention.day is not None), None)
        return replace(best, day=day) if day is not None else best
    return best


def _detail(mention: TimeMention) -> int:
    """Tell how much a mention says: days count more than weeks, hours more than parts of the day."""
    day = mention.day
    if day is None:
        score = 0
    elif isinstance(day, (WeekSpan, MonthSpan, YearSpan)):
        score = 2 if day.part else 1
    else:
        score = 3
    return score + (mention.part is not None) + 2 * (mention.hour is not None) + (mention.minute is not None)


# --- what is offered --------------------------------------------------------------------


def _offered(text: str, points: list[TimeMention]) -> list[TimeMention]:
    """Leave the points that can be a choice: no past, no deadline, no time of something else."""
    years = sum(isinstance(mention.day, YearSpan) for mention in points) > 1
    explained = _explained_away(text, points)
    return [
        mention
        for n, mention in enumerate(points)
        if not explained[n] and not _is_background(text, mention, years) and not _is_deadline(text, points, n)
    ]


def _explained_away(text: str, points: list[TimeMention]) -> list[bool]:
    """Say of each point whether the words around it, or around the list it stands in, explain it away."""
    explained = [_is_explained_away(text, points, n) for n in range(len(points))]
    if any(explained):
        for n in reversed(range(len(points) - 1)):  # 周二、周三我都开会
            explained[n] = explained[n] or (explained[n + 1] and _is_listed(text, points, n))
        for n in range(len(points) - 1):  # 优惠就今天明天
            if explained[n] and not explained[n + 1] and _is_listed(text, points, n):
                explained[n + 1] = _OFFER_ONLY.search(_head(text, points[n])) is not None
    return explained


def _is_listed(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a point and the next one stand in a list: 周二、周三; 周二,周三都."""
    first, second = points[n], points[n + 1]
    between = text[first.end : second.start]
    if between == ",":
        return _ALL.match(text, second.end) is not None
    return len(between) < 2 and second.own_day and _LISTED.fullmatch(between) is not None


def _head(text: str, mention: TimeMention) -> str:
    """Give what stands before a mention, as far back as is looked."""
    return text[max(0, mention.start - _LOOK_BACK) : mention.start]


def _is_background(text: str, mention: TimeMention, years: bool) -> bool:
    """Say whether a time is past, a single year, or the day of the call itself (今天给您打电话).

    Args:
        text: The text.
        mention: A point in it.
        years: Whether the text names more than one year, so that they may be a choice (今年还是明年).
    """
    if is_past(mention.day):
        return True
    if isinstance(mention.day, YearSpan) and not mention.day.part and not years:
        return True
    bare = mention.own_day and mention.part is None and mention.hour is None
    return bare and mention.day == RelativeDay(0) and CALLING.match(text, mention.end) is not None


def _is_deadline(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a time is a limit (周五前) and no choice with its neighbour (周五前还是周五后)."""
    mention = points[n]
    if mention.bound != "before" or isinstance(mention.day, Holiday):
        return False
    if n > 0 and _direct(text, points[n - 1], mention):
        return False
    return not (n + 1 < len(points) and _direct(text, mention, points[n + 1]))


def _is_explained_away(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether the words around a time make it another thing's, ruled out, open, or only reported."""
    mention = points[n]
    after = points[n + 1].start if n + 1 < len(points) else len(text)
    if _OTHER.match(text, mention.end, after):
        return True
    is_range = mention.day_end is not None or mention.end_hour is not None
    if is_range and _HOURS_OF_BUSINESS.match(text, mention.end, after):
        return True
    head = _head(text, mention)
    if _is_ruled_out(text, points, n):
        return True
    if isinstance(mention.day, (WeekSpan, MonthSpan)) and _OPEN.match(text, mention.end):
        return True
    if _LIMIT.search(head) or _OFFER_ONLY.search(head):
        return not (n + 1 < len(points) and _direct(text, mention, points[n + 1]))
    return _REPORTED.search(head) is not None


def _is_ruled_out(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a time does not suit (周三不行), which is more than a condition (如果周三不行)."""
    mention = points[n]
    after = points[n + 1].start if n + 1 < len(points) else len(text)
    ruled_out = _RULED_OUT.match(text, mention.end, after)
    if ruled_out is None or _CONDITION.search(ruled_out[0]):
        return False
    first = n
    while first and _is_listed(text, points, first - 1):  # 如果周二、周三不行
        first -= 1
    start = points[first].start
    last = points[first - 1].end if first else 0
    return _IF.search(text[max(0, start - _LOOK_BACK, last) : start]) is None


# --- what is another slot ---------------------------------------------------------------


def _direct(text: str, a: TimeMention, b: TimeMention) -> bool:
    """Say whether nothing but 还是, 或者, 、 … stands between two mentions."""
    return _DIRECT.fullmatch(text, a.end, b.start) is not None


def _distinct(text: str, a: TimeMention, b: TimeMention) -> bool:
    """Say whether `b` is another slot than `a`, which was said before it."""
    if not compatible(a, b):
        return True
    between = text[a.end : b.start]
    x, y = a.day, b.day
    if not b.own_day or not a.own_day or x is None or y is None or _SELF.fullmatch(between):
        if _direct(text, a, b) and a.hour is None and b.hour is None:  # 上午或者早上
            return a.part is not None and b.part is not None and a.part != b.part
        return False
    chosen = _CHOICE.search(between) is not None
    if isinstance(x, _WEEKS) and isinstance(y, _WEEKS):
        return chosen and _distinct_weeks(x, y, b)
    if (isinstance(x, _MONTHS) and isinstance(y, _MONTHS)) or type(x) is type(y):
        return x != y and chosen
    if isinstance(x, YearSpan) or isinstance(y, YearSpan):
        return False
    if chosen:
        return True
    if any(isinstance(day, (WeekSpan, MonthSpan)) and not day.part for day in (x, y)):  # 下个月…明天也行
        return _ALSO.match(text, b.end) is not None
    return _APPOSITIVE.fullmatch(between) is None


def _distinct_weeks(x: Weekday | WeekSpan, y: Weekday | WeekSpan, said: TimeMention) -> bool:
    """Say whether two days or weeks with a choice between them are two slots: 周三还是下周三, 周三或者周末.

    Args:
        x: The first.
        y: The second.
        said: The mention of the second.
    """
    if type(x) is type(y):
        return x.week != y.week
    return said.part is None and said.hour is None
