"""One call in every shape that people and programs write: read the same, or refused with a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import time
from time import perf_counter
from typing import Any

import docx
import openpyxl
import pytest

from duilian.dialogue.model import Context, Dialogue
from duilian.errors import DataError
from duilian.importing.formats import read_file
from duilian.importing.results import Expected, ImportResult
from tests.importing.test_samples import CALL

WORDS = [text for _, text in CALL]
TURNS = list(enumerate(WORDS))
PAIRS = (
    *(("坐席", "客户"), ("Agent", "Customer"), ("说话人 1", "说话人 2"), ("甲", "乙"), ("李明", "张伟")),
    *(
        ("李经理", "王总"),
        ("主叫", "被叫"),
        ("我", "对方"),
        ("客服001", "客户001"),
        ("坐席(8012)", "客户(138)"),
    ),
    *(
        ("客戶經理", "客戶"),
        ("甲方", "乙方"),
        ("客户经理（小李）", "客户（张先生）"),
        ("房东", "租客"),
        ("主持人", "嘉宾"),
    ),
)
LINES = (
    *(
        "{n}：{w}",
        "{n}: {w}",
        "【{n}】{w}",
        "【{n}】：{w}",
        "[{n}]: {w}",
        "1. {n}：{w}",
        "- {n}：{w}",
        "**{n}**：{w}",
    ),
    *(
        "- **{n}：** {w}",
        "[{t}] {n}：{w}",
        "{t} {n}：{w}",
        "({t}) {n}: {w}",
        "{n}（{t}）：{w}",
        "{n} {t}：{w}",
    ),
    *(
        "{n} {t}\n{w}\n",
        "{n}  {t}\n{w}",
        "{t} {n}\n{w}\n",
        "[{t} --> 00:59] {n}: {w}",
        "[{n} {t}] {w}",
        "[{t}]【{n}】{w}",
    ),
    *(
        "{n}：\n{w}\n",
        "{n}\n{w}\n",
        "{n}\t{w}",
        "{n}  {w}",
        "{n}\u3000{w}",
        "第3轮 {n}：{w}",
        "| {n} | {w} |",
        "<{n}> {w}",
    ),
    *(
        "{n} 2024/3/1 10:00\n{w}\n",
        "2024-03-01 10:00:00 {n}\n{w}\n",
        "{n}:\n{w}\n\n",
        "> {n}：{w}",
        "{n}|{w}",
    ),
)


def written(line: str, names: tuple[str, str] = ("客户经理", "客户")) -> str:
    """The call, a form for each turn."""
    return "\n".join(line.format(n=names[i % 2], w=w, t=f"00:{i * 7:02}") for i, w in TURNS)


def read(name: str, content: str | bytes) -> list[ImportResult]:
    content = content if isinstance(content, bytes) else content.encode()
    return read_file(name, content, Expected("phone_care", Context()))


def said(results: list[ImportResult]) -> list[tuple[str, str]] | list[str]:
    """The turns of the only call, or what is wrong."""
    (first, *others) = results
    if others or not isinstance(first.call, Dialogue):
        return [str(result.call) for result in results if isinstance(result.call, DataError)]
    return [(turn.speaker, turn.text) for turn in first.call.turns]


@pytest.mark.parametrize("line", LINES)
def test_text_of_every_shape(line: str) -> None:
    for names in PAIRS:
        assert said(read("a.txt", written(line, names))) == CALL, names


ENTRIES: dict[str, Any] = {
    "whisperx": {
        "segments": [{"start": i * 7.0, "text": w, "speaker": f"SPEAKER_0{i % 2}"} for i, w in TURNS]
    },
    "whisper.cpp": {
        "transcription": [
            {"offsets": {"from": i * 7000, "to": 1}, "text": f" (speaker {i % 2}) {w}"} for i, w in TURNS
        ]
    },
    "iflytek": {
        "result": [{"bg": str(i * 7000), "ed": "1", "onebest": w, "speaker": str(i % 2)} for i, w in TURNS]
    },
    "tingwu": {
        "Transcription": {
            "Paragraphs": [
                {"SpeakerId": str(i % 2), "Words": [{"Start": i * 7000, "Text": sign} for sign in w]}
                for i, w in TURNS
            ]
        }
    },
    "dashscope": {
        "transcripts": [
            {
                "text": "",
                "sentences": [{"begin_time": i * 7000, "text": w, "speaker_id": i % 2} for i, w in TURNS],
            }
        ]
    },
    "list": [{"speaker": ("销售", "客户")[i % 2], "text": w, "time": f"00:{i * 7:02}"} for i, w in TURNS],
}
CHATS: dict[str, Any] = {
    "messages": {"messages": [{"role": ("assistant", "user")[i % 2], "content": w} for i, w in TURNS]},
    "turned round": {"messages": [{"role": ("user", "assistant")[i % 2], "content": w} for i, w in TURNS]},
    "strings": [f"{('客服', '客户')[i % 2]}：{w}" for i, w in TURNS],
    "names as keys": {"content": [{("客服", "客户")[i % 2]: w} for i, w in TURNS]},
    "nested": {
        "data": {
            "list": [{"messages": [{"sender": "客服客户"[i % 2 * 2 :][:2], "msg": w} for i, w in TURNS]}]
        }
    },
}


@pytest.mark.parametrize("name", [*ENTRIES, *CHATS])
def test_json_of_every_shape(name: str) -> None:
    value = (ENTRIES | CHATS)[name]
    for indent in (None, 2):
        results = read("a.json", json.dumps(value, ensure_ascii=False, indent=indent))
        assert said(results) == CALL
        assert not results[0].spans or results[0].spans[1][0] == 7.0
        assert bool(results[0].spans) == (name in ENTRIES)


def test_json_lines_may_each_be_a_line_that_is_said() -> None:
    lines = [{"call_id": "c", "speaker": ("客服", "客户")[i % 2], "text": w} for i, w in TURNS]
    results = read("a.jsonl", "\n".join(json.dumps(line) for line in lines))
    assert said(results) == CALL and isinstance(results[0].call, Dialogue) and results[0].call.id == "c"


TABLES = {
    "blank ids": "通话,说话人,内容\n"
    + "\n".join(f"{'' if i else 'A'},{('坐席', '客户')[i % 2]},{w}" for i, w in TURNS),
    "blank rows": "通话,说话人,内容\n" + "\n,,\n".join(f"1,{('坐席', '客户')[i % 2]},{w}" for i, w in TURNS),
    "semicolons": "通话;角色;文本\n" + "\n".join(f"1;{('坐席', '客户')[i % 2]};{w}" for i, w in TURNS),
    "a title above": "记录,,\n序号,角色,文本\n"
    + "\n".join(f"{i},{('坐席', '客户')[i % 2]},{w}" for i, w in TURNS),
    "a column a side": "客户经理,客户\n" + "\n".join(f"{w}," if i % 2 == 0 else f",{w}" for i, w in TURNS),
    "a call a row": f'通话编号,通话时间,对话内容\nc1,2024-01-01 10:00,"{written("{n}：{w}")}"\n',
    "wechat": "Type,IsSender,StrContent,StrTime\n"
    + "\n".join(f"1,{1 - i % 2},{w},2024-03-01 10:0{i}:00" for i, w in TURNS),
    "codes": "录音ID,角色,文本\n" + "\n".join(f"R,{i % 2},{w}" for i, w in TURNS),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_of_every_shape_and_encoding(name: str, encoding: str) -> None:
    assert said(read("a.csv", TABLES[name].encode(encoding))) == CALL


SRT = "\n\n".join(f"{i + 1}\n00:00:{i * 7:02},000 --> 00:00:59,500\n{{{i}}}" for i, _ in TURNS)


@pytest.mark.parametrize("line", ["{n}：{w}", "[{n}]: {w}", "【{n}】{w}", "{n}\n{w}"])
def test_subtitles(line: str) -> None:
    words = [line.format(n=("SPEAKER_00", "SPEAKER_01")[i % 2], w=w) for i, w in TURNS]
    for text in (SRT.format(*words), "WEBVTT\n\n" + SRT.replace(",", ".").format(*words)):
        results = read("a.srt", text)
        assert said(results) == CALL and results[0].spans[1] == (7.0, 59.5)


def test_subtitles_without_names_are_refused_with_their_lines() -> None:
    assert [result.line for result in read("a.srt", SRT.format(*WORDS))][:2] == [2, 6]


PAGES = (
    *(
        "<li>{n}：{w}</li>",
        "<li><b>{n}：</b>{w}</li>",
        "<li><span>{n}</span><span>{w}</span></li>",
        "{n}：{w}<br>",
    ),
    *(
        "<dt>{n}</dt><dd>{w}</dd>",
        '<li data-speaker="{n}">{w}</li>',
        "<div><div>{n}</div><div>{w}</div></div>",
    ),
    *("<li><b>{n}</b> <time>{t}</time><p>{w}</p></li>", "<table><tr><td>{n}</td><td>{w}</td></tr></table>"),
)


@pytest.mark.parametrize("line", PAGES)
def test_pages(line: str) -> None:
    head = "<!DOCTYPE html><html><head><title>t</title><style>p {}</style></head><body>"
    page = f"{head}<ul>{written(line)}</ul>"
    assert said(read("a.html", page)) == CALL


def workbook(rows: list[list[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.create_sheet("说明").append(["请看第一张"])
    book.save(out)
    return out.getvalue()


def test_workbooks_and_what_was_not_read_of_them() -> None:
    rows = [["记录"], [], ["录音ID", "角色", "文本", "开始"]]
    rows += [[None if i else 1, ("坐席", "客户")[i % 2], w, time(0, 0, i * 7)] for i, w in TURNS]
    results = read("a.xlsx", workbook(rows))
    assert said(results) == CALL and results[0].spans[1][0] == 7.0
    assert results[0].notes == ("没有读没有表头的工作表：说明",)


def test_word_documents() -> None:
    paragraphs, table = docx.Document(), docx.Document()
    cells = table.add_table(0, 2)
    for i, w in TURNS:
        paragraphs.add_paragraph(f"{('坐席', '客户')[i % 2]}：{w}")
        for cell, text in zip(cells.add_row().cells, (("坐席", "客户")[i % 2], w), strict=True):
            cell.text = text
    for document in (paragraphs, table):
        out = io.BytesIO()
        document.save(out)
        assert said(read("a.docx", out.getvalue())) == CALL


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_is_read_file_by_file_and_bounded() -> None:
    good = written("{n}：{w}").encode()
    results = read(
        "a.zip", zipped({"d/a.txt": good, "__MACOSX/a": b"x", "b.pdf": b"%PDF", "c.zip": zipped({"x": b""})})
    )
    assert [(one.where, isinstance(one.call, Dialogue)) for one in results] == [
        ("d/a.txt", True),
        ("b.pdf", False),
        ("c.zip", False),
    ]
    with pytest.raises(DataError, match="压缩包太大"):
        read("a.zip", zipped({"a.txt": b"\0" * 200_000_001}))
    with pytest.raises(DataError, match="压缩包坏了"):
        read("a.zip", zipped({"a.txt": good})[:-30])


@pytest.mark.parametrize(
    ("start", "why"),
    [(b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0", "旧格式"), (b"RIFF", "录音"), (b"ID3", "录音")],
)
def test_what_is_not_read_is_refused_in_a_sentence(start: bytes, why: str) -> None:
    with pytest.raises(DataError, match=why):
        read("a", start + b"\0" * 20)


def test_what_is_no_words_is_left_out_and_said() -> None:
    text = (
        written("{n}：{w}")
        .replace("什么事？", "什么事？（不耐烦）")
        .replace("\n客户：不", "\n（沉默3秒）\n客户：不")
    )
    (result,) = read(
        "a.txt", f"未命名录音\n关键词：\n宽带、时间\n\n{text}\n【客户挂断电话】\n通话时长：58秒\n"
    )
    assert said([result]) == CALL and "有 7 处不是谈话" in result.notes[0]


@pytest.mark.parametrize(
    "wrapped", ["客户经理小李，\n想跟", "客户经理小李，\n    想跟", "客户经理小李，想\n跟"]
)
def test_a_wrapped_line_goes_on(wrapped: str) -> None:
    assert said(read("a.txt", written("{n}：{w}").replace("客户经理小李，想跟", wrapped))) == CALL


def test_empty_lines_between_exchanges_end_nothing_and_after_a_goodbye_they_do() -> None:
    text = written("{n}：{w}")
    pairs = "\n\n".join("\n".join(text.split("\n")[i : i + 2]) for i in range(0, 8, 2))
    assert said(read("a.txt", pairs)) == CALL
    assert [one.line for one in read("a.txt", f"{text}\n\n{text}\n")] == [1, 10]
    assert [one.line for one in read("a.txt", f"第一通\n{text}\n第二通\n{text}\n")] == [2, 11]


def test_swapped_sides_are_said() -> None:
    (result,) = read("a.txt", written("{n}：{w}", ("客户", "客户经理")))
    assert "两边好像写反了" in "".join(result.notes)


def test_a_call_id_twice_and_rows_apart_are_said() -> None:
    calls = [{"id": "a", "turns": [{"speaker": s, "text": w} for s, w in CALL]}] * 2
    assert "编号 a 不止一通" in read("a.json", json.dumps(calls))[1].notes
    table = "通话,说话人,内容\na,客户,喂\nb,客户,喂\nb,我,您好\na,我,您好\n"
    assert read("a.csv", table)[0].notes == ("这一通的行没有写在一起，按编号合成了一通",)


def test_a_third_speaker_whom_nobody_knows_keeps_the_call_out() -> None:
    assert said(read("a.txt", written("{n}：{w}") + "\n老板娘：谁啊\n")) == [
        "不认识说话人“老板娘”；每行写“客户：……”或者“客户经理：……”"
    ]


@pytest.mark.parametrize("line", ["a" + " " * 20_000 + "x", "[" * 20_000, ":" * 20_000, "- " * 10_000 + "x"])
def test_no_line_takes_long(line: str) -> None:
    begun = perf_counter()
    said(read("a.txt", f"客户：喂\n我：您好{line}\n{line}\n"))
    assert perf_counter() - begun < 20  # it was minutes
