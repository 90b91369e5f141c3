"""Lists of people as offices keep them, read: XLSX, text copied from a spreadsheet, CSV."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl

from duilian.archive.models import ROLES
from duilian.csvtable import read_rows
from duilian.errors import DataError, shortened
from duilian.operation.mailing import is_mail_address
from duilian.textfile import decode_text
from duilian.texts import sentence

MAX_PEOPLE = 2000  # in one file
_LONGEST = 64  # characters of a name, a login, a group
_LARGEST = 50 * 1024 * 1024  # bytes of a workbook unpacked
_TITLES = 10  # lines that may stand before the heading
_COLUMNS = {
    "name": ("name", "姓名", "名字", "用户名", "员工姓名", "人员姓名", "学员姓名", "客户经理姓名"),
    "login": (
        *(
            "工号",
            "员工号",
            "员工编号",
            "员工工号",
            "人员编号",
            "人员工号",
            "职工号",
            "账号",
            "帐号",
            "登录名",
            "登录账号",
        ),
        *("编号", "hr编码", "login", "id", "staffid", "staffno"),
    ),
    "role": ("role", "角色", "身份"),
    "group": ("group", "小组", "组", "组别", "班组", "团队", "班级", "所在小组", "所属小组", "team"),
    "department": (
        *(
            "部门",
            "所属部门",
            "所在部门",
            "部门名称",
            "单位",
            "所属单位",
            "分公司",
            "支局",
            "营业部",
            "department",
        ),
        *("网格", "中心", "科室"),
    ),
    "email": (
        *("邮箱", "邮箱地址", "电子邮箱", "电子邮件", "邮件", "邮件地址", "工作邮箱", "企业邮箱", "公司邮箱"),
        *("email", "e-mail", "mail", "emailaddress"),
    ),
}
_ROLE_NAMES = {
    **{role: role for role in ROLES},
    **dict.fromkeys(("学员", "客户经理", "员工", ""), "trainee"),
    **dict.fromkeys(("培训师", "讲师", "内训师", "教练", "老师"), "trainer"),
    **dict.fromkeys(("管理员", "系统管理员"), "administrator"),
}
_MARKS = re.compile(r"[*\s]|[(（].*?[)）]|[:：]$")  # 姓名*, 工号（必填）
_DELIMITERS = ("\t", "，", ",", ";", "；", "|")
_BLANKS = re.compile(r" {2,}|\u3000+")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Newcomer:
    """A line of a list of people.

    Attributes:
        line: Its number, from 1; the heading is one of them.
        name: The person's name.
        role: One of :data:`duilian.archive.models.ROLES`.
        group: The name of its group; empty for none.
        login: Its number of staff, to sign in with; empty where the list has none.
        department: Where it works; empty where the list does not say.
        email: Where e-mail reaches it; empty where the list does not say.
    """

    line: int
    name: str
    role: str = "trainee"
    group: str = ""
    login: str = ""
    department: str = ""
    email: str = ""


Rows = list[tuple[int, list[str]]]


def read_roster(text: str) -> list[Newcomer | DataError]:
    """Read a list of people that was pasted, or the text of a file.

    Args:
        text: Cells with tabs (as spreadsheets copy them), commas of either width, semicolons, bars or wide
            blanks between them.

    Returns:
        Each line, or what is wrong with it.

    Raises:
        DataError: The heading, a row or the whole is wrong.
    """
    return _read(_split(text.lstrip("\ufeff")))


def read_roster_file(content: bytes) -> list[Newcomer | DataError]:
    """The same of a file: XLSX, or text in any encoding that people have.

    Args:
        content: Its bytes.

    Raises:
        DataError: The file is damaged, of another kind, or its heading or the whole is wrong.
    """
    if content.startswith(_OLD_WORKBOOK):
        raise DataError(sentence("archive.rosters.old_workbook"))
    if not content.startswith(b"PK"):
        return read_roster(decode_text(content))
    sheets = list(_sheets(content))
    headed = [rows for rows in sheets if _heading(rows) is not None]
    if not headed:
        return _read(sheets[0] if sheets else [])
    return _checked([line for rows in headed for line in _read(rows)])


def _sheets(content: bytes) -> Iterator[Rows]:
    """The cells of each sheet; what is merged holds in all its rows. Raises DataError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _LARGEST:
                raise DataError(sentence("archive.rosters.large_workbook"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for sheet in book.worksheets:
            merged = {
                (row, column): sheet.cell(area.min_row, area.min_col).value
                for area in sheet.merged_cells.ranges
                if area.max_col == area.min_col
                for row in range(area.min_row, area.max_row + 1)
                for column in (area.min_col,)
            }
            yield [
                (n, [_cell(merged.get((n, c), cell.value)) for c, cell in enumerate(row, 1)])
                for n, row in enumerate(islice(sheet.iter_rows(), MAX_PEOPLE + _TITLES + 2), 1)
            ]
    except DataError:
        raise
    except Exception:  # openpyxl lets pass whatever its XML and ZIP readers raise
        raise DataError(sentence("importing.documents.broken")) from None


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def _split(text: str) -> Rows:
    """Lines → cells: by the mark under which the heading has most columns that are known."""
    lines = text.splitlines()
    first = [line for line in lines if line.strip()][:_TITLES]
    counts = {mark: max((_known(line.split(mark)) for line in first), default=0) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: (counts[mark], -_DELIMITERS.index(mark)))
    by_blanks = max((_known(_BLANKS.split(line.strip())) for line in first), default=0)
    if by_blanks > counts[best]:
        return [(n, _BLANKS.split(line.strip())) for n, line in enumerate(lines, 1)]
    if best == "，":  # the rows may be written with either, whoever typed them
        text, best = text.replace("，", ","), ","
    elif best == "," and "，" in text and '"' not in text:
        text = text.replace("，", ",")
    return list(read_rows(text, best))


def _plain(cell: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", cell).casefold())


def _field(cell: str) -> str | None:
    plain = _plain(cell)
    return next((name for name, known in _COLUMNS.items() if plain in known), None)


def _known(cells: Sequence[str]) -> int:
    return len({field for cell in cells if (field := _field(cell))})


def _heading(rows: Rows) -> int | None:
    """Which of the rows is the heading."""
    shown = [n for n, (_, cells) in enumerate(rows) if any(cell.strip() for cell in cells)][:_TITLES]
    return next((n for n in shown if any(_field(cell) == "name" for cell in rows[n][1])), None)


def _read(rows: Rows) -> list[Newcomer | DataError]:
    if not any(any(cell.strip() for cell in cells) for _, cells in rows):
        raise DataError(sentence("archive.people.empty"))
    at = _heading(rows)
    if at is None:
        line, cells = next((n, c) for n, c in rows if any(cell.strip() for cell in c))
        shown = shortened("，".join(cell.strip() for cell in cells if cell.strip()))
        raise DataError(sentence("archive.people.no_heading", number=line, heading=shown))
    places: dict[str, int] = {}
    for n, cell in enumerate(rows[at][1]):
        field = _field(cell)
        if field:
            places.setdefault(field, n)
    body = [(line, cells) for line, cells in rows[at + 1 :] if any(cell.strip() for cell in cells)]
    if not body:
        raise DataError(sentence("archive.people.empty"))
    if len(body) > MAX_PEOPLE:
        raise DataError(sentence("archive.people.too_many", most=MAX_PEOPLE, count=len(body)))
    made = []
    for line, cells in body:
        given = {f: cells[n].strip() if n < len(cells) else "" for f, n in places.items()}
        if cells == rows[at][1]:  # the heading once more, on a printed page
            continue
        made.append(_newcomer(line, given))
    return _checked(made)


def _newcomer(line: int, given: Mapping[str, str]) -> Newcomer | DataError:
    place = sentence("archive.people.line", number=line)
    role = _ROLE_NAMES.get(given.get("role", ""))
    texts = {name: given.get(name, "") for name in ("name", "login", "group", "department", "email")}
    if not texts["name"] or not texts["name"].isprintable() or len(texts["name"]) > _LONGEST:
        return DataError(sentence("archive.people.no_name"), place)
    if any(len(text) > _LONGEST or not (text.isprintable() or not text) for text in texts.values()):
        return DataError(sentence("archive.rosters.long_cell", most=_LONGEST), place)
    if texts["email"] and not is_mail_address(texts["email"]):
        return DataError(sentence("mail.no_address"), place)
    if role is None:
        return DataError(
            sentence("archive.people.no_role_in_line", role=shortened(given.get("role", ""))), place
        )
    group = texts["group"] or texts["department"]
    return Newcomer(line, texts["name"], role, group, texts["login"], texts["department"], texts["email"])


def _checked(lines: list[Newcomer | DataError]) -> list[Newcomer | DataError]:
    """The lines, with what stands there twice as faults."""
    made: list[Newcomer | DataError] = []
    logins: set[str] = set()
    same: Counter[tuple[str, str]] = Counter()
    for one in lines:
        if isinstance(one, Newcomer):
            place = sentence("archive.people.line", number=one.line)
            if one.login and one.login in logins:
                one = DataError(sentence("archive.rosters.login_twice", login=one.login), place)
            elif not one.login and same[one.name, one.group]:
                one = DataError(sentence("archive.people.named_twice", name=one.name), place)
            else:
                logins.add(one.login)
                same[one.name, one.group] += not one.login
        made.append(one)
    return made
