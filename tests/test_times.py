"""Tests of duilian.times: what is found, what is the same slot, what is a choice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duilian import times as module
from duilian.times import (
    Day,
    FromNow,
    Holiday,
    LunarDay,
    MonthDay,
    MonthSpan,
    RelativeDay,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    alternatives,
    char_classes,
    compatible,
    find_times,
)


def day_code(day: Day) -> str:
    """A day → a short code: W3+1 (Wednesday of next week), R+1, D11/28, M.end, H国庆."""
    if isinstance(day, Weekday):
        return f"W{day.day}" + (f"{day.week:+d}" if day.week is not None else "")
    if isinstance(day, WeekSpan):
        return "K" + (f"{day.week:+d}" if day.week is not None else "") + f".{day.part}"
    if isinstance(day, RelativeDay):
        return f"R{day.offset:+d}"
    if isinstance(day, (MonthDay, MonthSpan)):
        month = str(day.month or "") + (f"{day.shift:+d}" if day.shift is not None else "")
        return f"D{month}/{day.day}" if isinstance(day, MonthDay) else f"M{month}.{day.part}"
    if isinstance(day, YearSpan):
        return "Y" + (f"{day.shift:+d}" if day.shift is not None else "") + f".{day.part}"
    if isinstance(day, Holiday):
        return f"H{day.name}"
    if isinstance(day, LunarDay):
        return f"L{day.month or ''}/{day.day}"
    assert isinstance(day, FromNow)
    return f"N{day.minutes}"


def code(m: TimeMention) -> str:
    """A mention → its meaning in one word: day, part, clock, bound, joined by blanks."""
    if m.kind != "point":
        return m.kind if m.minutes is None else f"{m.kind} {m.minutes}"
    bits: list[str] = []
    if m.day is not None:
        bits.append(day_code(m.day) + (f"..{day_code(m.day_end)}" if m.day_end else ""))
    if m.part is not None:
        bits.append(m.part + (f"..{m.part_end}" if m.part_end else ""))
    if m.hour is not None:
        clock = f"{m.hour}:{m.minute:02d}" if m.minute is not None else f"{m.hour}h"
        if m.end_hour is not None:
            last = f"{m.end_hour}:{m.end_minute:02d}" if m.end_minute is not None else ""
            clock += f"-{last or str(m.end_hour) + 'h'}"
        bits.append(clock)
    if m.bound is not None:
        bits.append(m.bound)
    return " ".join(bits) + ("~" if m.approx else "")


def told(text: str) -> str:
    """A text → what is found in it: ``words=code`` joined by `` | ``."""
    return " | ".join(f"{text[m.start : m.end]}={code(m)}" for m in find_times(text))


# The signs a Chinese keyboard writes (U+FF01 …) for the ASCII ones of the tables below.
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F) if chr(i) not in '"'}

FOUND = [
    ("周三行吗", "周三=W3"),
    ("星期3可以", "星期3=W3"),
    ("礼拜四吧", "礼拜四=W4"),
    ("那就下周二", "下周二=W2+1"),
    ("这周五有空", "这周五=W5+0"),
    ("本周都行", "本周=K+0."),
    ("下礼拜天", "下礼拜天=W7+1"),
    ("下个星期三", "下个星期三=W3+1"),
    ("下下周一", "下下周一=W1+2"),
    ("周末我在", "周末=K.end"),
    ("这个周末", "这个周末=K+0.end"),
    ("下周末", "下周末=K+1.end"),
    ("双休日", "双休日=K.end"),
    ("周初还是周中", "周初=K.start | 周中=K.mid"),
    ("下周初", "下周初=K+1.start"),
    ("周日下午", "周日下午=W7 afternoon"),
    ("星期天晚上", "星期天晚上=W7 evening"),
    ("礼拜六一早", "礼拜六一早=W6 early"),
    ("周1还是周4", "周1=W1 | 周4=W4"),
    ("明天", "明天=R+1"),
    ("后天上午", "后天上午=R+2 morning"),
    ("大后天", "大后天=R+3"),
    ("今天", "今天=R+0"),
    ("今儿下午", "今儿下午=R+0 afternoon"),
    ("明儿一早", "明儿一早=R+1 early"),
    ("后儿", "后儿=R+2"),
    ("明儿个下午", "明儿个下午=R+1 afternoon"),
    ("昨天给您打过", "昨天=R-1"),
    ("大前天", "大前天=R-3"),
    ("明日上午", "明日上午=R+1 morning"),
    ("今日", "今日=R+0"),
    ("11月28号", "11月28号=D11/28"),
    ("28号", "28号=D/28"),
    ("二十八号", "二十八号=D/28"),
    ("十一月二十八日", "十一月二十八日=D11/28"),
    ("11月28日上午9:00", "11月28日上午9:00=D11/28 morning 9:00"),
    ("11月28上午", "11月28上午=D11/28 morning"),
    ("3月15日下午3点", "3月15日下午3点=D3/15 afternoon 15h"),
    ("三十一号", "三十一号=D/31"),
    ("下月3号", "下月3号=D+1/3"),
    ("本月28号", "本月28号=D+0/28"),
    ("下个月5号", "下个月5号=D+1/5"),
    ("28或29号", "28=D/28 | 29号=D/29"),
    ("二十八、二十九号", "二十八=D/28 | 二十九号=D/29"),
    ("28号还是29号", "28号=D/28 | 29号=D/29"),
    ("月底", "月底=M.end"),
    ("月初", "月初=M.start"),
    ("月中", "月中=M.mid"),
    ("下个月初", "下个月初=M+1.start"),
    ("十一月底", "十一月底=M11.end"),
    ("中旬", "中旬=M.mid"),
    ("下个月中旬", "下个月中旬=M+1.mid"),
    ("下旬", "下旬=M.end"),
    ("十月份", "十月份=M10."),
    ("三月还是四月", "三月=M3. | 四月=M4."),
    ("下个月", "下个月=M+1."),
    ("年底", "年底=Y.end"),
    ("明年初", "明年初=Y+1.start"),
    ("今年还是明年", "今年=Y+0. | 明年=Y+1."),
    ("上半年还是下半年", "上半年=Y.start | 下半年=Y.end"),
    ("上午", "上午=morning"),
    ("早上", "早上=early"),
    ("一早", "一早=early"),
    ("中午", "中午=noon"),
    ("下午", "下午=afternoon"),
    ("傍晚", "傍晚=evening"),
    ("晚上", "晚上=evening"),
    ("饭后", "饭后=noon"),
    ("午饭后", "午饭后=afternoon"),
    ("吃完午饭后", "吃完午饭后=afternoon"),
    ("晚饭后", "晚饭后=evening"),
    ("下班前", "下班前=afternoon"),
    ("快下班", "快下班=afternoon"),
    ("下班以后", "下班以后=evening"),
    ("刚上班", "刚上班=early"),
    ("一大早", "一大早=early"),
    ("凌晨三点", "凌晨三点=early 3h"),
    ("三点", "三点=3h"),
    ("3点", "3点=3h"),
    ("三点半", "三点半=3:30"),
    ("15:30", "15:30=15:30"),
    ("三点一刻", "三点一刻=3:15"),
    ("三点三刻", "三点三刻=3:45"),
    ("两点四十", "两点四十=2:40"),
    ("十点钟", "十点钟=10h"),
    ("下午3点", "下午3点=afternoon 15h"),
    ("三点整", "三点整=3h"),
    ("三点零五分", "三点零五分=3:05"),
    ("3点05", "3点05=3:05"),
    ("15点30分", "15点30分=15:30"),
    ("15时", "15时=15h"),
    ("二十点", "二十点=20h"),
    ("晚上8点", "晚上8点=evening 20h"),
    ("晚上十二点", "晚上十二点=evening 24h"),
    ("半夜两点", "半夜两点=evening 2h"),
    ("中午12点", "中午12点=noon 12h"),
    ("中午一点半", "中午一点半=noon 13:30"),
    ("下午一点", "下午一点=afternoon 13h"),
    ("一点半", "一点半=1:30"),
    ("一点钟", "一点钟=1h"),
    ("一点左右", "一点左右=1h~"),
    ("一点还是两点", "一点=1h | 两点=2h"),
    ("十二点还是一点", "十二点=12h | 一点=1h"),
    ("两点到三点", "两点到三点=2h-3h"),
    ("10点到11点半", "10点到11点半=10h-11:30"),
    ("下午2-3点", "下午2-3点=afternoon 14h-15h"),
    ("下午2点到4点", "下午2点到4点=afternoon 14h-16h"),
    ("三到四点", "三到四点=3h-4h"),
    ("9:00-11:00", "9:00-11:00=9:00-11:00"),
    ("九点到五点", "九点到五点=9h-17h"),
    ("早九点到晚五点", "早九点到晚五点=early..evening 9h-17h"),
    ("下午两点到四点之间", "下午两点到四点之间=afternoon 14h-16h~"),
    ("上午到下午", "上午到下午=morning..afternoon"),
    ("三四点", "三四点=3h-4h~"),
    ("两三点", "两三点=2h-3h~"),
    ("十一二点", "十一二点=11h-12h~"),
    ("下午八九点", "下午八九点=afternoon 20h-21h~"),
    ("上午九十点钟", "上午九十点钟=morning 9h-10h~"),
    ("九点多", "九点多=9h~"),
    ("十点左右", "十点左右=10h~"),
    ("三点来钟", "三点来钟=3h~"),
    ("三点前", "三点前=3h before"),
    ("三点以后", "三点以后=3h after"),
    ("十点之前", "十点之前=10h before"),
    ("下午四点以前", "下午四点以前=afternoon 16h before"),
    ("差五分十点", "差五分十点=9:55"),
    ("差一刻三点", "差一刻三点=2:45"),
    ("三点差五分", "三点差五分=2:55"),
    ("周三周四", "周三=W3 | 周四=W4"),
    ("周三、周四", "周三=W3 | 周四=W4"),
    ("周一到周五", "周一到周五=W1..W5"),
    ("周三到五都行", "周三到五=W3..W5"),
    ("周一至五", "周一至五=W1..W5"),
    ("周三、四都行", "周三=W3 | 四=W4"),
    ("周六日", "周六日=W6..W7"),
    ("下周四五", "下周四五=W4+1..W5+1"),
    ("明后天", "明=R+1 | 后天=R+2"),
    ("今明两天", "今=R+0 | 明两天=R+1"),
    ("明后两天", "明=R+1 | 后两天=R+2"),
    ("周三周四两天", "周三=W3 | 周四两天=W4"),
    ("周末两天", "周末两天=K.end"),
    ("周三上午十点或者下午三点", "周三上午十点=W3 morning 10h | 下午三点=W3 afternoon 15h"),
    ("周三或周四下午", "周三=W3 afternoon | 周四下午=W4 afternoon"),
    ("周三还是周四下午两点", "周三=W3 afternoon 14h | 周四下午两点=W4 afternoon 14h"),
    ("周三或者周四,下午三点", "周三=W3 | 周四=W4 | 下午三点=W4 afternoon 15h"),
    ("周一、周三、周五下午", "周一=W1 afternoon | 周三=W3 afternoon | 周五下午=W5 afternoon"),
    ("周三下午,三点", "周三下午=W3 afternoon | 三点=W3 afternoon 15h"),
    ("周三,上午还是下午", "周三=W3 | 上午=W3 morning | 下午=W3 afternoon"),
    ("下周您看周三还是周四", "下周=K+1. | 周三=W3+1 | 周四=W4+1"),
    ("下周三还是周四", "下周三=W3+1 | 周四=W4+1"),
    ("下周五还是周一", "下周五=W5+1 | 周一=W1"),
    ("下周的周三", "下周的周三=W3+1"),
    ("下周一下午或周二上午", "下周一下午=W1+1 afternoon | 周二上午=W2+1 morning"),
    ("明天上午十点或者三点", "明天上午十点=R+1 morning 10h | 三点=R+1 3h"),
    ("下午两点还是三点", "下午两点=afternoon 14h | 三点=afternoon 15h"),
    ("下午两点、三点都行", "下午两点=afternoon 14h | 三点=afternoon 15h"),
    ("下午三、四点钟", "下午三、四点钟=afternoon 15h-16h~"),
    ("下午三或四点", "下午三=afternoon 15h | 四点=afternoon 16h"),
    ("周三四点", "周三四点=W3 4h"),
    ("周三三四点", "周三三四点=W3 3h-4h~"),
    ("下周二三点", "下周二三点=W2+1 3h"),
    ("下周三点", "下周三点=K+1. 3h"),
    ("下周 三点", "下周 三点=K+1. 3h"),
    ("周三三点半", "周三三点半=W3 3:30"),
    ("周三十点", "周三十点=W3 10h"),
    ("周二十点", "周二十点=W2 10h"),
    ("周三15点", "周三15点=W3 15h"),
    ("星期三十分钟", "星期三=W3 | 十分钟=duration 10"),
    ("28号(周五)下午三点", "28号=D/28 | 周五=W5 | 下午三点=W5 afternoon 15h"),
    ("明天,也就是周三", "明天=R+1 | 周三=W3"),
    ("今晚还是明早", "今晚=R+0 evening | 明早=R+1 early"),
    ("今晚八点", "今晚八点=R+0 evening 20h"),
    ("明早八点半", "明早八点半=R+1 early 8:30"),
    ("周四早8点半", "周四早8点半=W4 early 8:30"),
    ("周四晚7点", "周四晚7点=W4 evening 19h"),
    ("28号晚", "28号晚=D/28 evening"),
    ("一早一晚", "一早=early | 晚=evening"),
    ("国庆后", "国庆后=H国庆 after"),
    ("国庆前还是国庆后", "国庆前=H国庆 before | 国庆后=H国庆 after"),
    ("节后", "节后=H节 after"),
    ("过完年", "过完年=H春节 after"),
    ("年后", "年后=H春节 after"),
    ("五一期间", "五一期间=H五一"),
    ("元旦以后", "元旦以后=H元旦 after"),
    ("十一长假", "十一长假=H十一"),
    ("放假前", "放假前=H放假 before"),
    ("中秋节前", "中秋节前=H中秋 before"),
    ("十分钟", "十分钟=duration 10"),
    ("半小时", "半小时=duration 30"),
    ("一刻钟", "一刻钟=duration 15"),
    ("两天", "两天=duration 2880"),
    ("五分钟就好", "五分钟=duration 5"),
    ("三五分钟", "三五分钟=duration 5"),
    ("十来分钟", "十来分钟=duration 10"),
    ("20分钟", "20分钟=duration 20"),
    ("个把小时", "个把小时=duration 60"),
    ("一个半小时", "一个半小时=duration 90"),
    ("半个钟头", "半个钟头=duration 30"),
    ("一个多小时", "一个多小时=duration 60"),
    ("两个小时", "两个小时=duration 120"),
    ("三个月", "三个月=duration 129600"),
    ("一周", "一周=duration 10080"),
    ("24小时", "24小时=duration 1440"),
    ("五到十分钟", "五到十分钟=duration 10"),
    ("2.5小时", "2.5小时=duration 150"),
    ("90秒", "90秒=duration 1"),
    ("一下午", "一下午=duration"),
    ("十分钟后", "十分钟后=N10"),
    ("半小时以后", "半小时以后=N30"),
    ("过半小时", "过半小时=N30"),
    ("再过三天", "再过三天=R+3"),
    ("两天后", "两天后=R+2"),
    ("一周后", "一周后=N10080"),
    ("三天前", "三天前=R-3"),
    ("改天", "改天=vague"),
    ("有空的时候", "有空的时候=vague"),
    ("方便的时候", "方便的时候=vague"),
    ("过几天", "过几天=vague"),
    ("过两天", "过两天=vague"),
    ("下次", "下次=vague"),
    ("以后", "以后=vague"),
    ("到时候", "到时候=vague"),
    ("这两天", "这两天=vague"),
    ("前几天", "前几天=vague"),
    ("最近", "最近=vague"),
    ("近期", "近期=vague"),
    ("一会儿", "一会儿=vague"),
    ("待会儿", "待会儿=vague"),
    ("过一会儿", "过一会儿=vague"),
    ("回头", "回头=vague"),
    ("稍后", "稍后=vague"),
    ("改个时间", "改个时间=vague"),
    ("换个时间", "换个时间=vague"),
    ("约个时间", "约个时间=vague"),
    ("哪天", "哪天=vague"),
    ("什么时候", "什么时候=vague"),
    ("几点", "几点=vague"),
    ("周几", "周几=vague"),
    ("几号", "几号=vague"),
    ("星七三", "星七三=W3"),
    ("周散下午", "周散下午=W3 afternoon"),
    ("礼 拜 四", "礼 拜 四=W4"),
    ("礼拜 四 下午", "礼拜 四 下午=W4 afternoon"),
    ("下五", "下五=afternoon"),
    ("下五三点", "下五三点=afternoon 15h"),
    ("名天上午", "名天上午=R+1 morning"),
    ("后填", "后填=R+2"),
    ("周 三 下 午 三 点", "周 三 下 午 三 点=W3 afternoon 15h"),
    ("週三下午兩點", "週三下午兩點=W3 afternoon 14h"),
    ("星期五還是禮拜六", "星期五=W5 | 禮拜六=W6"),
    ("三點鐘", "三點鐘=3h"),
    ("万一周三不行呢", "周三=W3"),
    ("统一周三来", "周三=W3"),
    ("马上周五了", "周五=W5"),
    ("等一下周三给您打", "周三=W3"),
    ("周四下午好吗", "周四下午=W4 afternoon"),
    ("上午好还是下午好", "上午=morning | 下午=afternoon"),
    ("还是下午好", "下午=afternoon"),
    ("快一点半了", "一点半=1:30"),
    ("只有三点有空", "三点=3h"),
    ("那就三点吧", "三点=3h"),
    ("我说三点行不行", "三点=3h"),
    ("快三点了", "三点=3h"),
    ("我三点一刻到", "三点一刻=3:15"),
    ("月底结账", "月底=M.end"),
    ("截止28号", "28号=D/28 before"),
    ("活动到月底", "月底=M.end before"),
    ("后天的下午", "后天的下午=R+2 afternoon"),
    ("后天天气好", "后天=R+2"),
    ("周五天气不错", "周五=W5"),
    ("周三前台见", "周三=W3"),
    ("三点前台见", "三点=3h"),
    ("今天晚点", "今天=R+0"),
    ("周三早点", "周三=W3"),
    ("明天早一点", "明天=R+1"),
    ("三点十分钟", "三点=3h | 十分钟=duration 10"),
    ("3、4点", "3、4点=3h-4h~"),
    ("快要下班", "快要下班=afternoon"),
    ("下午三、四点", "下午三、四点=afternoon 15h-16h~"),
    ("初八下午", "初八下午=L/8 afternoon"),
    ("年初八", "年初八=L1/8"),
    ("正月初六", "正月初六=L1/6"),
    ("腊月二十三", "腊月二十三=L12/23"),
    ("年初", "年初=Y.start"),
    ("月初十号", "月初=M.start | 十号=D/10"),
    ("15号门诊之前", "15号=D/15"),
]

NOT_TIMES = [
    "三点好处",
    "第二点",
    "有两点",
    "有三点想法",
    "3点建议",
    "3点建议给您",
    "一点儿",
    "快一点",
    "早点",
    "晚点",
    "早一点还是晚一点",
    "差一点",
    "十点优惠",
    "两点要求",
    "这三点",
    "这三点您同意吗",
    "主要有三点",
    "以下五点建议",
    "分三点说",
    "我说两点,第一",
    "提两点意见",
    "一点都不贵",
    "有一点想法",
    "便宜一点",
    "八点五折",
    "3点5折",
    "三点五个百分点",
    "二点四G",
    "10点流量",
    "两点一线",
    "周到",
    "服务很周到",
    "周边",
    "周总",
    "周总您好",
    "周经理",
    "叫一下周总",
    "麻烦叫一下周经理",
    "周转",
    "周围",
    "周六福珠宝",
    "一周年",
    "号码13800138000",
    "一号通",
    "动力100",
    "5G",
    "12580",
    "10086",
    "二十号人",
    "二十八号楼",
    "3号线",
    "5号会议室",
    "建设路28号",
    "400-800-1234",
    "139元",
    "早上好",
    "早上好,王总",
    "下午好,张经理",
    "晚上好",
    "晚安",
    "国庆快乐",
    "中秋快乐",
    "十分感谢",
    "天气",
    "天天",
    "聪明",
    "明白",
    "早餐",
    "点击",
    "有点忙",
    "差点忘了",
    "第一天",
    "后天培养",
    "回头客",
    "下午茶",
    "每周三次",
    "10:1",
    "25:00",
    "三点五",
    "您好",
    "喂",
    "孩子上初三",
    "周末愉快",
    "",
]

CHOICES = [
    ("您看周三下午三点还是周四上午十点", ["W3 afternoon 15h", "W4 morning 10h"]),
    ("您看周三下午三点行吗?要不周四上午也可以", ["W3 afternoon 15h", "W4 morning"]),
    ("要不周四?周五也成", ["W4", "W5"]),
    ("周三我在您附近,周四去您公司都行", ["W3", "W4"]),
    ("这周还是下周", ["K+0.", "K+1."]),
    ("月底还是下月初", ["M.end", "M+1.start"]),
    ("上午还是下午", ["morning", "afternoon"]),
    ("早上还是上午", ["early", "morning"]),
    ("下午三点还是15:30", ["afternoon 15h", "afternoon 15:30"]),
    ("三点还是三点半", ["3h", "3:30"]),
    ("15:00 还是下午三点", ["15:00"]),
    ("今天还是改天", ["R+0"]),
    ("最近或者下周", ["K+1."]),
    ("早点还是晚点", []),
    ("这两天", []),
    ("您什么时候有空", []),
    ("周三下午,三点", ["W3 afternoon 15h"]),
    ("周三,也就是明天", ["W3"]),
    ("周三,明天", ["W3"]),
    ("明天,周三,下午三点", ["W3 afternoon 15h"]),
    ("周三还是明天", ["W3", "R+1"]),
    ("周三或者周四,下午三点", ["W3", "W4 afternoon 15h"]),
    ("周三,上午还是下午", ["W3 morning", "W3 afternoon"]),
    ("下周您看周三还是周四", ["W3+1", "W4+1"]),
    ("周三还是下周三", ["W3", "W3+1"]),
    ("这周三还是下周三", ["W3+0", "W3+1"]),
    ("下周三点", ["K+1. 3h"]),
    ("明天上午或者下午再给您打", ["R+1 morning", "R+1 afternoon"]),
    ("我下周二、下周三都在您那片", ["W2+1", "W3+1"]),
    ("明后天", ["R+1", "R+2"]),
    ("周三四点", ["W3 4h"]),
    ("两点到三点", ["2h-3h"]),
    ("周一到周五都行", ["W1..W5"]),
    ("两点到三点,两点半也行", ["2:30"]),
    ("三点前还是三点后", ["3h before", "3h after"]),
    ("周五之前给您答复", []),
    ("活动到月底,您看周三还是周四方便", ["W3", "W4"]),
    ("明天有活动,您看周三还是周四", ["W3", "W4"]),
    ("今天给您打电话,想约您明天或后天", ["R+1", "R+2"]),
    ("今天天气不错", []),
    ("昨天说好的周三下午", ["W3 afternoon"]),
    ("上周三您不在,这周四呢", ["W4+0"]),
    ("周三不行,周四吧", ["W4"]),
    ("如果周三不方便,周四也行", ["W3", "W4"]),
    ("周三开会,周四行吗", ["W4"]),
    ("那就周三下午三点,我周二再跟您确认", ["W3 afternoon 15h"]),
    ("我不是来问您今天还是明天有空的", []),
    ("占用您十分钟,周三还是周四", ["W3", "W4"]),
    ("十分钟后还是半小时后打给您", ["N10", "N30"]),
    ("国庆前还是国庆后", ["H国庆 before", "H国庆 after"]),
    ("28号(周五)下午三点", ["W5 afternoon 15h"]),
    ("28号周五还是29号周六", ["D/28", "D/29"]),
    ("今年业务不错,周三还是周四", ["W3", "W4"]),
    ("今年还是明年", ["Y+0.", "Y+1."]),
    ("没问题周三还是周四您定", ["W3", "W4"]),
    ("要不约周三或周四", ["W3", "W4"]),
    ("是不是约周三或者周四", ["W3", "W4"]),
    ("周三一起吃饭还是周四", ["W3", "W4"]),
    ("周三上午给您讲讲优惠,或者周四", ["W3 morning", "W4"]),
    ("不是周三就是周四", ["W3", "W4"]),
    ("下午三点,周三", ["W3 afternoon 15h"]),
    ("一早一晚都行", ["early", "evening"]),
    ("今晚还是明早", ["R+0 evening", "R+1 early"]),
    ("周一、周三、周五下午", ["W1 afternoon", "W3 afternoon", "W5 afternoon"]),
    ("周三还是周四,我建议周三", ["W3", "W4"]),
    ("周末,周六吧", ["W6"]),
    ("明天下午三点,后天上午十点,大后天也行", ["R+1 afternoon 15h", "R+2 morning 10h", "R+3"]),
    ("5月1日起调价,您看周三还是周四", ["W3", "W4"]),
    ("下周有空吗?周三怎么样", ["W3+1"]),
    ("王总您好", []),
    ("那您看初三还是初五", ["L/3", "L/5"]),
    ("您看腊月二十前还是腊月二十三以后", ["L12/20 before", "L12/23 after"]),
    ("您这礼拜哪天在办公室", []),
    ("您看15点行吗要是不行16点半也成", ["15h", "16:30"]),
    ("今下午您要没空,明上午我再来一趟也行", ["R+0 afternoon", "R+1 morning"]),
    ("开学前还是开学后", ["H开学 before", "H开学 after"]),
]

COMPATIBLE = [
    ("周三", "周三下午", True),
    ("周三", "周四", False),
    ("周三", "明天", True),
    ("周三", "下周三", True),
    ("这周三", "下周三", False),
    ("下周", "下周三", True),
    ("下周", "这周三", False),
    ("下周", "今天", False),
    ("下周", "后天", True),
    ("周末", "周六", True),
    ("周末", "周五", False),
    ("周一到周五", "周三", True),
    ("周一到周五", "周六", False),
    ("明天", "后天", False),
    ("明天", "明天下午三点", True),
    ("月底", "28号", True),
    ("月底", "3号", False),
    ("月底", "月初", False),
    ("11月28号", "28号", True),
    ("11月28号", "12月28号", False),
    ("11月", "11月28号", True),
    ("下个月", "本月28号", False),
    ("28号", "周五", True),
    ("上午", "下午", False),
    ("早上", "上午", True),
    ("中午", "下午", False),
    ("中午一点", "下午", True),
    ("下午", "下午三点", True),
    ("上午", "三点", False),
    ("下午", "三点", True),
    ("下午", "十点", False),
    ("三点", "15:00", True),
    ("三点", "三点半", False),
    ("下午三点", "15:30", False),
    ("下午三点左右", "15:15", True),
    ("下午两点到四点", "三点", True),
    ("下午两点到四点", "五点", False),
    ("三四点", "15:30", True),
    ("九点多", "九点半", True),
    ("三点前", "三点后", False),
    ("十点以后", "上午十一点", True),
    ("十点以后", "上午九点", False),
    ("周三上午", "下午三点", False),
    ("国庆前", "国庆后", False),
    ("国庆后", "国庆后", True),
    ("十分钟后", "半小时后", False),
    ("改天", "周三", True),
    ("十分钟", "周三", False),
    ("十分钟", "半小时", True),
    ("今年", "明年", False),
]


def wide(text: str) -> str:
    """The same text with the signs and digits of a Chinese keyboard."""
    return text.translate(WIDE)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found_inside_a_sentence(text: str, expected: str) -> None:
    carrier = f"王总您好,{text},麻烦您了"
    before = len("王总您好,")
    found = [m for m in find_times(carrier) if m.end <= before + len(text)]
    assert " | ".join(f"{carrier[m.start : m.end]}={code(m)}" for m in found) == expected


@pytest.mark.parametrize("text", [text for text, _ in FOUND])
def test_full_width_signs_change_nothing(text: str) -> None:
    assert find_times(wide(text)) == find_times(text)


@pytest.mark.parametrize("text", NOT_TIMES)
def test_not_times(text: str) -> None:
    assert find_times(text) == ()
    assert find_times(wide(text)) == ()
    assert alternatives(text) == ()
    assert not any(char_classes(text))


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_alternatives(text: str, expected: list[str]) -> None:
    assert [code(m) for m in alternatives(text)] == expected
    assert [code(m) for m in alternatives(wide(text))] == expected


@pytest.mark.parametrize(("one", "other", "expected"), COMPATIBLE)
def test_compatible(one: str, other: str, expected: bool) -> None:
    a, b = find_times(one)[0], find_times(other)[0]
    assert compatible(a, b) is expected
    assert compatible(b, a) is expected


def test_char_classes() -> None:
    assert char_classes("占用您十分钟") == [0, 0, 0, 2, 2, 2]
    assert char_classes("改天或周三") == [3, 3, 0, 1, 1]
    assert char_classes("") == []


def test_own_day_tells_said_from_inherited() -> None:
    first, second = find_times("周三上午或下午")
    assert first.own_day and not second.own_day
    assert second.day == Weekday(3)


def test_vague_flag_goes_with_the_kind() -> None:
    assert all(m.vague == (m.kind == "vague") for text, _ in FOUND for m in find_times(text))


def test_first_signs_are_complete() -> None:
    """The guard in front of the master pattern and the prefilter lose nothing."""
    pattern = module._MASTER.pattern
    guard = f"(?=[{module._FIRST}])"
    assert pattern.startswith(guard)
    bare = re.compile(pattern[len(guard) :])
    for text in [*(t for t, _ in FOUND), *NOT_TIMES, *(t for t, _ in CHOICES)]:
        text = module._fold(text)
        spans = [m.span() for m in bare.finditer(text)]
        assert spans == [m.span() for m in module._MASTER.finditer(text)]
        if any(m.lastgroup != "skip" for m in bare.finditer(text)):
            assert module._TRIGGER.search(text)


def test_long_text_stays_linear() -> None:
    text = "周三下午三点还是周四上午十点?" * 400
    assert len(find_times(text)) == 800
    assert len(find_times("零一二三四五六七八九十" * 2000)) == 0
    assert alternatives("三点" * 50)


SIGNS = (
    "一二三四五六七八九十两半点周星期礼拜下上这个月号日天今明后前年早晚午饭班到至"
    "-~:0123456789,。?、 的或还是"
)
PIECES = st.sampled_from([t for t, _ in FOUND] + NOT_TIMES + list(SIGNS))
ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@settings(max_examples=600, deadline=None)
@given(ANY_TEXT)
def test_mentions_are_ordered_spans_of_the_text(text: str) -> None:
    last = 0
    for m in find_times(text):
        assert last <= m.start < m.end <= len(text)
        assert text[m.start : m.end].strip()
        assert m.kind in ("point", "duration", "vague")
        last = m.end
        hash(m)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_alternatives_are_distinct_points_of_the_text(text: str) -> None:
    found = find_times(text)
    spans = {(m.start, m.end) for m in found}
    chosen = alternatives(text)
    assert len(chosen) <= len(found)
    for m in chosen:
        assert m.kind == "point" and (m.start, m.end) in spans
    assert len({(m.start, m.end) for m in chosen}) == len(chosen)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_compatible_is_reflexive_and_symmetric(text: str) -> None:
    found = find_times(text)[:6]
    for a in found:
        assert compatible(a, a)
        for b in found:
            assert compatible(a, b) == compatible(b, a)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_char_classes_agree_with_the_mentions(text: str) -> None:
    classes = char_classes(text)
    assert len(classes) == len(text)
    assert sum(c != 0 for c in classes) == sum(m.end - m.start for m in find_times(text))


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_full_width_text_gives_the_same_spans(text: str) -> None:
    assert find_times(wide(text)) == find_times(text)
