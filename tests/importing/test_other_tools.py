"""The same call as recorders, recognisers, meetings, chats and quality tools write it: read alike from all.

Written as those tools write, before looking at how the readers work; fifteen of twenty-two were read at once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from duilian.dialogue.model import Context, Dialogue
from duilian.importing.formats import read_file
from duilian.importing.results import Expected

TALK = (
    (3, "trainee", "您好，请问是顺达物流的王总吗？"),
    (6, "client", "我是，你哪位？"),
    (9, "trainee", "王总您好，我是移动公司的客户经理李明，想跟您约个时间当面谈谈车队管理的事。"),
    (18, "client", "电话里说不行吗？"),
    (21, "trainee", "得对着您的线路演示才看得明白。您看周三下午三点还是周四上午十点方便？"),
    (30, "client", "那就周三下午吧。"),
    (33, "trainee", "好的，周三下午三点我到您办公室，再见。"),
    (39, "client", "再见。"),
)


def lines(form: str, trainee: str, client: str, between: str = "\n") -> str:
    """Every turn in a form: n its number, its name and words, when it begins and ends in seconds."""
    return between.join(
        form.format(
            n=n,
            name=trainee if side == "trainee" else client,
            at=f"{at:02d}",
            end=f"{at + 2:02d}",
            s=at,
            e=at + 2,
            words=words,
        )
        for n, (at, side, words) in enumerate(TALK, 1)
    )


def entries(make: Callable[[int, str, str], object]) -> list[object]:
    return [make(at, side, words) for at, side, words in TALK]


def number(side: str) -> int:
    return int(side == "client")


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["11月外呼通话明细"])
    sheet.append(["通话ID", "坐席姓名", "客户号码", "通话时间", "通话时长", "对话内容"])
    sheet.append(
        [
            "A1",
            "李明",
            "13800138000",
            "2026-11-20 10:23:45",
            "00:00:42",
            lines("{name}：{words}", "坐席", "客户"),
        ]
    )
    book.save(file)
    return file.getvalue()


WHOLE = "".join(words for _, _, words in TALK)
JSON = {
    "阿里云": {
        "Result": {
            "Sentences": entries(
                lambda at, side, words: {
                    **{
                        "EndTime": at * 1000 + 2000,
                        "SilenceDuration": 0,
                        "BeginTime": at * 1000,
                        "Text": words,
                    },
                    **{"ChannelId": number(side), "SpeechRate": 220, "EmotionValue": 5.6},
                }
            )
        },
        "StatusText": "SUCCESS",
    },
    "腾讯云": {
        "Response": {
            "Data": {
                "TaskId": 1,
                "StatusStr": "success",
                "ResultDetail": entries(
                    lambda at, side, words: {
                        **{
                            "FinalSentence": words,
                            "SliceSentence": " ".join(words),
                            "SpeakerId": number(side),
                        },
                        **{"StartMs": at * 1000, "EndMs": at * 1000 + 2000, "WordsNum": 3},
                    }
                ),
            }
        }
    },
    "whisperx": {
        "segments": entries(
            lambda at, side, words: {
                **{
                    "start": float(at),
                    "end": at + 2.0,
                    "text": f" {words}",
                    "speaker": f"SPEAKER_0{number(side)}",
                },
                "words": [{"word": "您", "start": 1, "end": 2, "speaker": "SPEAKER_00"}],
            }
        ),
        "language": "zh",
    },
    "火山": {
        "resp": {
            "code": 1000,
            "text": WHOLE,
            "utterances": entries(
                lambda at, side, words: {
                    **{"text": words, "start_time": at * 1000, "end_time": at * 1000 + 2000},
                    "additions": {"speaker": str(number(side) + 1)},
                }
            ),
        }
    },
    "百度": {
        "tasks_result": [
            {
                "task_id": "1",
                "task_result": {
                    "result": [WHOLE],
                    "detailed_result": entries(
                        lambda at, side, words: {
                            **{"res": [words], "begin_time": at * 1000, "end_time": at * 1000 + 2000},
                            "speaker": str(number(side)),
                        }
                    ),
                },
            }
        ]
    },
    "funasr": [
        {
            "key": "a",
            "text": WHOLE,
            "sentence_info": entries(
                lambda at, side, words: {
                    **{"text": words, "start": at * 1000, "end": at * 1000 + 2000, "spk": number(side)},
                    "timestamp": [[1, 2]],
                }
            ),
        }
    ],
}
CHAT = entries(
    lambda at, side, words: {
        **{"msgid": str(at), "action": "send", "from": ("LiMing", "wmAAA")[number(side)], "roomid": ""},
        **{"msgtime": 1763605425000 + at, "msgtype": "text", "text": {"content": words}},
    }
)
ASS = (
    "[Script Info]\nTitle: x\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
FILES: dict[str, bytes] = {
    "讯飞听见.txt": (
        "2026-11-20 10.23.45.m4a\n转写时间：2026-11-20 10:40\n\n"
        + lines("{name} 00:00:{at}\n{words}", "说话人1", "说话人2", "\n\n")
    ).encode(),
    "听悟.txt": (
        "录音转文字\n2026-11-20 10:23 · 2分30秒\n\n"
        + lines("{name}  00:{at}\n{words}", "发言人 1", "发言人 2", "\n\n")
    ).encode(),
    "妙记.txt": (
        "回访王总\n2026年11月20日 上午 10:23|2分 30秒\n\n关键词:\n宽带、套餐、车队管理\n\n文字记录:\n\n"
        + lines("{name} 00:{at}.120\n{words}", "李明", "王建国", "\n\n")
    ).encode(),
    "腾讯会议.txt": (
        "会议主题：回访\n会议时间：2026/11/20 10:23:45\n\n"
        + lines("{name}(00:00:{at}): {words}", "李明", "王建国")
    ).encode(),
    "zoom.vtt": (
        "WEBVTT\n\n"
        + lines("{n}\n00:00:{at}.000 --> 00:00:{end}.500\n{name}: {words}", "李明", "王建国", "\n\n")
    ).encode(),
    "teams.vtt": (
        "WEBVTT\n\n"
        + lines(
            "a-{n}/0\n00:00:{at}.000 --> 00:00:{end}.500\n<v {name}>{words}</v>", "李明", "王建国", "\n\n"
        )
    ).encode(),
    "腾讯云结果.txt": lines("[0:{s}.000,0:{e}.500,{name}]  {words}", "0", "1").encode(),
    "质检平台.csv": (
        "录音流水号,坐席工号,主叫号码,被叫号码,开始时间,角色,转写内容,情绪\r\n"
        + lines(
            '2026112001,8012,057188880000,13800138000,2026-11-20 10:23:{at},{name},"{words}",平静',
            "坐席",
            "客户",
            "\r\n",
        )
    ).encode("gb18030"),
    "一通一行.xlsx": workbook(),
    "钉钉.txt": lines("{name} 2026-11-20 10:23:{at}\n{words}", "李明", "王建国", "\n\n").encode(),
    "企业微信.jsonl": "\n".join(json.dumps(one, ensure_ascii=False) for one in CHAT).encode(),
    "elan.tsv": (
        "Begin Time\tEnd Time\tSpeaker\tText\n"
        + lines("00:00:{at}.000\t00:00:{end}.000\t{name}\t{words}", "客户经理", "客户")
    ).encode("utf-16"),
    "字幕.ass": (
        ASS
        + lines("Dialogue: 0,0:00:{at}.00,0:00:{end}.00,Default,{name},0,0,0,,{words}", "客户经理", "客户")
    ).encode(),
    "表格.md": (
        "# 回访记录\n\n| 时间 | 说话人 | 内容 |\n|---|---|---|\n"
        + lines("| 00:{at} | {name} | {words} |", "客户经理", "客户")
    ).encode(),
    "编号台词.txt": (
        "通话录音文字稿\n录音编号：20261120-003\n坐席：李明（8012）\n客户：王总\n时长：42秒\n\n"
        + lines("{n}、{name}：{words}", "坐席", "客户")
    ).encode("gbk"),
    "左右分列.csv": (
        "时间,客户经理,客户\n"
        + "\n".join(
            f"10:23:{at:02d}," + (f"{words}," if side == "trainee" else f",{words}")
            for at, side, words in TALK
        )
    ).encode("utf-8-sig"),
} | {f"{name}.json": json.dumps(value, ensure_ascii=False).encode() for name, value in JSON.items()}


@pytest.mark.parametrize("name", FILES)
def test_the_same_call_from_every_tool(name: str) -> None:
    (result,) = read_file(name, FILES[name], Expected("phone_appointment", Context()))
    assert isinstance(result.call, Dialogue), result.call
    assert [(turn.speaker, turn.text) for turn in result.call.turns] == [
        (side, words) for _, side, words in TALK
    ]


@pytest.mark.parametrize(
    "name", ["听悟.txt", "zoom.vtt", "腾讯云结果.txt", "elan.tsv", *(f"{n}.json" for n in JSON)]
)
def test_times_that_stand_there_are_kept(name: str) -> None:
    (result,) = read_file(name, FILES[name], Expected("phone_appointment", Context()))
    assert [begins for begins, _ in result.spans] == [at for at, _, _ in TALK]


def test_who_is_in_a_call_is_no_call_but_short_words_are() -> None:
    short = (
        "通话时间：2026-11-20 10:23\n客户：喂\n客服：您好请问是王总吗\n\n客户：是的\n客服：我是移动的小李\n"
    )
    (result,) = read_file("a.txt", short.encode(), Expected("phone_appointment", Context()))
    assert isinstance(result.call, Dialogue) and len(result.call.turns) == 4
