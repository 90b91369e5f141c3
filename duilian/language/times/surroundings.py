"""The words before, between and behind times that say whether they are a choice: data for `choices`."""

from __future__ import annotations

import re

# --- between two times ------------------------------------------------------------------

# A choice somewhere between them: 周三吧, 要不 周四
CHOICE = re.compile("还是|或|要不|要么|再不|不然|实在不行|否则|另外|、")
# Nothing but a choice between them: 周三 还是 周四; 二十号前 在还是 二十号以后
DIRECT = re.compile(
    "[,、。?\\s]*(?:还是|或[者是]?|抑或|要么|要不|再不|不然|、)[,\\s]*"
    "|[^,。?!;、还或\\s]{1,3}[,\\s]*(?:还是|或者)[,\\s]*"
)
# The same time in other words: 周三, 也就是 明天
SELF = re.compile("[,\\s]*(?:也?就是|是|即|也即|指的是)[,\\s]*")
# The same time once more, said more exactly: 下周, 那个 周三
APPOSITIVE = re.compile("[,\\s(]*(?:也?就是说?|即|也即|那个|这个|那|就|)[,\\s(]*")
# They stand or fall together: 周二、周三 我都开会
LISTED = re.compile("[、和跟与及]?")
# … with a comma too, if the second is followed by 都: 周二,周三 都不行
ALL = re.compile("[您我你他们这]{0,3}(?:两天|几天)?都")

# --- behind a time ----------------------------------------------------------------------

# It suits too: 周四 也行
ALSO = re.compile("[^,。.!?;]{0,5}[也都](?:行|可以|排得|成|方便|好|没问题|有空|在|能)")
# The time of something else
OTHER = re.compile(
    # an offer, a meeting: 周三 有优惠活动, 周三 我们要开会; not 周三 开会吗, 开会之前
    "刚|(?:都?有个?|是|都?在?[做搞]|的|我们有|公司有|会有|有新)?(?:优惠|促销|活动)"
    "|(?:[您我你他]们?|公司|部门|单位|这边|要|得|有|还|都|在){0,5}开(?:个|例)?会(?![吧吗完前后]|[之以][前后])"
    # the last days of it, a deadline, a beginning: 今天明天 最后两天, 月底 截止, 28号 扣费
    "|(?:就?是|算|这)?最后(?:的?[一两二三几]天|的?机会)"
    "|[^,。!?;还或]{0,6}?(?:截止|到期|结束(?!了?[之以]?后)|结账|出账|扣费|开业|开始|生效|上线|发布"
    "|营业(?![厅部员])|营业[厅部](?=[只就不都才照有]|的?活动)"
    # a message: 周三 再跟您确认
    "|(?:再|先|会|提前)[^,。]{0,5}(?:确认|提醒|通知|发您|发给|寄))"
    # when one works and opens: 九点 上班, 八点半 开门, 今天 开到八点; not 八点半 开门前
    "|都?(?:照常|正常)上班|都上班|就?[上下]班(?=[,。;!、]|$)|开到"
    "|(?:就|才)?(?:开门|关门|打烊)(?![前后之以那时我就])|关(?=[,。;]|$)"
    # when it is busy: 周一 忙还是周五忙
    "|(?:[您你]们?(?:那[儿里边]?)?|比较|最|都|是|更)*(?:忙|[人客]多|客人多|生意好)(?=还是|[,。?]|$)"
    # from then on: 下个月 起
    "|起(?=[,。;]|就?[开调降涨推]|实行|执行|生效|正式|$)"
)
# The hours at which somebody is there, behind a range: 早八点到晚九点 都有人接
HOURS_OF_BUSINESS = re.compile(
    "[,都随时您我们也可以能欢迎正常]{0,8}(?:打(?:我|这个|客服)?电话|打我|打进来|联系我|找我|拨打|咨询|来电"
    "|上班|办公|有人|值班|受理|办理|接听|开门|开放|人工|服务)"
)
# A question for the day in a week or month: 下周 您哪天方便
OPEN = re.compile("[您你]?(?:哪一?天|什么时[候间]|啥时[候间]?|几[号时]|[周星礼]期?拜?几|何时)")
# It does not suit: 周三 不行, 周三 我没空; but not 周三 不行吗, 周三 有没有空, 您休息的时候
RULED_OUT = re.compile(
    "[^,。!?;还或吗呢吧]{0,4}?(?:(?<!行)不行|(?<!成)不成|没空|没时间|(?<!有)没有空|(?<!有)没有时间"
    "|(?<!方)不方便|(?<!在)不在(?!意)|(?<!合)不合适|有事|去不了|来不了|不上班|休息(?!不了)|出差|在?外地)"
    "(?!的话|的时候|[吗么?])"
)
# … unless it is a condition: 周三要是不行
CONDITION = re.compile("要|如果|若|万一")

# --- before a time ----------------------------------------------------------------------

# A limit: 最快 明天, 最晚 后天, 今天开到 八点
LIMIT = re.compile(
    "(?:(?:营业|上班)?[开办]到|营业到|上班到|最[快慢早晚迟]|至迟|顶多|至多|不[晚迟]于|不超过)"
    "[是就也到在得要]{0,2}$"
)
# Of an offer: 优惠就 今天
OFFER_ONLY = re.compile("(?:活动|优惠|促销|特价)[时间期限也]{0,2}(?:就|只|仅|剩|还有|是|有|在|限|到)+$")
# A condition opened before it: 如果 周三不行
IF = re.compile("(?:如果|要是|若|万一|假如|除非)[^,。!?;]*$")
# It is only reported: 我没说 周三, 您上次说 周三, 门卫说您 中午有空
REPORTED = re.compile(
    "(?:(?<![要是想来如说好行])不|没有?|(?<![特分])别|未)(?:说|来|要|想|是){0,2}"
    "(?:问(?!题)|让|逼|叫|催|说|约|定)[^,。!?;]*$"
    "|上[次回][^,。!?;]{0,4}(?:说|问|讲|约)[^,。!?;]{0,10}$"
    "|(?:门卫|秘书|前台|同事|[他她]们?)(?:跟我)?(?:说(?!一)|讲|问)[^,。!?;]{0,10}$"
)
# "今天给您打电话是想…": the day of the call itself, neither a time to choose nor one to inherit.
CALLING = re.compile(
    "(?:就|也|又|再|特意|特地|专门|主要|冒昧)*(?:给您?|跟您?|向您?|为您?)?(?:打|致电|来电|联系"
    "|打扰|打搅|天气|冒昧|主要|是想|是要|是为|想(?![约看])|来是|来想|谢谢|感谢|先到|就到)"
)
