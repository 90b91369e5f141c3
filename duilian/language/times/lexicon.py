"""Which words name which time: data for `master_pattern` and for reading what they match.

Alternatives are regular expressions over folded text (see `folding`); their order counts, since the first
that fits is taken. A comment over a group says what it is for, with an example.
"""

from __future__ import annotations

from duilian.language.times.values import Part, Section

# --- numbers ----------------------------------------------------------------------------

# 一 to 九, and the same with the 两 of 两点.
NINE = "一二三四五六七八九"
COUNT = "一二两三四五六七八九"
# What each sign is worth; 日 and 天 as in 周日, and the mishearings of 周三 and 下午 that dictation makes.
DIGITS = {sign: value for value, sign in enumerate("零" + NINE)} | {
    **{"〇": 0, "两": 2, "俩": 2, "仨": 3, "十": 10, "日": 7, "天": 7},
    **{"散": 3, "山": 3, "伞": 3, "思": 4, "舞": 5},
}

# --- what the words say -----------------------------------------------------------------

# 上周, 本周, 下周, and the same before 月: how many weeks or months from this one.
WEEKS = {"上上上": -3, "上上": -2, "上": -1, "这": 0, "本": 0, "今": 0} | {
    **{"下": 1, "次": 1, "下下": 2, "大下": 2, "下下下": 3},
}
# 今年, 明年: how many years from this one.
YEARS = {"今": 0, "明": 1, "去": -1, "后": 2}
# 今天, 明天, 后天: how many days from today (名 is 明 misheard; in Canton 听日 is tomorrow, 寻日 yesterday).
DAYS = {"今": 0, "明": 1, "名": 1, "听": 1, "后": 2, "昨": -1, "寻": -1, "琴": -1, "前": -2}
# 月初, 周中, 年底, 上旬, 下半年: which section of the week, month or year.
SECTIONS: dict[str, Section] = {
    **dict.fromkeys("初头上前", "start"),
    **dict.fromkeys("里", ""),
    **dict.fromkeys("中", "mid"),
    **dict.fromkeys("底末尾下后", "end"),
}
# 正月 is the first month of the old calendar, 腊月 the last.
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
# The first entry with a key in the words tells the part of the day; without any it is evening.
PARTS: tuple[tuple[str, Part], ...] = (
    ("前半夜 上半夜 天黑 傍黑 擦黑 晚半 晚巴", "evening"),
    ("后半夜 下半夜", "early"),
    ("午休后 午休之后 午休以后 晌午后 晌午以后 晌午之后", "afternoon"),
    ("午饭 中饭 晌饭 晌午饭", "afternoon"),  # 午饭后
    ("晚饭", "evening"),
    ("早饭", "morning"),
    ("饭", "noon"),  # 饭后
    ("快下班 下班前 下班之前 下班以前 临下班 要下班", "afternoon"),
    ("下班 下了班", "evening"),  # 下班以后
    ("上班", "early"),  # 刚上班
    ("午前 上午 上五 上舞 上武 上半 前半 头晌 前晌 头午 上昼", "morning"),  # 上午, 前半晌
    ("下 午后 后半 后晌 过晌 过了晌 晏昼", "afternoon"),  # 下午, 后半天
    ("午休 中午 正午 午间 晌", "noon"),
    ("半夜", "evening"),
    ("凌晨 早 清 朝", "early"),  # 早上, 清晨
    ("晚 夜", "evening"),  # 晚上, 夜里
)
# The hours that an hour without a part of the day may have when the part is that of its neighbour.
PLAUSIBLE_HOURS: dict[Part, tuple[int, int]] = {
    "early": (5, 12),
    "morning": (6, 12),
    "noon": (11, 14),
    "afternoon": (12, 18),
    "evening": (17, 24),
}
# The stretch of the day that a part of it may mean: minutes after midnight, both ends in.
PART_MINUTES: dict[Part, tuple[int, int]] = {
    "early": (240, 660),
    "morning": (300, 720),
    "noon": (660, 840),
    "afternoon": (720, 1110),
    "evening": (1020, 1440),
}
# Length of a unit in minutes, by the first sign of 分钟, 秒, 刻钟.
SHORT_UNITS = {"分": 1, "秒": 1 / 60, "刻": 15}

# --- words that are a time --------------------------------------------------------------

VAGUE = (
    # another time than now: 改天再说, 抽个空
    *("改[天日]", "改个?(?:时间|日子)", "[换另]一?个时间", "另[约找]个?时间"),
    *("[抽找约挤]个?时间", "抽个?空"),
    # some day, asked for or left open: 哪天, 什么时候, 周几, 几点, 几号
    *("哪一?天", "某一?天", "什么时候", "啥时候?", "什么时间", "何时", "多会儿", "几时"),
    "(?:周|星期|礼拜)几",
    "几点(?:钟|(?!建议|意见|要求|原因|想法|好处|说明|问题|优|特))(?<!有几点)(?<!这几点)",
    "几[号日](?![楼线人院门店])",
    # when somebody has time: 有空的时候, 忙完了
    "(?:有空儿?|有时间|方便|得空|空闲|不忙|闲|空|忙完)(?:下来)?了?的?时候?(?!间)",
    # then, the next time: 到时候, 下次, 下回
    *("到时候?(?!间)", "[下上]次", "[下上]回(?!家|来|去|单)"),
    # later on: 以后, 将来, 回头, 稍后, 有机会
    *("[以今日往]后(?!期|勤|台)", "将来", "回头(?!客|看|率)", "稍后", "晚些时候", "随时", "有机会"),
    # in a while, these days: 过会儿, 过一阵子, 这段时间, 过些天, 最近
    *("(?:[待等过]|一)一?会儿?(?!议|员)", "过一?[段阵](?:时间|子|儿)?"),
    *("[这前那]一?[段阵](?:时间|子|儿)", "过些[天日]子?", "这些[天日]", "最近", "近[期日来]"),
)
WHOLE = (
    # a length without a number: 一下午, 一整天, 整个上午
    *("一个?[上下晌]午(?![后饭])", "一晚上", "一?整天", "整个[上中下]午", "整个晚上", "全天"),
)
HOLIDAYS = (
    # holidays by name: 国庆后, 过完春节
    *("国庆", "中秋", "春节", "元旦", "五一", "十一(?![月点号日个])", "端午", "清明", "元宵", "圣诞", "双节"),
    *("小年(?![轻青])", "重阳", "冬至", "腊八", "七夕", "六一", "三八", "教师节", "劳动节"),
    # days of bargains, used like holidays: 双十一以后
    *("双十[一二]", "双1[12]", "618"),
)
# One name for each.
HOLIDAY_NAMES = {"年": "春节", "双11": "双十一", "双12": "双十二"}
OTHER_HOLIDAYS = (
    # other times of the year used like a holiday: 开学后, 过年前, 放假期间, 节后, 年前
    *("开学", "开春", "寒假", "暑假", "过年", "放假", "[长小]假", "假期?"),
    "节(?<![季环细调章情过]节)",
    f"年(?<![{COUNT}十百几数半多周每今明去后小0-9]年)",
)
RELATIVE_DAYS = (
    # days from today: 大后天, 后天, 前天, 今天, 今儿个, 明天, 明日
    *(
        "大{1,3}后(?:[天日]|儿个?)",
        "大{1,3}前[天日]",
        "后(?<![然之以最]后)(?:[天日]|儿个?)",
        "前[天日](?<![之以目从]前.)",
    ),
    *("今[天日]", "今个?儿个?", "[明昨]天", "[明昨]儿个?", "[明昨]日"),
    # as Canton says them: 听日, 听晚, 寻日
    *("听日(?![常记本])", "听(?=晚|朝(?![鲜廷]))", "[寻琴](?:日(?![期常])|(?=晚[上,]))(?<![搜找查追古钢].)"),
    # as dictation writes them: 名天, 今填, 后填
    "名天(?![然才津地使猫]|下(?![午五舞武昼晌半]))(?<![一两三四五六七八九十几姓知]名天)",
    "[明今]填(?!写)",
    "后填(?<![然之以最]后填)(?![写表个单报好完一资入上])",
    # two or three days in one: 今明两天, 明、后天, 明后三天
    "[今明](?=[、和]?明?[、和]?后[天日两]|、?明[天两、])(?<![表证声注]明)",
    "明(?=两天)(?:(?<=今明)|(?<=今[、和]明))",
    "后(?=两天|三天)(?<=明后)",
    # before a part of the day: 明上午, 今晚, 明早
    "[今明昨](?=[上中下]午|早上|早晨|晚上|晚(?![些点会])|早(?![点就已些日]))",
)
PARTS_OF_THE_DAY = (
    # 上午, 中午, 下午 (上五, 下五 and 下舞 are misheard)
    *("上午", "下午", "中午"),
    f"上[五舞武](?<![晚早马楼路加网边以赶街身手桌店线年头会顶海算补]..)"
    f"(?=[{COUNT}十0-9]{{1,3}}[点:]|[,。?!、的还或就我您你咱去来过有行可方吧呢见成都在]|$)",
    "下[五舞武](?![点个条家项年块名位月天份楼号分])(?<!以..)",
    # the early hours: 早上, 清晨, 凌晨, 一大早
    *("早上", "早晨", "清早", "清晨", "凌晨", "(?:[一大]清|一大|一|大)早上?(?!点)", "朝早", "(?<=听)朝早?"),
    # evening and night: 晚上, 傍晚, 夜里
    *("晚上(?!班)", "傍晚", "晚间", "夜里", "夜晚", "半夜", "傍黑儿?", "天?擦黑儿?", "天黑(?=[之以]?前)"),
    # the halves of a day or a night: 上半天, 后半夜, 前半晌; not 提前半天, 用上半天, 之后半天
    "(?<![用花等忙聊弄跑耗折歇坐讲说马])上半(?:[天日](?![班课假])|[晌夜])",
    "(?<![一休歇])下半(?:[天日](?![班课假雨])|[晌夜])",
    "(?:(?<![提之以目])前|(?<![之以然最])后)半[天日晌夜]",
    # as the north says it: 头晌, 后晌, 过晌, 晌午; and Canton: 上昼, 晏昼
    *(
        "[头前后下]晌儿?(?!饭)",
        "过了?晌午?(?!饭)",
        "晚[半巴]晌",
        "头午",
        "晌午(?:头儿?|[之以]?后)?(?!饭)",
        "[上下晏]昼",
    ),
    # about noon: 正午, 午后, 午休前
    *("正午", "午间", "午前", "午后", "午休[之以]?[前后]?", "大中午"),
    # by meals and work: 吃完午饭后, 快下班, 下班以后, 刚上班
    "(?:吃[完过了]?)?(?:早|午|中|中午|晚|晌午?)?饭[之以]?后",
    *("(?:[快临]|快要)下班(?:[之以]?前)?", "下班[之以]?[前后]", "下了班", "[刚一]上班", "上班[之以]?前"),
)

# --- words that only look like one ------------------------------------------------------

# A greeting by the time of the day: 下午好; but 周三下午好吗 asks for a time.
_GREETING = (
    f"(?:早上|早晨|上午|中午|下午|晚上|晌午)(?<![周期拜][{NINE[:6]}日天]..)(?<![天日号儿]..)"
    "好(?![吗不一点些像呢说办约么嘛还或安])"
)
TRAPS = (
    # ordinals: 第三天, 第2个月; not 第三季度, 第三个周日, 六月第三周
    f"第(?![{COUNT}1-5]个?(?:季度|(?<=个)(?:周|星期|礼拜)[一二三四五六日天]))"
    f"(?!(?:(?<=月第)|(?<=月的第))[{COUNT}1-5]个?(?:周|星期|礼拜))[{COUNT}十0-9几]+(?:[点天周年月号日回次]|个(?:星期|月))?",
    # counted points: 有三点, 这几点
    f"(?:(?<!只)有|这)[{COUNT}十几0-9]+点"
    "(?![钟半整多]|左右|[之以]?[前后]|[0-9零到至]|[一二三四五]十|[一二三]刻)",
    # long numbers, those with a hyphen, and decimal ones: 13800138000, 0571-8888, 3.5; not 9.4号, 2026/12/1
    *("[0-9]{5,}", "[0-9]{3,4}-[0-9]{3,}(?:-[0-9]+)?"),
    "(?!20[0-9]{2}(?:年1?[0-9]月|[-/.][01]?[0-9][-/.][0-3]?[0-9])|618[之以]?[前后])"
    "[0-9]{3,}(?![0-9]|分钟|个?小时|[天秒])",
    "(?!1?[0-9]\\.[0-3]?[0-9](?:[号日]|[上下中]午|早上|晚上)|20[0-9]{2}\\.)[0-9]+\\.[0-9]+(?:\\.[0-9]+)*(?![0-9]|个?[小钟天年])",
    # greetings: 下午好, 早安, 周末愉快
    f"(?<!还是)(?<!或者)(?<!或)(?<![是得]){_GREETING}",
    *("早上?安", "晚安", "周末愉快"),
    # names and set phrases: 周六福, 三天两头, 晚会, 天天, 日常, 周报, 下午茶, 早班, 回头客
    *(
        "周六福",
        "三天两头",
        "隔三差五",
        "晚会",
        "以[上下][一二两三四五六七八九]点",
        "午饭?餐?券",
        "天天",
        "后天(?:性|形成|培养|努力)",
    ),
    *("日常", "周[年报刊]", "下午茶", "早上[班线]", "回头客", "到时间"),
)
# What makes 三点 three points (or scores, or dishes), not three o'clock, when it stands behind.
POINTS = (
    # things one says or asks in points: 三点好处, 两点建议
    *("好处", "好消息", "建议", "意见", "要求", "要[点领]", "原因", "理由", "优[惠势点]", "特[点色性]"),
    *("说明", "想法", "需求", "东西", "问题", "内容", "体会", "看法", "注意", "事", "小", "区别", "变化"),
    *("功能", "作用", "保证", "承诺", "疑问", "补充", "希望", "帮助", "改[进善]", "用处", "不[同足]", "缺"),
    # a little of something: 一点话, 一点钱, 一点儿
    *("劣", "话", "钱", "儿", "水", "时间", "空", "心", "意思", "新", "重要", "关键"),
    # other readings of 点 or what follows: 两点差评, 点名, 点赞, 三点式
    *("差", "评", "名", "击", "赞", "头", "餐", "菜", "单", "货", "式", "一线"),
    *("结论", "经验", "收获", "声明", "提醒", "共识"),
    # an enumeration, 点点, decimal numbers: 两点:…, 三点五折
    *(":(?![0-9])", "点"),
    f"[0-9零〇{NINE}]+(?:个百分|[折万千百亿倍块元GM兆级成%厘米吨]|$|[,。])",
    *("流量", "积分"),
)
# What makes 28号 a house, a line or a number plate, not a date, when it stands behind.
NUMBERED = "码楼线人店院机文通会桌员公客窗库厅段令房馆路厂仓地位车包选卡套牌出口航电大柜坑位工桌"

# --- guards -----------------------------------------------------------------------------

# The signs that each branch of the master pattern can begin with (a test checks that none is missing).
FIRST_SIGNS = {
    "skip": "0-9三上下中以到午后周回天日早晌晚有第这隔",
    "vague": "一上下不什今以何几到前另周哪啥回多将往待得忙找抽挤换改方日星晚最有某礼稍空等约过近这那闲随",
    "whole": "一全整",
    "length": "0-9一七三两个九二五仨俩八六再几前十半后四头好接数未过近这那",
    "weekday": "上下周大拜星本次礼行这",
    "week": "上下前双后周大本次这",
    "month_weekday": "12345一七三两九二五倒八六四头最第",
    "day": "今前名后听大寻明昨琴",
    "date_in_numbers": "0-9",
    "lunar": "0-9一七三九二五八六农冬初十四大年廿旧正腊阴除",
    "quarter": "1234一三上下二四大季本次第这",
    "month": "0-9一七三上下中九二五八六十四廿月本次这",
    "holiday": "6七三中五假元六冬劳十双国圣寒小年开放教春暑清端腊节过重长",
    "year": "上下今去后年明",
    "part": "一上下中临傍凌刚前午半吃后夜大天头快擦早晌晏晚朝正清过饭",
    "digital": "0-9",
    "hour_listed": "0-9一七三两九二五八六十四零",
    "hour": "0-9一七三两九二五八六十四差零",
    "hour_bare": "123456789",
}
# Without one of these signs a text has no time in it.
NEEDED_SIGNS = (
    "点典周期拜败七天秒填日号月年午早晚饭班:时分会次回旬后头空近随儿明今刻节国春五一闲将来忙前假初"
    "季夕昼朝夜黑廿晌舞武/-"
)
