"""The master pattern: one compiled expression that finds every atom, put together from named parts.

Each branch is a group whose name says what was found (`weekday`, `length` …); `re.Match.lastgroup` tells
which branch it was, and groups inside tell the pieces. A branch earlier in the list wins. One search for all
branches is several times as fast as one for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duilian.language.times import lexicon
from duilian.language.times.lexicon import COUNT, NINE


def _either(alternatives: Iterable[str]) -> str:
    """Join alternatives; the first that fits is taken."""
    return "|".join(alternatives)


def _group(name: str, *alternatives: str) -> str:
    """Make a named group of alternatives."""
    return f"(?P<{name}>{_either(alternatives)})"


# --- pieces of the branches -------------------------------------------------------------

# An hour: 三, 十二, 二十, 15, 09
_HOUR = f"(?:二十[一二三四]?|十[{NINE}]?|[{COUNT}零]|2[0-4]|1[0-9]|0?[0-9])"
# A day of the month: 八, 二十八, 31, 05
_DATE = f"(?:三十一?|廿[{NINE}]?|二十[{NINE}]?|十[{NINE}]?|[{NINE}]|3[01]|[12][0-9]|0?[1-9])"
# A month: 三, 十一, 12
_MONTH_NUMBER = f"(?:十[一二]?|[{NINE}]|1[0-2]|0?[1-9])"
# Minutes behind an hour: the 四十 of 两点四十, 零五分, 05; not 三点十分感谢, 三点十个
_MINUTES = (
    f"(?:(?:[零〇][{NINE}]|[二三四五]?十[{NINE}]?|[0-5][0-9])"
    f"(?!分[钟感抱高欢荣满])(?![个人家台块元万名位张部条年月天点号%0-9{NINE}])分?"
    f"|[{NINE}]分(?!钟))"
)
# How many of something: 十, 30, 2.5, 几十, 半, 十来, 个把, 数十
_AMOUNT = (
    r"(?:[0-9]{1,4}(?:\.[0-9]|[来多几])?|好?几十?|半拉?|个把|十[来多几]|[俩仨]|"
    f"[{COUNT}十][{COUNT}十百零]{{0,4}}[来多几]?|数[{COUNT}十]?)"
)
# A week: 周, 星期, 礼拜, and as dictation writes them: 星七, 行期, 礼败
_WEEK = "(?:周|星[期七其]|礼[拜败]|行期)"
_WEEK_DAY = "[一二三四五六日天]"
# Which week: 上上, 下, 这, 本; not the 下 of 等一下周三
_WHICH = (
    "(?:上上上?|下下下?|大下|下(?<![一叫找问请转接以如]下)|上(?<![马遇碰路网以加]上)"
    "|[这本]|次(?<![这那上下每几本]次))"
)
# What may stand behind a list of weekdays: the 上午 of 周三、四上午
_LIST_END = "(?=[上下中早晚都吧行可的这那之有方左、,。,?!;]|两天|$)"
_LONG_LIST_END = f"(?:{_LIST_END}|(?=[三我您他在开去来过送进休没能也]))"
_POINTS = _either(lexicon.POINTS)
_HOLIDAYS = _either(lexicon.HOLIDAYS)

# --- lengths ----------------------------------------------------------------------------

# What stands before the number: 过 两天, 未来 三天, 这 几天; not 这一周, 前半天, 最后两天
_LENGTH_LEAD = (
    "(?P<length_lead>再?过|未来|接下来|这(?!一个?(?:周|星期|礼拜|月))|[近头]"
    "|前(?<!提前)(?!半[天日晌夜])|后(?<![明最]后)(?!半[天日晌夜])|那)?"
)
# The number, or a range of two: 三, 三到五
_LENGTH_NUMBER = f"(?P<length_number>(?<![0-9.])(?!20[0-9]{{2}}年1?[0-9]月){_AMOUNT}(?:[到至~、-]{_AMOUNT})?)"
# The weeks of 两周, 三个星期; not of 两周岁, nor the 周 of 十周三上午
_LENGTH_WEEKS = (
    f"(?P<weeks>(?:星期|礼拜)(?!{_WEEK_DAY}(?!次))"
    "|周(?<![万统唯]一周)(?![末年岁报刊]"
    f"|(?<=[{COUNT}十]周)[一二三四五六日](?:[上下早晚中]|还是|或)))"
)
_LENGTH_UNIT = _either(
    (
        "(?P<short>分钟|秒钟?|刻钟)",  # 十分钟, 30秒, 一刻钟
        "个?(?P<hours_half>半|多)?(?P<hours>小时|钟头)",  # 两小时, 一个半小时
        "(?P<days>天(?![然津下才花河猫])|日(?=[之以]?[内后]))",  # 三天, 三日内; not 两天津
        "个?" + _LENGTH_WEEKS,
        "(?:个|(?<=[俩仨]))(?P<months_half>半|多)?(?P<months>月)",  # 三个月, 一个半月, 俩月
        "(?P<years>年)(?![级度龄轻代])",  # 两年; not 两年级
    )
)
# What makes it a moment from now, or a limit: 十分钟 后, 三天 之前, 一周 内
_LENGTH_TAIL = (
    "(?P<length_tail>[之以过]后|后(?![台面天续期勤])|[之以]前|前(?![台面来往期])|[之以]?内(?![容部地])|左右)?"
)
# A length of time, or a moment so long from now: 十分钟, 一个半小时, 过两天, 三周后
_LENGTH = f"(?P<length>{_LENGTH_LEAD}{_LENGTH_NUMBER}(?:{_LENGTH_UNIT}){_LENGTH_TAIL})"

# --- days -------------------------------------------------------------------------------

# The 周 of a weekday, not that of 两周: behind 下, 个, 期, another weekday; or with no number before it.
# The south says 拜四; not 拜一下.
_WEEKDAY_WEEK = (
    f"(?:{_WEEK}|(?<![礼朝崇跪参祭结回补给])拜(?=[一二三四五六](?![下拜年方位些个])))"
    f"(?:(?<=[下上这本次]周)|(?<=个周)|(?<=[期拜败七其])|(?<=[周期拜]{_WEEK_DAY}周)"
    f"|(?<=[万统唯]一周)|(?<![{COUNT}十几半0-9]周))"
)
# The day: 三, 3, 日, 天, and as dictation writes 三: 散, 山, 伞; not 周日常, 星期天气, 周三次, 周三点名
_WEEKDAY_NAME = (
    "(?P<weekday_name>[一二三四五六]|[1-6](?![0-9])|日(?![常报期])|天(?!气)|7(?![0-9])"
    "|[散](?![会步布装发文])|山(?=[上下早晚])|伞)"
    "(?!次|趟|遍|个小时|点(?![名货餐菜单击头评心]))"
)
# More days: the 三五 of 周一三五, the 、四 of 周三、四, the 到五 of 周三到五, the 四 of 周三四
_WEEKDAY_SECOND = (
    f"(?:(?P<weekday_more>(?:、?[二三四五六日天]){{2,5}}){_LONG_LIST_END}"
    f"|(?P<weekday_sign>[、或到至~-])(?P<weekday_listed>[一二三四五六日天2-7]){_LIST_END}"
    f"|(?P<weekday_next>[二三四五六日天]){_LIST_END})?"
)
# A day of the week: 周三, 星期3, 下个礼拜天, 周三、四, 周三到五
_WEEKDAY = (
    f"(?P<weekday>(?:(?P<weekday_which>{_WHICH})(?:一?个)?)?{_WEEKDAY_WEEK}{_WEEKDAY_NAME}{_WEEKDAY_SECOND})"
)
_MIDDLE_OF_WEEK = "中(?![午秋国间心])"
_WEEK_SPAN = _group(
    "week",
    # 下周, 这个周末
    f"(?P<week_which>{_WHICH})一?个?{_WEEK}(?P<week_section>[初末尾]|{_MIDDLE_OF_WEEK})?",
    f"周(?P<week_section_bare>[初末尾]|{_MIDDLE_OF_WEEK})",  # 周末, 周中
    "(?P<week_half>[前上后下]半周)",  # 下半周
    "(?P<weekend>双休日)",
)
# The n-th of its weekday, or week, in a month: 六月 第三个星期日, 最后一个周五, 六月 第三周
_MONTH_WEEKDAY = _group(
    "month_weekday",
    f"(?:第(?P<nth>[{COUNT}1-5])|最后一|(?P<nth_from_end>倒数第[{COUNT}]))个(?:周|星期|礼拜)"
    f"(?P<nth_weekday>{_WEEK_DAY}(?!气))",
    f"(?:(?<=月)|(?<=月的))(?:第?(?P<nth_week>(?<=第)[{COUNT}1-5]|头一)|最后一)个?(?:周|星期|礼拜)",
)
# A day counted from today: 明天, 大后天, the 今 of 今晚
_RELATIVE_DAY = _group("day", *lexicon.RELATIVE_DAYS)

# --- months and dates -------------------------------------------------------------------

# Which month, up to 月: 下个月, 本月, 11月份, 2026年12月
_MONTH_WHICH = (
    "(?P<month_which>下下下?个?|下(?<!一下)(?:一?个)?|这(?:一?个)?|本|上(?<!马上)(?:一?个)?|次(?<![这那上下每几本]次)"
    f"|(?:20[0-9]{{2}}年|(?<![0-9.]))(?P<month_number>{_MONTH_NUMBER}))月份?的?"
)
# The date behind it, 号 or not: 28号 of 11月28号, 28 of 11月28上午, 十五 of 三月十五上午
_MONTH_DATE = (
    f"(?P<month_date>{_DATE})(?:[号日](?![码楼线])|(?<=[0-9])(?=[上下中早晚,。还或]|$)"
    f"|(?:(?<=十)|(?<=十[{NINE}]))(?=[上下中早晚]|还是|或|[,。?]|$))"
)
_SLASH_MONTH, _SLASH_DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_DAY_HALF = "[上下中]午|早上|晚上"
# Two numbers with a hyphen that cannot be a range, since the second is less: 12-1, 9-4
_FALLING = _either(
    (
        f"1[0-2]-0?[1-9](?![0-9])|1[0-2]-1[01](?<!10-1[01])(?<!11-11)(?=[号日]|{_DAY_HALF})",
        f"(?:{_either(f'0?{month}-0?[1-{month - 1}]' for month in range(2, 10))})(?=[号日]|{_DAY_HALF})",
    )
)
# A date in numbers alone: 2026-12-01, 9.4号, 12/1, 12-1; not 1/3的客户, 涨了1/3, 3-5号, 12-1栋
_DATE_IN_NUMBERS = _group(
    "date_in_numbers",
    f"(?<![0-9./-])20[0-9]{{2}}[-/.]{_SLASH_MONTH}[-/.]{_SLASH_DAY}(?![0-9])",
    f"(?<![0-9./-]){_SLASH_MONTH}\\.{_SLASH_DAY}(?:[号日](?![内租])|(?={_DAY_HALF}))",
    f"(?<![0-9./])(?:(?<=还是)|(?<=[者或、])|(?![1-5]/(?:10|[2-9])(?=$|[,。的?!]))){_SLASH_MONTH}/{_SLASH_DAY}(?![0-9/.%])"
    f"(?:[号日]|(?= ?(?:{_DAY_HALF}|[0-9]{{1,2}}[:点])|还是|或|[到至-]1?[0-9]/|[之以]?[前后]"
    "|[(,。、?!我您去来过见行可吧]|$))",
    f"(?<![0-9./线号栋楼室房区机-])(?:{_FALLING})(?:[号日]|(?={_DAY_HALF}|还是|或|[,。?!]|$))",
)
# A date alone: 28号, 二十八日; not 28号楼, 人民路28号, 3日游
_DATE_ALONE = (
    f"(?<![0-9.路街道巷弄第楼区房栋座工])(?P<date>{_DATE})(?P<date_next>(?<=[{NINE}])[二三四五六七八九])?"
    f"(?:号(?!门(?!诊))(?![{lexicon.NUMBERED}])"
    f"|(?<=[十0-9][{NINE}])日(?![内游租均])|(?<=[0-9十])日(?![内游后租均]))"
)
# A date that another one follows, which has the 号: the 28 of 28或29号
_DATE_LISTED = (
    f"(?<![0-9.路街道巷弄第楼区])(?P<date_listed>{_DATE})"
    f"(?=(?:、|或者?|还是|[到至~-]){_DATE}号(?![码楼线人店门院]))"
)
_MONTH = _group(
    "month",
    # 11月28号; 下个月初, 十月中旬; 下个月, 十月份; not 一月租
    f"{_MONTH_WHICH}(?:{_MONTH_DATE}|(?P<month_section>中旬|上旬|下旬|[底初末中头尾](?![午秋断]))"
    "|(?<!(?<!十)一月)(?![租费供均卡票饼]))",
    "月(?P<month_section_bare>[底初末头尾]|中旬?(?![午秋间国心])(?<!个月中))",  # 月底
    "(?P<month_third>[上中下]旬)",  # 中旬
    _DATE_ALONE,
    _DATE_LISTED,
)

# --- holidays and years -----------------------------------------------------------------

# The next is a holiday too: 国庆 还是中秋
_OR_HOLIDAY = f"(?:还是|或者?)(?:{_HOLIDAYS}|除夕|大?年三十)"
_HOLIDAY = _group(
    "holiday",
    # 过完年, 过了国庆, 过完节后
    f"过[完了](?P<holiday_over>{_HOLIDAYS}|[长小]假|假期?|年|节)(?:节|长假|假期)?(?:[之以]?后)?",
    f"(?:{_HOLIDAYS})(?:长假|假期)(?![前后])",  # 国庆长假
    # 国庆后, 春节放假期间, 年前; not 年前台, 节后面
    f"(?P<holiday_name>{_HOLIDAYS}|{_either(lexicon.OTHER_HOLIDAYS)})(?:节|长假|假期|放假)?"
    "(?:(?P<holiday_bound>[之以]?前|[之以]?后|过后|回来)(?![台面几天]|来(?!还是|一趟|行|吗|看|给|拜|[,。?]|$))|期间|当天|那天)",
    # 元旦上午, 国庆还是中秋; the name alone is none (国庆快乐), but for 小年
    f"(?P<holiday_alone>{_HOLIDAYS})(?<!十一)节?(?:(?<=小年)(?![快愉夜活礼大优])(?<![中大的叫我是]小年)"
    f"|(?={_DAY_HALF}|当晚|{_OR_HOLIDAY})|(?:(?<=还是..)|(?<=或者..)|(?<=还是..节)|(?<=或者..节))"
    "(?=[,。?!您我咱去来见再给吧哪]|方便|有空|合适|过[去来]|$))",
)
_OLD_CALENDAR = "(?:农历|阴历|旧历)"
_LUNAR_MONTH = f"(?:[正腊冬]|(?<![0-9.]){_MONTH_NUMBER})"
_TWENTIES = f"(?:廿[{NINE}])"
_LUNAR = _group(
    "lunar",
    # 初八, 正月初8, 大年初三; not 当初一直, 月初五号
    f"{_OLD_CALENDAR}?(?:(?P<lunar_first_month>{_LUNAR_MONTH})月|(?P<lunar_year>大?年))?初(?<![上读念最当]初)"
    f"(?P<lunar_first_days>十[一二三四五]?|[{NINE}]|10|[1-9](?![0-9]))(?![定起直中级期步次天个号日点])",
    # 腊月18, 腊月二十三, 农历4月3日
    f"(?:{_OLD_CALENDAR}(?P<lunar_month>{_LUNAR_MONTH})|(?P<lunar_named_month>[正腊冬]))月份?"
    f"(?P<lunar_day>{_TWENTIES}|{_DATE})[号日]?(?![0-9块元万千百个人天多折%])",
    # 五月廿二, 八月十五; 廿八
    f"(?P<lunar_other_month>{_LUNAR_MONTH})月(?P<lunar_other_day>{_TWENTIES}|(?<=八月)十五(?![号日块元万个天多]))",
    f"(?P<lunar_twenties>{_TWENTIES})日?(?!号)",
    # 除夕, 年三十, 年廿八; not 一年三十块
    f"(?P<new_years_eve>除夕(?!夜?快乐|夜?团圆|晚会|[安吉]|夜的))|大?年(?<![{COUNT}十百几数半每今明去后多前近全当0-9]年)"
    f"(?P<last_days>三十|二十[{NINE}]|{_TWENTIES})(?![岁块元万多个天几年百])",
    # 正月里, 腊月底, 农历三月
    f"(?:{_OLD_CALENDAR}(?P<lunar_span>{_LUNAR_MONTH})|(?P<lunar_named_span>[正腊冬]))月份?"
    "(?P<lunar_section>[底初末里中头])?",
)
_QUARTER = _group(
    "quarter",
    # 三季度, 第四季度末; 下个季度; 季度末
    f"(?:第(?P<quarter_counted>[一二三四1-4])个?|(?<![0-9.十两一二三])(?P<quarter_number>[一二三四1-4])"
    f"|(?P<quarter_which>{_WHICH})(?:一?个)?)季度(?P<quarter_section>[初底末中])?(?![^,。]{{0,4}}[一两三]次)",
    "季度(?P<quarter_section_bare>[初底末])",
)
_YEAR = _group(
    "year",
    "(?P<year_which>[今明去后]年)(?P<year_section>年?(?:[底初末]|中(?!秋)))?",  # 明年, 明年初, 今年年底
    f"年(?P<year_section_bare>[底初末中](?![{COUNT}国]))(?<!周年.)",  # 年底
    "(?P<year_half>[上下])半年",  # 下半年
)

# --- the day and the clock --------------------------------------------------------------

_PART = _group(
    "part",
    *lexicon.PARTS_OF_THE_DAY,
    f"[早晚](?={_HOUR}(?:点|:))(?!一点(?![钟半整一二三四五十零]))",  # 早九点
    # 周三晚, 28号早, 明晚; not 明晚点, 周三早就
    f"[早晚](?<=[今明昨听寻琴每天日号儿{COUNT}末][早晚])(?!一[点些](?![钟半整])"
    "|[些点会饭餐就已了到退安日年辈于市班])",
)
# An hour in digits: 15:30, 9:00, 15时, 15时30分; not 3时候
_DIGITAL = (
    "(?P<digital>(?<![0-9:.])(?P<digital_hour>2[0-4]|1[0-9]|0?[0-9])"
    "(?::(?P<digital_minute>[0-5][0-9])(?![0-9:])"
    "|时(?P<spoken_minute>[0-5]?[0-9])?分?(?![候间段期代常刻光])(?<=[0-9时分])))"
)
# An hour that another one follows, which has the 点: the 三 of 三或者四点
_HOUR_LISTED = (
    f"(?P<hour_listed>(?<![{COUNT}十百0-9.:])(?<!主要){_HOUR}(?=(?:或者?|还是){_HOUR}[点典](?!{_POINTS})))"
)
# Minutes to the hour: 差五分 of 差五分十点
_HOUR_SHORT = "(?:差(?P<short_by>[一二两三五十]+|[0-9]+)(?P<short_unit>分钟?|刻钟?)(?:不到|就)?)?"
# What may stand before an hour: a day, a part of it; no number, and no 提, 讲, 列 … of 讲三点
_HOUR_PLACE = (
    f"(?(short_by)|(?:(?<=[周期拜七其]{_WEEK_DAY})|(?<=[早午晚上里天儿号晌昼朝])|(?<=[上下][五舞武])"
    f"|(?<![{COUNT}十百千0-9.提讲谈列结调充共分占]))(?<!主要)(?<![以如]下)(?<![说讲提]了))"
)
# One hour or two: 三, 三到四, 三、四, 三四, and 点 (典 as dictation writes it)
_HOUR_NUMBERS = (
    f"(?P<hour_number>{_HOUR})"
    f"(?:[~到至-](?P<hour_until>{_HOUR})|、(?P<hour_or>{_HOUR})|(?P<hour_next>[二三四五六七八九]|(?<=九)十|(?<=一)两))?"
    "(?:[点典]|店(?=钟|整|半(?!价)))"
)
# Behind the hour: 多, 半, 一刻, 四十, 差五分, 钟, 整; or nothing, where it is no three points
_HOUR_TAIL = _either(
    (
        "(?P<hour_about>多钟?|来钟|出头)",
        f"(?P<hour_minutes>半钟?|[一二三]刻钟?|[过零差]?{_MINUTES}|差一刻)",
        "(?P<hour_sharp>钟(?!头)|整|正(?![好在常]))",
        f"(?!{_POINTS})",
    )
)
# An hour as spoken: 三点, 三点半, 差一刻三点, 三四点, 十点多
_HOUR_SPOKEN = f"(?P<hour>{_HOUR_SHORT}{_HOUR_PLACE}{_HOUR_NUMBERS}(?:{_HOUR_TAIL}))"

# An hour without 点, behind a part of the day: 上午10 of 上午10到您那儿, 下午2到4; not 上午10个人
_HOUR_BARE = (
    "(?P<hour_bare>(?:(?<=[上下中]午)|(?<=[早晚]上))(?P<bare_hour>1[0-2]|[1-9])"
    "(?:[到至-](?P<bare_until>1[0-2]|[1-9]))?"
    "(?=[到去过来。?!、我您见行成都吧]|,(?![0-9])|$|还是|或|可以|方便|有空|左右|[之以]?[前后]))"
)

# --- all together -----------------------------------------------------------------------

_BRANCHES = {
    "skip": _group("skip", *lexicon.TRAPS),  # what only looks like a time
    "vague": _group("vague", *lexicon.VAGUE),
    "whole": _group("whole", *lexicon.WHOLE),
    "length": _LENGTH,
    "weekday": _WEEKDAY,
    "week": _WEEK_SPAN,
    "month_weekday": _MONTH_WEEKDAY,
    "day": _RELATIVE_DAY,
    "date_in_numbers": _DATE_IN_NUMBERS,
    "lunar": _LUNAR,
    "quarter": _QUARTER,
    "month": _MONTH,
    "holiday": _HOLIDAY,
    "year": _YEAR,
    "part": _PART,
    "digital": _DIGITAL,
    "hour_listed": _HOUR_LISTED,
    "hour": _HOUR_SPOKEN,
    "hour_bare": _HOUR_BARE,
}
# All branches, bare, and each behind a look at the next sign, which is much faster.
BRANCHES = _either(_BRANCHES.values())
_ALL_FIRST_SIGNS = "".join(lexicon.FIRST_SIGNS.values())
MASTER = re.compile(
    f"(?=[{_ALL_FIRST_SIGNS}])"
    f"(?:{_either(f'(?=[{lexicon.FIRST_SIGNS[name]}]){branch}' for name, branch in _BRANCHES.items())})"
)
# Most texts have no time in them; they need no search for one.
TRIGGER = re.compile(f"[{lexicon.NEEDED_SIGNS}]|店[半整]")
