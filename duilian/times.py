"""Time expressions in Chinese sales phone calls.

In: one piece of text (a clause, a turn).  Out: the times it names, as :class:`TimeMention` values
with offsets into the text as given.  One master regex finds *atoms* (a weekday, a part of the
day, an hour …); atoms that touch are joined into a mention, ``到`` between two of them makes a
range, and what a mention leaves unsaid is inherited from its neighbours
(``周三上午十点或者下午三点``: the second is on Wednesday too).

Public: :func:`find_times`, :func:`alternatives`, :func:`compatible`, :func:`char_classes`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

__all__ = [
    "Bound",
    "Day",
    "FromNow",
    "Holiday",
    "Kind",
    "LunarDay",
    "MonthDay",
    "MonthSpan",
    "Part",
    "RelativeDay",
    "TimeMention",
    "WeekSpan",
    "Weekday",
    "YearSpan",
    "alternatives",
    "char_classes",
    "compatible",
    "find_times",
]

_KEPT = 1024  # texts whose times are kept: a turn is looked at by several judges, a dialogue in three passes

Part = Literal["early", "morning", "noon", "afternoon", "evening"]
Kind = Literal["point", "duration", "vague"]
Bound = Literal["before", "after"]
Span = Literal["", "start", "mid", "end"]


@dataclass(frozen=True)
class Weekday:
    """A day of the week: 1 (Monday) to 7; ``week`` 0 this week, 1 next, -1 last, None unsaid."""

    day: int
    week: int | None = None


@dataclass(frozen=True)
class WeekSpan:
    """A week ("" – 下周) or its start, middle or weekend ("end"); ``week`` as for Weekday."""

    part: Span = ""
    week: int | None = None


@dataclass(frozen=True)
class RelativeDay:
    """A day counted from today: 今天 0, 明天 +1, 昨天 -1."""

    offset: int


@dataclass(frozen=True)
class MonthDay:
    """A date; ``month`` 1–12 if named, else ``shift`` 0 this month, 1 next, None unsaid."""

    month: int | None
    day: int
    shift: int | None = None


@dataclass(frozen=True)
class MonthSpan:
    """A month ("") or its start, middle or end; ``month`` and ``shift`` as for MonthDay."""

    part: Span = ""
    month: int | None = None
    shift: int | None = None


@dataclass(frozen=True)
class YearSpan:
    """A year ("") or its start, middle or end; ``shift`` 0 this year, 1 next, None unsaid."""

    part: Span = ""
    shift: int | None = None


@dataclass(frozen=True)
class Holiday:
    """A holiday used as a time (国庆后, 过完年); before or after is in ``TimeMention.bound``."""

    name: str


@dataclass(frozen=True)
class LunarDay:
    """A day of the old calendar: 初八 (``month`` None), 正月初六 (1), 腊月二十三 (12)."""

    month: int | None
    day: int


@dataclass(frozen=True)
class FromNow:
    """A moment counted from now: 十分钟后, 半小时以后, 一周后."""

    minutes: int


Day = (
    Weekday
    | WeekSpan
    | RelativeDay
    | MonthDay
    | MonthSpan
    | YearSpan
    | Holiday
    | LunarDay
    | FromNow
)


@dataclass(frozen=True)
class TimeMention:
    """One time expression.

    ``text[start:end]`` are its words.  ``day``, ``part``, ``hour``, ``minute`` are what it says *or
    inherits*; ``own_day`` tells whether the day is in its own words.  ``hour`` is on the 24-hour
    clock where the part of the day is known, else as spoken (三点 → 3, which may be 15).  A range
    has ``day_end`` or ``end_hour``/``end_minute`` or ``part_end``; ``approx`` is 左右, 多,
    三四点; ``bound`` is 前 / 后; ``minutes`` is the length of a duration where it can be told.
    """

    start: int
    end: int
    kind: Kind
    day: Day | None = None
    part: Part | None = None
    hour: int | None = None
    minute: int | None = None
    vague: bool = False
    day_end: Day | None = None
    end_hour: int | None = None
    end_minute: int | None = None
    bound: Bound | None = None
    approx: bool = False
    minutes: int | None = None
    own_day: bool = False
    part_end: Part | None = None


# --- the master pattern -----------------------------------------------------------------

# One character for one, so offsets survive: full-width signs (U+FF01 to U+FF5E, U+3000), dashes,
# traditional forms.  Every pattern below sees the text after this.
_TRADITIONAL = "點週後號時鐘鍾間內兩過個這禮還從飯剛會兒餘與來開當實沒學幾慶節"
_SIMPLIFIED = "点周后号时钟钟间内两过个这礼还从饭刚会儿余与来开当实没学几庆节"
_FOLD: dict[int, int] = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},
    0x3000: 0x20,
    0x2014: 0x2D,
    0x2013: 0x2D,
    0x2236: 0x3A,
    **dict(zip(map(ord, _TRADITIONAL), map(ord, _SIMPLIFIED), strict=True)),
}
_FOLD_NEEDED = re.compile(f"[\uff01-\uff5e\u3000\u2013\u2014\u2236{_TRADITIONAL}]")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_TRIGGER = re.compile(
    "[点典周期拜败七天秒填日号月年午早晚饭班:时分会次回旬后头空近随儿明今刻节国春五一闲将来忙前"
    "假初]"
)

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGIT.update(
    {"〇": 0, "两": 2, "十": 10, "日": 7, "天": 7, "散": 3, "山": 3, "伞": 3, "思": 4, "舞": 5}
)

_C = "一二两三四五六七八九"
_HN = f"(?:二十[一二三四]?|十[一二三四五六七八九]?|[{_C}零]|2[0-4]|1[0-9]|0?[0-9])"
_DN = (
    "(?:三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
    "|3[01]|[12][0-9]|0?[1-9])"
)
_MN = "(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_MIN = (
    "(?:(?:[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[0-5][0-9])"
    "(?!分[钟感抱高欢荣满])(?![个人家台块元万名位张部条年月天点号%0-9一二三四五六七八九])分?"
    "|[一二三四五六七八九]分(?!钟))"
)
_DUR_N = (
    "(?:[0-9]{1,4}(?:\\.[0-9]|[来多几])?|好?几十?|半拉?|个把|十[来多几]|"
    f"[{_C}十][{_C}十百零]{{0,4}}[来多几]?|数[{_C}十]?)"
)
_WEEK = "(?:周|星[期七其]|礼[拜败])"
_WEEK_DAY = "[一二三四五六日天]"
_PREFIX = "(?:上上|下下|大下|下(?<![一叫找问请转接以如]下)|上(?<![马遇碰路网以加]上)|[这本次])"
_LIST_END = r"(?=[上下中早晚都吧行可的这那之有方左、,。,?!;]|两天|$)"

# What makes "三点" three points, not three o'clock.
_POINTS = (
    "好处|好消息|建议|意见|要求|要[点领]|原因|理由|优[惠势点]|特[点色性]|说明|想法|需求|东西"
    "|问题|内容|体会|看法|注意|事|"
    "小|区别|变化|功能|作用|保证|承诺|疑问|补充|希望|帮助|改[进善]|用处|不[同足]|缺|劣|话|钱|儿"
    "|水|时间|空|心|意思|新|重要|关键|"
    "差|评|名|击|赞|头|餐|菜|单|货|式|一线|结论|经验|收获|声明|提醒|共识|:(?![0-9])|点"
    "|[0-9零〇一二三四五六七八九]+(?:个百分|[折万千百亿倍块元GM兆级成%厘米吨]|$|[,。])|流量|积分"
)
_VAGUE = (
    "改[天日]|改个?(?:时间|日子)|[换另]一?个时间|另[约找]个?时间|[抽找约挤]个?时间|抽个?空|"
    "哪一?天|某一?天|什么时候|啥时候?|什么时间|何时|多会儿|几时|"
    "(?:周|星期|礼拜)几|几点(?:钟|(?!建议|意见|要求|原因|想法|好处|说明|问题|优"
    "|特))(?<!有几点)(?<!这几点)|"
    "几[号日](?![楼线人院门店])|"
    "(?:有空儿?|有时间|方便|得空|空闲|不忙|闲|空|忙完)(?:下来)?了?的?时候?(?!间)|"
    "到时候?(?!间)|[下上]次|[下上]回(?!家|来|去|单)|"
    "[以今日往]后(?!期|勤|台)|将来|回头(?!客|看|率)|稍后|晚些时候|随时|有机会|"
    "(?:[待等过]|一)一?会儿?(?!议|员)|过一?[段阵](?:时间|子|儿)?|[这前那]一?[段阵](?:时间|子|儿)|"
    "过些[天日]子?|这些[天日]|最近|近[期日来]"
)
_HOLIDAY = "国庆|中秋|春节|元旦|五一|十一(?!月)|端午|清明|元宵|圣诞|双节"
_SKIP = (
    # ordinals, counted points, long numbers, greetings, names
    f"第[{_C}十0-9几]+(?:[点天周年月号日回次]|个(?:星期|月))?|"
    f"(?:(?<!只)有|这)[{_C}十几0-9]+点"
    f"(?![钟半整多]|左右|[之以]?[前后]|[0-9零到至]|[一二三四五]十|[一二三]刻)|"
    "[0-9]{5,}|[0-9]{3,4}-[0-9]{3,}(?:-[0-9]+)?|[0-9]{3,}(?![0-9]|分钟|个?小时|[天秒])"
    "|[0-9]+\\.[0-9]+(?:\\.[0-9]+)*(?![0-9]|个?[小钟天年])|"
    "(?<!还是)(?<!或者)(?<!或)(?<![是得]){greet}|早上?安|晚安|"
    "周末愉快|周六福|三天两头|隔三差五|晚会|午饭?餐?券|天天|后天(?:性|形成|培养|努力)|日常"
    "|周[年报刊]"
    "|下午茶|早上[班线]"
    "|回头客|到时间"
)
_GREET = (
    "(?:早上|早晨|上午|中午|下午|晚上)(?<![周期拜]"
    f"{_WEEK_DAY}..)(?<![天日号儿]..)好(?![吗不一点些像呢说办约么嘛还或安])"
)

# Every sign an atom or a trap can begin with (tests/test_times.py checks that none is missing).
_FIRST = (
    "0-9一七三上下不两个中临九二五什今以何假傍元八六再凌几刚到前十午半去双另吃名后周哪啥四回国圣"
    "多夜大天头好将小差年往待得忙快找抽挤换"
    "接改数方日早明星春昨晚最月有未本某次正清礼稍空端第等约节过近这那长闲随零饭放整全隔开寒暑腊初"
)
_MASTER = re.compile(
    f"(?=[{_FIRST}])(?:"
    "(?P<skip>"
    + _SKIP.replace("{greet}", _GREET)
    + ")"
    + "|(?P<vg>"
    + _VAGUE
    + ")"
    + "|(?P<dw>一[上下]午(?![后饭])|一晚上|一?整天|整个[上中下]午|整个晚上|全天)"
    # a length of time, or a moment so long from now
    + "|(?P<du>(?P<dp>再?过|未来|接下来|[这前近头]|后(?<!明后)|那)?"
    + f"(?P<dn>(?<![0-9.]){_DUR_N}(?:[到至~、-]{_DUR_N})?)"
    + "(?:(?P<du1>分钟|秒钟?|刻钟)"
    + "|个?(?P<dh>半|多)?(?P<du2>小时|钟头)"
    + "|(?P<du3>天(?![然津下才花河猫])|日(?=[之以]?[内后]))"
    + "|个?(?P<du4>(?:星期|礼拜)(?!"
    + _WEEK_DAY
    + "(?!次))|周(?<![万统唯]一周)(?![末年岁报刊]|"
    + f"(?<=[{_C}十]周)"
    + "[一二三四五六日](?:[上下早晚中]|还是|或)))"
    + "|个(?P<dhm>半|多)?(?P<du5>月)|(?P<du6>年)(?![级度龄轻代]))"
    + "(?P<ds>[之以过]后|后(?![台面天续期勤])|[之以]前|前(?![台面来往期])|[之以]?内(?![容部地])"
    "|左右)?)"
    # weekdays
    + f"|(?P<wd>(?:(?P<wp>{_PREFIX})个?)?"
    + "(?:周|(?:星[期七其]|礼[拜败]))"
    + f"(?:(?<=[下上这本次]周)|(?<=个周)|(?<=[期拜败七其])|(?<=[周期拜]{_WEEK_DAY}周)"
    + f"|(?<=[万统唯]一周)|(?<![{_C}十几半0-9]周))"
    + "(?P<wn>[一二三四五六]|[1-6](?![0-9])|日(?![常报期])|天(?!气)|7(?![0-9])"
    "|[散](?![会步布装发文])|山(?=[上下早晚])|伞)"
    + "(?!次|趟|遍|个小时|点(?![名货餐菜单击头评心]))"
    + f"(?:(?P<ws>[、或到至~-])(?P<wn2>[一二三四五六日天2-7]){_LIST_END}"
    + f"|(?P<wn3>[二三四五六日天]){_LIST_END})?)"
    # weeks and their parts
    + f"|(?P<wk>(?P<kp>{_PREFIX})个?{_WEEK}(?P<kx>[初末尾]|中(?![午秋国间心]))?"
    + "|周(?P<kx2>[初末尾]|中(?![午秋国间心]))|(?P<kh>[前上后下]半周)|(?P<kd>双休日))"
    # days from today
    + "|(?P<rd>大后[天日儿]|大前[天日]|后[天日儿](?<![然之以最]后.)|前[天日](?<![之以目从]前.)"
    + "|今[天日]|今个?儿个?|[明昨]天|[明昨]儿个?|[明昨]日"
    + "|名天(?![然才下津地使猫])(?<![一两三四五六七八九十几姓知]名天)|[明今]填(?!写)"
    + "|后填(?<![然之以最]后填)(?![写表个单报好完一资入上])"
    + "|[今明](?=[、和]?明?[、和]?后[天日两]|、?明[天两、])(?<![表证声注]明)"
    + "|明(?=两天)(?:(?<=今明)|(?<=今[、和]明))|后(?=两天|三天)(?<=明后)"
    + "|[今明昨](?=[上中下]午|早上|早晨|晚上|晚(?![些点会])|早(?![点就已些日])))"
    # dates, months
    + f"|(?P<mon>(?P<mm>下下个?|下个?(?<!一下)|这个?|本|上个?(?<!马上)|次|(?<![0-9.]){_MN})月份?的?"
    + f"(?:(?P<md>{_DN})(?:[号日](?![码楼线])|(?<=[0-9])(?=[上下中早晚,。还或]|$))|(?P<mx>中旬"
    "|上旬|下旬|[底初末中头尾](?![午秋断]))|"
    + "(?<!(?<!十)一月)(?![租费供均卡票饼]))"
    + "|月(?P<mx2>[底初末头尾]|中旬?(?![午秋间国心])(?<!个月中))|(?P<mx3>[上中下]旬)"
    + f"|(?<![0-9.路街道巷弄第楼区房栋座工])(?P<dd>{_DN})(?:号(?!门(?!诊))(?![码楼线人店院机文通"
    "会桌"
    "员公客"
    "窗库厅段令房馆路厂仓地位车包选卡套牌出口航电大柜坑位工桌])"
    + "|(?<=[十0-9][一二三四五六七八九])日(?![内游租均])|(?<=[0-9十])日(?![内游后租均]))"
    + f"|(?<![0-9.路街道巷弄第楼区])(?P<dd2>{_DN})(?=(?:、|或者?|还是"
    f"|[到至~-]){_DN}号(?![码楼线人店门院])))"
    # holidays and years
    + f"|(?P<hol>过[完了](?P<hn>{_HOLIDAY}|[长小]假|假期?|年|节)(?:节|长假|假期)?(?:[之以]?后)?"
    + f"|(?:{_HOLIDAY})(?:长假|假期)(?![前后])|(?P<hn2>{_HOLIDAY}|开学|开春|寒假|暑假|过年|放假"
    "|[长小]假|假期?"
    f"|节(?<![季环细调章情过]节)|年(?<![{_C}十百几数半多周每今明去后0-9]年))"
    + "(?:节|长假|假期|放假)?(?:(?P<hs>[之以]?前|[之以]?后|过后|回来)(?![台面来几天])|期间|当天"
    "|那天))"
    + "|(?P<lu>(?P<lm>大?年|[正腊]月)?初(?<![上读念最当]初)(?P<ld>十[一二三四五]?|"
    + "[一二三四五六七八九])(?![定起直中级期步次天个])|(?P<lm2>[正腊]月)"
    + "(?P<ld2>[二三]?十[一二三四五六七八九]?))"
    + "|(?P<yr>(?P<yn>[今明去后]年)(?P<yx>年?[底初末中])?"
    f"|年(?P<yx2>[底初末中](?![{_C}国]))(?<!周年.)|(?P<yh>[上下])半年)"
    # parts of the day
     + "|(?P<part>上午|下午|中午|下[五舞](?![点个条家项年块名位月天份楼号分])(?<!以..)|早上|早晨"
    "|清早|清晨|凌晨|(?:一大|大清|一|大)早上?(?!点)"
    + "|晚上(?!班)|傍晚|晚间|夜里|夜晚|半夜|正午|午间|午后|午休[之以]?[前后]?|大中午"
    + "|(?:吃[完过了]?)?(?:早|午|中|中午|晚)?饭[之以]?后|(?:[快临]|快要)下班(?:[之以]?前)?"
    "|下班[之以]?[前后]"
    "|下了班|[刚一]上班|上班[之以]?前"
    + f"|[早晚](?={_HN}(?:点|:))(?!一点(?![钟半整一二三四五十零]))"
    f"|[早晚](?<=[今明昨天日号儿{_C}末][早晚])(?!一[点些](?![钟半整])"
    "|[些点会饭餐就已了到退安日年辈于市班]))"
    # the clock
     + "|(?P<hm>(?<![0-9:.])(?P<mh>2[0-4]|1[0-9]|0?[0-9])(?::(?P<mn>[0-5][0-9])(?![0-9:])"
    "|时(?P<mn2>[0-5]?[0-9])?分?(?![候间段期代常刻光])(?<=[0-9时分])))"
    + f"|(?P<hx>(?<![{_C}十百0-9.:])(?<!主要){_HN}"
    + f"(?=(?:或者?|还是){_HN}[点典](?!{_POINTS})))"
    + "|(?P<hr>(?:差(?P<hc>[一二两三五十]+|[0-9]+)(?P<hu>分钟?|刻钟?)(?:不到|就)?)?"
    + f"(?(hc)|(?:(?<=[周期拜七其]{_WEEK_DAY})|(?<=[早午晚上里天儿号])|(?<=下[五舞])"
    f"|(?<![{_C}十百千0-9.提讲谈列结调充共分占]))(?<!主要)(?<![以如]下)(?<![说讲提]了))"
    + f"(?P<h1>{_HN})(?:[~到至-](?P<h2>{_HN})|、(?P<h4>{_HN})|(?P<h3>[二三四五六七八九]"
    "|(?<=九)十))?[点典]"
    + "(?:(?P<ha>多钟?|来钟|出头)|(?P<ht>半钟?|[一二三]刻钟?|"
    + f"[过零差]?{_MIN}|差一刻)|(?P<hz>钟(?!头)|整|正(?![好在常]))|(?!{_POINTS}))))"
)

# --- from atoms to mentions -------------------------------------------------------------

_SUFFIX = re.compile(
    "(?P<approx>左右|前后|上下|来钟|之间(?=$|[,。都来去我您吧可行?!]))|(?P<before>[之以]前"
    "|前(?![台面期往来景提排门去厅天几两])|为止|截止)"
    "|(?P<after>[之以过]后|后(?![台面续期来天门勤半儿填日会]|[两三]天))|[之以]?内(?![容部])|期间"
    "|那[会天]儿?|这天|当天"
)
_SUFFIX_CHARS = frozenset("左前上来之以为截后过内期那这当")
_UNTIL = re.compile("(?:截[止至]到?|直到|持续到|活动到|优惠到|有效期到|一直到)$")
_LAST = re.compile("[到至~、-]")
_ONE_TAIL = re.compile(
    "钟|整|半|多(?!点)|左右|[之以]?[前后](?![台面])|过(?!来|去|分)|到(?!位)|至|还是|或"
    "|[、,]?[两二]点"
)
_ONE_HEAD = re.compile(
    "(?:午|晚上|[今明后昨]晚|凌晨|[天号]|[周期拜][一二三四五六日天1-7]|还是|或者?|到|至|-)$"
)
_ONE_BAD = re.compile(
    "[都也没不儿小空事点办意想忙就]|时间|功夫|问题|的?(?:建议|意见|要求|优惠|好处|变化)"
)
_ONE_BAD_HEAD = re.compile("(?<![今明后昨])[快慢早晚好大多少高低差近远有便宜轻重长短松细详]$")
_SHARE = re.compile("[、/ ]?(?:或者?|还是|和|跟|与|及|要么)?[、 ]?")
_RANGE = frozenset(("到", "至", "-", "~", "--", "一直到", "直到"))
_GLUE = frozenset(("", "的", " ", "那天", "这天", "当天", "("))
# "今天给您打电话是想…": the day of the call itself, not a time to choose.
_CALLING = re.compile(
    "(?:就|也|又|再|特意|特地|专门|主要|冒昧)*(?:给您?|跟您?|向您?|为您?)?(?:打|致电|来电|联系"
    "|打扰|打搅|天气|冒昧|主要|是想|是要|是为|想(?![约看])|来是|来想|谢谢|感谢|先到|就到)"
)


class _Raw:
    """A mention under construction; the fields are those of :class:`TimeMention`."""

    __slots__ = (
        "approx",
        "bound",
        "day",
        "day_end",
        "end",
        "end_hour",
        "end_minute",
        "end_part",
        "first",
        "hour",
        "kind",
        "minute",
        "minutes",
        "own",
        "part",
        "rank",
        "start",
    )  # fmt: skip

    def __init__(self, start: int, end: int, kind: Kind = "point") -> None:
        self.start = start
        self.end = end
        self.kind: Kind = kind
        self.day: Day | None = None
        self.part: Part | None = None
        self.hour: int | None = None
        self.minute: int | None = None
        self.day_end: Day | None = None
        self.end_part: Part | None = None
        self.end_hour: int | None = None
        self.end_minute: int | None = None
        self.bound: Bound | None = None
        self.approx = False
        self.minutes: int | None = None
        self.own = False
        self.rank = 0  # of the last atom taken in: 1 a week or month, 2 a day, 3 a part, 4 an hour
        self.first = 0  # of the first atom


_NUMBERS: dict[str, int] = {}


def _number(word: str) -> int:
    """A spoken or written whole number below 1000 → its value (0 if it is none)."""
    known = _NUMBERS.get(word)
    if known is not None:
        return known
    if word.isascii() and word.isdigit():
        return int(word)
    total, digit = 0, 0
    for char in word:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _DIGIT:
            digit = _DIGIT[char]
        elif char.isdecimal():
            digit = digit * 10 + int(char)
    if len(_NUMBERS) < 4096:
        _NUMBERS[word] = total + digit
    return total + digit


_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "下": 1, "次": 1, "下下": 2, "大下": 2}
_SPANS: dict[str, Span] = {
    "初": "start", "头": "start", "上": "start", "前": "start", "中": "mid",
    "底": "end", "末": "end", "尾": "end", "下": "end", "后": "end",
}  # fmt: skip
_DAYS = {"今": 0, "明": 1, "名": 1, "后": 2, "昨": -1, "前": -2}
_PARTS: tuple[tuple[str, Part], ...] = (
    ("午饭", "afternoon"), ("中饭", "afternoon"), ("晚饭", "evening"), ("早饭", "morning"),
    ("饭", "noon"), ("快下班", "afternoon"), ("下班前", "afternoon"), ("下班之前", "afternoon"),
    ("下班以前", "afternoon"), ("临下班", "afternoon"), ("要下班", "afternoon"),
    ("下班", "evening"), ("下了班", "evening"), ("上班", "early"), ("上午", "morning"),
    ("下", "afternoon"), ("午后", "afternoon"), ("午休", "noon"), ("中午", "noon"),
    ("正午", "noon"), ("午间", "noon"), ("半夜", "evening"), ("凌晨", "early"), ("早", "early"),
    ("清", "early"), ("晚", "evening"), ("夜", "evening"),
)  # fmt: skip
_PART_CACHE: dict[str, Part] = {}


def _part(word: str) -> Part:
    """The words for a part of the day → its name."""
    known = _PART_CACHE.get(word)
    if known is not None:
        return known
    found: Part = next((name for key, name in _PARTS if key in word), "evening")
    if word in ("午休后", "午休之后", "午休以后"):
        found = "afternoon"
    _PART_CACHE[word] = found
    return found


def _clock(hour: int, part: Part | None) -> int:
    """An hour as spoken, and the part of the day → the hour on the 24-hour clock."""
    if (part == "afternoon" and hour < 12) or (part == "evening" and 5 <= hour < 12):
        return hour + 12
    if part == "evening" and hour == 12:
        return 24
    if part == "noon" and hour <= 3:
        return hour + 12
    return hour


_PLAUSIBLE: dict[Part, tuple[int, int]] = {
    "early": (5, 12), "morning": (6, 12), "noon": (11, 14), "afternoon": (12, 18),
    "evening": (17, 24),
}  # fmt: skip


def _month_ref(word: str) -> tuple[int | None, int | None]:
    """The words before 月 → (month, shift), one of them None."""
    head = word[0]
    if head in "下这本上次":
        return None, _WEEKS[word.rstrip("个")]
    value = _number(word)
    return (value, None) if 1 <= value <= 12 else (None, None)


def _duration(m: re.Match[str], shift: int) -> _Raw:
    """A match of the ``du`` branch → a duration, a moment from now, or a vague time."""
    raw = _Raw(m.start() + shift, m.end() + shift, "duration")
    word = _LAST.split(m["dn"])[-1]
    few = "几" in word or "数" in word
    if word[0] == "半":
        amount = 0.5
    elif "." in word:
        amount = float(word)
    elif word == "个把":
        amount = 1.0
    else:
        amount = float(_number(word))
    if m["dh"] == "半" or m["dhm"] == "半":
        amount += 0.5
    unit: float = 0
    if m["du1"]:
        unit = {"分": 1, "秒": 1 / 60, "刻": 15}[m["du1"][0]]
    elif m["du2"]:
        unit = 60
    elif m["du3"]:
        unit = 1440
    elif m["du4"]:
        unit = 7 * 1440
    elif m["du5"]:
        unit = 30 * 1440
    elif m["du6"]:
        unit = 365 * 1440
    minutes = int(amount * unit)
    before, after = m["dp"] or "", m["ds"] or ""
    days = m["du3"] is not None
    loose = days and (few or word in ("两", "一两", "两三", "三两"))
    if (
        (before in ("这", "前", "近", "头", "那")
        and m["du1"] is None)
        or (before[-1:] == "过" and loose)
        or (after[-1:] in ("后", "前") and few)
    ):
        raw.kind = "vague"
    elif before[-1:] == "过" or after[-1:] == "后":
        raw.kind = "point"
        whole = days and amount == int(amount)
        raw.day = RelativeDay(int(amount)) if whole else FromNow(minutes)
        raw.own, raw.rank, raw.first = True, 2, 2
    elif after[-1:] != "前" or not days:
        raw.minutes = None if few else minutes
    else:
        raw.kind = "point"
        raw.day = RelativeDay(-int(amount))
        raw.own, raw.rank, raw.first = True, 2, 2
    return raw


def _atoms(text: str) -> list[_Raw]:
    """Folded text → its atoms in order: each a mention of one thing (a day, a part, an hour …)."""
    out: list[_Raw] = []
    for m in _MASTER.finditer(text):
        name = m.lastgroup
        if name == "skip":
            continue
        start, end = m.span()
        if name == "part":
            raw = _Raw(start, end)
            raw.part = _part(m[0])
            raw.rank = raw.first = 3
        elif name == "hr" or name == "hm":
            made = _hour(m, text, name == "hm")
            if made is None:
                continue
            raw = made
        elif name == "dw":
            raw = _Raw(start, end, "duration")
        elif name == "hx":
            raw = _Raw(start, end)
            raw.hour = _number(m[0])
            raw.rank = raw.first = 4
        elif name == "vg":
            raw = _Raw(start, end, "vague")
        elif name == "du":
            raw = _duration(m, 0)
            last = out[-1] if out else None
            if raw.kind == "duration" and m["du3"] and last and last.end == start and last.own:
                last.end = end  # 周三周四两天
                continue
        else:
            raw = _Raw(start, end)
            raw.own = True
            raw.rank = 2
            if name == "wd":
                extra = _weekday(m, raw)
                if extra is not None:
                    raw.first = 2
                    out.append(raw)
                    raw = extra
            elif name == "rd":
                head, word = m[0][0], m[0]
                offset = _DAYS[word[1]] if head == "大" else _DAYS[head]
                raw.day = RelativeDay(offset + (0 if head != "大" else (1 if offset > 0 else -1)))
            elif name == "wk":
                prefix = m["kp"]
                span = m["kx"] or m["kx2"] or (m["kh"] or "")[:1] or (m["kd"] and "末")
                raw.day = WeekSpan(_SPANS[span] if span else "", _WEEKS[prefix] if prefix else None)
                raw.rank = 1
            elif name == "mon":
                _month(m, raw)
            elif name == "yr":
                span = (m["yx"] or m["yx2"] or m["yh"] or "")[-1:]
                year = m["yn"]
                shift = {"今": 0, "明": 1, "去": -1, "后": 2}[year[0]] if year else None
                raw.day = YearSpan(_SPANS[span] if span else "", shift)
                raw.rank = 1
            elif name == "lu":
                head, word = m["lm"] or m["lm2"] or "", m["ld"] or m["ld2"]
                raw.day = LunarDay(
                    {"正": 1, "大": 1, "年": 1, "腊": 12}.get(head[:1]), _number(word)
                )
            else:  # hol
                holiday = m["hn"] or m["hn2"] or m[0][:2]
                raw.day = Holiday({"年": "春节"}.get(holiday, holiday))
                bound = (m["hs"] or "")[-1:]
                if m["hn"] or bound in ("后", "来"):
                    raw.bound = "after"
                elif bound == "前":
                    raw.bound = "before"
            raw.first = raw.rank
        out.append(raw)
    return out


def _hour(m: re.Match[str], text: str, digital: bool) -> _Raw | None:
    """A match of ``hr`` or ``hm`` → a clock time, or None if it turns out to be no time."""
    start, end = m.span()
    raw = _Raw(start, end)
    raw.rank = raw.first = 4
    if digital:
        raw.hour = int(m["mh"])
        minute = m["mn"] or m["mn2"]
        raw.minute = int(minute) if minute else None
        return raw
    first, second = m["h1"], m["h2"] or m["h3"] or m["h4"]
    bare = end - start == 2 and text[end - 1] in "点典"
    if (
        bare
        and first in "两三"
        and text[start - 1 : start] == "说"
        and text[end : end + 1] in ",:。、"
    ):
        return None  # 我说两点:…
    if bare and first == "一":
        head = text[max(0, start - 3) : start]
        follow = text[end : end + 4]
        if not _ONE_TAIL.match(follow) and not (
            _ONE_HEAD.search(head) and not _ONE_BAD.match(follow)
        ):
            return None
        if _ONE_BAD_HEAD.search(head) and not re.match("[钟整半]", follow):
            return None
    hour = _number(first)
    if second:
        last = _number(second)
        if m["h3"] and hour >= 10:
            last += 10 if hour < 20 else 20
        if m["h2"] is None and last != hour + 1:
            return None
        raw.end_hour = last
        raw.approx = m["h2"] is None
    if hour > 24:
        return None
    if m["ha"]:
        raw.approx = True
    tail = m["ht"]
    if tail:
        if tail[0] == "差":
            minute_value = 60 - (15 if "刻" in tail else _number(tail.strip("差分")))
            hour = (hour - 1) % 24
        elif tail[0] == "半":
            minute_value = 30
        elif "刻" in tail:
            minute_value = 15 * _number(tail[0])
        else:
            minute_value = _number(tail.strip("过分"))
        if raw.end_hour is not None:
            raw.end_minute = minute_value
        else:
            raw.minute = minute_value
    short: str | None = m["hc"]
    if short:
        raw.minute = 60 - min(59, _number(short) * (15 if "刻" in m["hu"] else 1))
        hour = (hour - 1) % 24
    raw.hour = hour
    return raw


def _weekday(m: re.Match[str], raw: _Raw) -> _Raw | None:
    """Fill ``raw`` from a match of ``wd``; a second day (周三、四) comes back as its own atom."""
    prefix = m["wp"]
    week = _WEEKS[prefix] if prefix else None
    raw.day = Weekday(_number(m["wn"]), week)
    second = m["wn2"] or m["wn3"]
    if second is None:
        return None
    other = Weekday(_number(second), week)
    if m["ws"] is None or m["ws"] in "到至-~":
        raw.day_end = other
        return None
    end = m.end()
    raw.end = end - 2
    extra = _Raw(end - 1, end)
    extra.day, extra.own, extra.rank, extra.first = other, True, 2, 2
    return extra


def _month(m: re.Match[str], raw: _Raw) -> None:
    """Fill ``raw`` from a match of ``mon``: a date, a month, or a part of one."""
    word = m["mm"]
    month, shift = _month_ref(word) if word else (None, None)
    date = m["md"] or m["dd"] or m["dd2"]
    if date:
        raw.day = MonthDay(month, _number(date), shift)
        return
    span = m["mx"] or m["mx2"] or m["mx3"]
    raw.day = MonthSpan(_SPANS[span[0]] if span else "", month, shift)
    raw.rank = 1


def _joined(text: str) -> list[_Raw]:
    """Folded text → raw mentions: touching atoms joined, ranges made, suffixes taken in."""
    out: list[_Raw] = []
    cur: _Raw | None = None
    for raw in _atoms(text):
        if out and raw.start < out[-1].end:  # the 以后 of 三点以后
            continue
        if cur is not None and cur.kind == "point" == raw.kind:
            gap = text[cur.end : raw.start]
            if gap in _GLUE and cur.bound is None and _join(cur, raw):
                _suffix(text, cur)
                continue
            if (
                gap in _RANGE
                and cur.day_end is None
                and cur.end_hour is None
                and _stretch(cur, raw)
            ):
                _suffix(text, cur)
                continue
        if raw.kind == "point":
            _suffix(text, raw)
            near = raw.bound is None and text[raw.start - 1 : raw.start] in ("到", "至", "止")
            if near and _UNTIL.search(text[max(0, raw.start - 4) : raw.start]):
                raw.bound = "before"
        out.append(raw)
        cur = raw
    return out


def _suffix(text: str, raw: _Raw) -> None:
    """Take 前, 之后, 左右, 期间 … right behind ``raw`` into it."""
    end = raw.end
    if text[end : end + 1] not in _SUFFIX_CHARS:
        return
    m = _SUFFIX.match(text, end)
    if m is None:
        return
    kind = m.lastgroup
    if m[0] == "上下" and raw.rank != 4:
        return
    if kind is None and raw.rank == 4 and m[0] not in ("那会儿", "那会"):
        return
    if kind is None and m[0] in ("那天", "这天", "当天"):
        return
    raw.end = m.end()
    if kind == "approx":
        raw.approx = True
    elif kind == "before":
        raw.bound = "before"
    elif kind == "after":
        raw.bound = "after"


def _join(cur: _Raw, raw: _Raw) -> bool:
    """Join an atom that touches ``cur`` into it if it refines it (day, then part, then hour)."""
    if raw.rank <= cur.rank or (cur.day_end is not None and raw.rank == 2):
        return False
    if raw.rank == 2:  # 下周的周三, 11月的28号
        if isinstance(cur.day, WeekSpan) and isinstance(raw.day, Weekday) and not cur.day.part:
            if raw.day.week is not None:
                return False
            cur.day = Weekday(raw.day.day, cur.day.week)
            if isinstance(raw.day_end, Weekday):
                cur.day_end = Weekday(raw.day_end.day, cur.day.week)
        elif isinstance(cur.day, MonthSpan) and isinstance(raw.day, MonthDay) and not cur.day.part:
            cur.day = MonthDay(cur.day.month, raw.day.day, cur.day.shift)
        else:
            return False
    elif raw.rank == 3:
        cur.part = raw.part
    else:
        if cur.end_part is not None:  # 早九点到晚五点
            cur.end_hour, cur.end_minute = raw.hour, raw.minute
        else:
            cur.hour, cur.minute = raw.hour, raw.minute
            cur.end_hour, cur.end_minute = raw.end_hour, raw.end_minute
        cur.approx = cur.approx or raw.approx
        if raw.part is not None:
            cur.part = raw.part
    cur.rank = raw.rank
    cur.end = raw.end
    return True


def _stretch(cur: _Raw, raw: _Raw) -> bool:
    """Make ``cur`` the range from itself to the atom ``raw``, if the two can make one."""
    if raw.rank < 3:
        if cur.day is None or type(raw.day) is Holiday:
            return False
        cur.day_end = raw.day
        if isinstance(cur.day, Weekday) and isinstance(raw.day, Weekday):
            if raw.day.week is None and raw.day.day > cur.day.day:
                cur.day_end = Weekday(raw.day.day, cur.day.week)
        elif isinstance(cur.day, MonthDay) and isinstance(raw.day, MonthDay):
            if cur.day.month is None and cur.day.shift is None:
                cur.day = MonthDay(raw.day.month, cur.day.day, raw.day.shift)
            elif raw.day.month is None and raw.day.shift is None:
                cur.day_end = MonthDay(cur.day.month, raw.day.day, cur.day.shift)
        cur.rank = max(2, cur.rank)
    elif raw.rank == 3:
        if cur.rank < 3:
            return False
        cur.end_part = raw.part
        cur.rank = 3
    else:
        if cur.rank < 3 or raw.end_hour is not None:
            return False
        cur.end_hour, cur.end_minute = raw.hour, raw.minute
        if cur.hour is None:
            cur.hour, cur.minute = raw.hour, raw.minute
            cur.end_hour = cur.end_minute = None
    cur.approx = cur.approx or raw.approx
    cur.end = raw.end
    return True


def _is_past(day: Day | None) -> bool:
    """Whether a day lies before today for certain."""
    if isinstance(day, RelativeDay):
        return day.offset < 0
    if isinstance(day, (Weekday, WeekSpan)):
        return day.week is not None and day.week < 0
    if isinstance(day, (MonthDay, MonthSpan, YearSpan)):
        return day.shift is not None and day.shift < 0
    return False


def _inherit(text: str, raws: list[_Raw]) -> None:
    """Fill in what mentions leave unsaid: backwards in 周三或周四下午, forwards in
    周三上午或下午.
    """
    behind: _Raw | None = None
    for raw in reversed(raws):
        if (
            behind is not None
            and raw.kind == "point" == behind.kind
            and raw.own
            and behind.own
            and raw.part is None
            and raw.hour is None
            and raw.bound is None
            and (behind.part is not None or behind.hour is not None)
            and not isinstance(raw.day, FromNow)
            and _SHARE.fullmatch(text, raw.end, behind.start)
        ):
            raw.part, raw.hour, raw.minute = behind.part, behind.hour, behind.minute
            raw.end_hour, raw.end_minute = behind.end_hour, behind.end_minute
        behind = raw
    day: Day | None = None
    day_end: Day | None = None
    part: Part | None = None
    for raw in raws:
        if raw.kind != "point":
            continue
        if raw.own:
            this = raw.day
            if isinstance(this, Weekday) and this.week is None:
                known = (
                    day.week
                    if isinstance(day, WeekSpan)
                    or (isinstance(day, Weekday) and day.day <= this.day)
                    else None
                )
                if known is not None and known >= 0:
                    raw.day = this = Weekday(this.day, known)
            elif isinstance(this, MonthDay) and this.month is None and this.shift is None:
                later = isinstance(day, MonthDay) and day.day <= this.day
                if isinstance(day, MonthSpan) or (isinstance(day, MonthDay) and later):
                    raw.day = this = MonthDay(day.month, this.day, day.shift)
            part = None
            if (
                not _is_past(this)
                and raw.bound is None
                and not isinstance(this, (FromNow, YearSpan))
                and not (this == RelativeDay(0) and raw.rank == 2 and _CALLING.match(text, raw.end))
            ):
                day, day_end = this, raw.day_end
        else:
            raw.day, raw.day_end = day, day_end
        if raw.hour is not None:
            if raw.part is None and part is not None and not raw.own:
                low, high = _PLAUSIBLE[part]
                if low <= _clock(raw.hour, part) <= high:
                    raw.part = part
            spoken = raw.hour
            raw.hour = _clock(spoken, raw.part)
            if raw.end_hour is not None:
                last = raw.end_hour
                if raw.end_part is not None:
                    last = _clock(last, raw.end_part)
                elif last < raw.hour <= last + 12:
                    last += 12
                raw.end_hour = last
        part = raw.part or part


def _find(text: str) -> list[_Raw]:
    """Folded text → its finished raw mentions."""
    raws = _joined(text)
    if len(raws) > 1 or (raws and raws[0].hour is not None):
        _inherit(text, raws)
    return raws


def _fold(text: str) -> str:
    """One sign for each: full-width digits and traditional forms → the usual ones, offsets kept."""
    return text.translate(_FOLD) if _FOLD_NEEDED.search(text) else text


def _squeeze(text: str) -> tuple[str, list[int], list[int]]:
    """Text with the blanks beside Chinese signs left out, and where (new offset) how much (sum)
    went.
    """
    cuts: list[int] = []
    sums: list[int] = []
    pieces: list[str] = []
    last = gone = 0
    for m in _SPACE.finditer(text):
        start, end = m.span()
        pieces.append(text[last:start])
        cuts.append(start - gone)
        gone += end - start
        sums.append(gone)
        last = end
    pieces.append(text[last:])
    return "".join(pieces), cuts, sums


@lru_cache(maxsize=_KEPT)
def find_times(text: str) -> tuple[TimeMention, ...]:
    """Any text → every time expression in it, in order, none overlapping another.

    Offsets are 0-based into ``text``, the end exclusive.  Blanks inside an expression (speech
    recognition writes 礼拜 四) belong to it.
    """
    folded = _fold(text)
    if _TRIGGER.search(folded) is None:
        return ()
    cuts: list[int] = []
    sums: list[int] = []
    if _SPACE.search(folded):
        folded, cuts, sums = _squeeze(folded)
    out: list[TimeMention] = []
    for raw in _find(folded):
        start, end = raw.start, raw.end
        if cuts:
            i = bisect_right(cuts, start)
            start += sums[i - 1] if i else 0
            i = bisect_right(cuts, end - 1)
            end += sums[i - 1] if i else 0
        kind = raw.kind
        if kind != "point":
            out.append(TimeMention(start, end, kind, vague=kind == "vague", minutes=raw.minutes))
            continue
        mention = TimeMention(
            start, end, kind, raw.day, raw.part, raw.hour, raw.minute, False, raw.day_end,
            raw.end_hour, raw.end_minute, raw.bound, raw.approx, None, raw.own, raw.end_part,
        )  # fmt: skip
        out.append(mention)
    return tuple(out)


def char_classes(text: str) -> list[int]:
    """Any text → for every character 0 outside times, 1 in a point, 2 in a duration, 3 in a vague
    time.
    """
    out = [0] * len(text)
    for m in find_times(text):
        code = 1 if m.kind == "point" else 2 if m.kind == "duration" else 3
        out[m.start : m.end] = [code] * (m.end - m.start)
    return out


# --- which times are the same -----------------------------------------------------------

_PART_MINUTES: dict[Part, tuple[int, int]] = {
    "early": (240, 660), "morning": (300, 720), "noon": (660, 840), "afternoon": (720, 1110),
    "evening": (1020, 1440),
}  # fmt: skip


def _minutes(m: TimeMention) -> list[tuple[int, int]] | None:
    """The stretches of the day (in minutes, both ends in) a mention may mean; None if it says
    none.
    """
    if m.hour is None:
        if m.part is None:
            return None
        return [(_PART_MINUTES[m.part][0], _PART_MINUTES[m.part_end or m.part][1])]
    low = m.hour * 60 + (m.minute or 0)
    high = low
    if m.end_hour is not None:
        high = max(low, m.end_hour * 60 + (m.end_minute or 0))
    elif m.approx:
        low, high = low - 30, low + 59
    # "三点" without a part of the day is three in the morning or in the afternoon
    starts = (0, 720) if m.part is None and 0 < m.hour <= 12 else (0,)
    if m.bound == "before":
        return [(0, high + s - 1) for s in starts]
    if m.bound == "after":
        return [(low + s, 1440) for s in starts]
    return [(low + s, high + s) for s in starts]


def _same_clock(a: TimeMention, b: TimeMention) -> bool:
    """Whether the part of the day, hour and minute of two mentions can be the same."""
    if a.hour is None and b.hour is None:
        if a.part is None or b.part is None or a.part == b.part:
            return True
        if a.part_end is not None or b.part_end is not None:
            low, high = _PART_MINUTES[a.part][0], _PART_MINUTES[a.part_end or a.part][1]
            first, final = _PART_MINUTES[b.part][0], _PART_MINUTES[b.part_end or b.part][1]
            return low < final and first < high
        return {a.part, b.part} == {"early", "morning"}
    x, y = _minutes(a), _minutes(b)
    if x is None or y is None:
        return True
    return any(p <= s and r <= q for p, q in x for r, s in y)


def _weekdays(day: Weekday | WeekSpan, last: Day | None) -> tuple[int, int]:
    """The first and last weekday a mention covers."""
    if isinstance(day, Weekday):
        if isinstance(last, Weekday):
            return (day.day, last.day) if last.day >= day.day and last.week == day.week else (1, 7)
        return (day.day, day.day) if last is None else (day.day, 7)
    return {"": (1, 7), "start": (1, 2), "mid": (2, 4), "end": (6, 7)}[day.part]


def _dates(day: MonthDay | MonthSpan, last: Day | None) -> tuple[int, int]:
    """The first and last day of the month a mention covers."""
    if isinstance(day, MonthDay):
        if isinstance(last, MonthDay):
            return (day.day, last.day) if last.day >= day.day else (1, 31)
        return (day.day, day.day) if last is None else (day.day, 31)
    return {"": (1, 31), "start": (1, 10), "mid": (10, 20), "end": (20, 31)}[day.part]


def _offsets(day: Day, last: Day | None) -> tuple[int, int] | None:
    """How many days from today a mention may lie; None if nothing is known."""
    if isinstance(day, RelativeDay):
        if last is None:
            return day.offset, day.offset
        return day.offset, max(day.offset, last.offset) if isinstance(last, RelativeDay) else 400
    if isinstance(day, (Weekday, WeekSpan)) and day.week is not None:
        first, final = _weekdays(day, last)
        return day.week * 7 + first - 7, day.week * 7 + final - 1
    if isinstance(day, FromNow):
        return day.minutes // 1440, day.minutes // 1440 + 1
    return None


def _same_day(a: TimeMention, b: TimeMention) -> bool:
    """Whether the days of two mentions can be the same."""
    x, y = a.day, b.day
    if x is None or y is None or (x == y and a.bound == b.bound):
        return True
    if isinstance(x, (Weekday, WeekSpan)) and isinstance(y, (Weekday, WeekSpan)):
        if x.week is not None and y.week is not None and x.week != y.week:
            return False
        low, high = _weekdays(x, a.day_end)
        first, final = _weekdays(y, b.day_end)
        return low <= final and first <= high
    if isinstance(x, (MonthDay, MonthSpan)) and isinstance(y, (MonthDay, MonthSpan)):
        if x.month is not None and y.month is not None and x.month != y.month:
            return False
        if x.shift is not None and y.shift is not None and x.shift != y.shift:
            return False
        low, high = _dates(x, a.day_end)
        first, final = _dates(y, b.day_end)
        return low <= final and first <= high
    if isinstance(x, YearSpan) and isinstance(y, YearSpan):
        if x.shift is not None and y.shift is not None and x.shift != y.shift:
            return False
        return not x.part or not y.part or x.part == y.part
    if isinstance(x, Holiday) and isinstance(y, Holiday):
        return x.name == y.name and a.bound == b.bound
    if isinstance(x, LunarDay) and isinstance(y, LunarDay):
        return x.day == y.day and (x.month is None or y.month is None or x.month == y.month)
    if isinstance(x, FromNow) and isinstance(y, FromNow):
        return x == y
    one, two = _offsets(x, a.day_end), _offsets(y, b.day_end)
    if one is not None and two is not None:
        return one[0] <= two[1] and two[0] <= one[1]
    return True


def compatible(a: TimeMention, b: TimeMention) -> bool:
    """Two mentions → whether they could denote the same slot (today's date is not known).

    What one leaves unsaid fits anything; 周三 fits 明天 and 下周三, 三点 fits 下午三点 but not
    三点半; a vague time fits everything, a duration nothing but a duration.
    """
    if a.kind == "duration" or b.kind == "duration":
        return a.kind == b.kind
    if a.kind == "vague" or b.kind == "vague":
        return True
    opposed = a.bound is not None and b.bound is not None and a.bound != b.bound
    if opposed and (a.day, a.part, a.hour, a.minute) == (b.day, b.part, b.hour, b.minute):
        return False
    return _same_day(a, b) and _same_clock(a, b)


# --- what is put as a choice ------------------------------------------------------------

_CHOICE = re.compile("还是|或|要不|要么|再不|不然|实在不行|否则|另外|、")
_ALSO = re.compile("[^,。.!?;]{0,5}[也都](?:行|可以|成|方便|好|没问题|有空|在|能)")
_APPOSITIVE = re.compile("[,\\s(]*(?:也?就是说?|即|也即|那个|这个|那|就|)[,\\s(]*")
_DIRECT = re.compile("[,、。?\\s]*(?:还是|或者?|要么|要不|再不|不然|、)[,\\s]*")
_SELF = re.compile("[,\\s]*(?:也?就是|是|即|也即|指的是)[,\\s]*")
# Times of other things, and times that are only reported or ruled out.
_OTHER = re.compile(
    "刚|(?:有个?|是|做|搞|的|我们有|公司有|会有|有新)?(?:优惠|促销|活动)"
    "|(?:[您我你他]们?|公司|要|得|有|还|都|在){0,3}开(?:个|例)?会(?![吧吗])"
    "|[^,。!?;还或]{0,6}?(?:截止|到期|营业|结账|出账|扣费|开业|开始|生效|上线|发布"
    "|(?:再|先|会|提前)[^,。]{0,5}(?:确认|提醒|通知|发您|发给|寄))"
    "|起(?=[,。;]|就?[开调降涨推]|实行|执行|生效|正式|$)"
)
_COND = re.compile("要|如果|若|万一")
_OPEN = re.compile("[您你]?(?:哪一?天|什么时[候间]|啥时[候间]?|几[号时]|[周星礼]期?拜?几|何时)")
_RULED_OUT = re.compile(
    "[^,。!?;还或吗呢吧]{0,4}?(?:(?<!行)不行|(?<!成)不成|没空|没时间|没有空|没有时间"
    "|(?<!方)不方便|(?<!在)不在(?!意)|(?<!合)不合适|有事|去不了|来不了|不上班|休息)"
    "(?!的话|[吗么?])"
)
_IF = re.compile("(?:如果|要是|若|万一|假如|除非)[^,。!?;]*$")
_REPORTED = re.compile(
    "(?:(?<![要是想来如说好行])不|没有?|(?<![特分])别|未)(?:说|来|要|想|是){0,2}"
    "(?:问(?!题)|让|逼|叫|催|说|约|定)[^,。!?;]*$"
)


def _direct(text: str, slot_end: int, start: int) -> bool:
    """Whether the words between two offsets are nothing but 还是, 或者, 、 …"""
    return _DIRECT.fullmatch(text, slot_end, start) is not None


def _offered(text: str, points: list[TimeMention]) -> list[TimeMention]:
    """Point mentions → those that can be a choice: no past, no deadline, no time of something
    else.
    """
    out: list[TimeMention] = []
    years = sum(isinstance(m.day, YearSpan) for m in points) > 1
    for i, m in enumerate(points):
        if _is_past(m.day):
            continue
        if isinstance(m.day, YearSpan) and not m.day.part and not years:
            continue
        bare = m.own_day and m.part is None and m.hour is None
        if bare and m.day == RelativeDay(0) and _CALLING.match(text, m.end):
            continue
        if m.bound == "before" and not isinstance(m.day, Holiday):
            near = i > 0 and _direct(text, points[i - 1].end, m.start)
            if not near and not (i + 1 < len(points) and _direct(text, m.end, points[i + 1].start)):
                continue
        after = points[i + 1].start if i + 1 < len(points) else len(text)
        if _OTHER.match(text, m.end, after):
            continue
        before = text[max(0, m.start - 40, points[i - 1].end if i else 0) : m.start]
        out_of = _RULED_OUT.match(text, m.end, after)
        if out_of and not _COND.search(out_of[0]) and not _IF.search(before):
            continue
        if isinstance(m.day, (WeekSpan, MonthSpan)) and _OPEN.match(text, m.end):
            continue
        if _REPORTED.search(text[max(0, m.start - 40) : m.start]):
            continue
        out.append(m)
    return out


def _distinct(text: str, a: TimeMention, b: TimeMention) -> bool:
    """Whether ``b``, said after ``a`` (the last word on a slot), is another slot than ``a``."""
    if not compatible(a, b):
        return True
    between = text[a.end : b.start]
    x, y = a.day, b.day
    if not b.own_day or not a.own_day or x is None or y is None or _SELF.fullmatch(between):
        if _direct(text, a.end, b.start) and a.hour is None and b.hour is None:
            return a.part is not None and b.part is not None and a.part != b.part
        return False
    chosen = _CHOICE.search(between) is not None
    weeks, months = (Weekday, WeekSpan), (MonthDay, MonthSpan)
    if isinstance(x, weeks) and isinstance(y, weeks):
        if x.week != y.week and chosen and type(x) is type(y):
            return True
        return (
            chosen
            and {type(x), type(y)} == {Weekday, WeekSpan}
            and b.part is None
            and b.hour is None
        )
    if (isinstance(x, months) and isinstance(y, months)) or type(x) is type(y):
        return x != y and chosen
    if isinstance(x, YearSpan) or isinstance(y, YearSpan):
        return False
    if chosen:
        return True
    if (
        (isinstance(x, (WeekSpan, MonthSpan))
        and not x.part)
        or (isinstance(y, (WeekSpan, MonthSpan))
        and not y.part)
    ):
        return _ALSO.match(text, b.end) is not None
    return _APPOSITIVE.fullmatch(between) is None


def _detail(m: TimeMention) -> int:
    """How much a mention says; the fullest stands for its slot."""
    day = m.day
    if day is None:
        score = 0
    elif isinstance(day, (WeekSpan, MonthSpan, YearSpan)):
        score = 2 if day.part else 1
    else:
        score = 3
    return score + (m.part is not None) + 2 * (m.hour is not None) + (m.minute is not None)


@lru_cache(maxsize=_KEPT)
def alternatives(text: str, now: None = None) -> tuple[TimeMention, ...]:
    """A piece of text → the distinct concrete times it offers, in order of first naming.

    Two or more: a choice is offered (周三下午还是周四上午); one: a single time; none: no concrete
    time.  Several mentions of one slot (周三下午,三点; 周三,也就是明天) count once, the fullest
    stands for it.  Vague times, durations, past times, deadlines, times of other things (促销,
    开会) and times ruled out are no choice. ``now`` is not used.
    """
    points = [m for m in find_times(text) if m.kind == "point"]
    if not points:
        return ()
    text = _fold(text)
    slots: list[list[TimeMention]] = []
    for m in _offered(text, points):
        for slot in reversed(slots):
            if not any(_distinct(text, a, m) for a in slot[-8:]):
                slot.append(m)
                break
        else:
            slots.append([m])
    out: list[TimeMention] = []
    for slot in slots:
        best = max(slot, key=_detail)
        if best.day is None:
            day = next((m.day for m in slot if m.day is not None), None)
            best = replace(best, day=day) if day is not None else best
        out.append(best)
    return tuple(out)
