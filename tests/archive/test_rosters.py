"""Lists of people as offices keep them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from duilian.archive.rosters import MAX_PEOPLE, Newcomer, read_roster, read_roster_file
from duilian.errors import DataError


def shown(found: list[Newcomer | DataError]) -> list[object]:
    return [
        str(f) if isinstance(f, DataError) else (f.line, f.name, f.role, f.group, f.login, f.department)
        for f in found
    ]


def test_a_list_is_read_line_by_line() -> None:
    text = "\ufeff姓名,角色,小组\n小张,学员,一组\n\n周老师,培训师\n,学员\n小赵,老板\n小张,,一组\n"
    assert shown(read_roster(text)) == [
        (2, "小张", "trainee", "一组", "", ""),
        (4, "周老师", "trainer", "", "", ""),
        "第 5 行: 姓名要有 1 到 64 个字",
        "第 6 行: 没有“老板”这种角色；写学员、培训师或管理员",
        "第 7 行: “小张”前面已经有了；是两个人的话，请给他们写上工号",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t工号\t部门\n张三\t1001\t政企部\n李四\t1002\t政企部\n",  # copied from a spreadsheet
        "姓名，工号，部门\n张三，1001，政企部\n李四,1002,政企部\n",  # typed, with commas of either width
        "姓名;工号;部门\r\n张三;1001;政企部\r\n李四;1002;政企部\r\n",
        "序号,员工编号,员工姓名,所属部门\n1,1001,张三,政企部\n2,1002,李四,政企部\n",
        "政企部花名册\n\n姓名*\t工号（必填）\t部门：\n张三\t1001\t政企部\n李四\t1002\t政企部\n",
        "姓 名　　工 号　　部 门\n张三　　1001　　政企部\n李四　　1002　　政企部",
        "姓名|工号|部门\n张三|1001|政企部\n姓名|工号|部门\n李四|1002|政企部",  # the heading on every page
    ],
)
def test_whatever_stands_between_cells_and_however_columns_are_called(text: str) -> None:
    people = [one for one in read_roster(text) if isinstance(one, Newcomer)]
    assert [(one.name, one.login, one.group, one.department) for one in people] == [
        ("张三", "1001", "政企部", "政企部"),
        ("李四", "1002", "政企部", "政企部"),
    ]


def test_e_mail_where_the_list_has_it() -> None:
    found = read_roster("姓名\t工号\t电子邮箱\n张三\t1001\tz3@x.cn\n李四\t1002\t\n王五\t1003\twang\n")
    first, second, third = found
    assert isinstance(first, Newcomer) and first.email == "z3@x.cn"
    assert isinstance(second, Newcomer) and second.email == ""
    assert str(third) == "第 4 行: 邮箱写成 name@example.com 的样子"


def test_two_of_one_name_are_two_by_number_or_group() -> None:
    found = read_roster("姓名,工号,小组\n周老师,7,一组\n周老师,8,一组\n王五,,一组\n王五,,二组\n赵六,8,一组\n")
    assert [isinstance(one, Newcomer) for one in found] == [True] * 4 + [False]
    assert "工号“8”前面已经有了" in str(found[4])


@pytest.mark.parametrize(
    "text", ["", " \n\n", "张三,李四\n", "工号,部门\n1,政企部\n", "姓名\n" + "小张\n" * (MAX_PEOPLE + 1)]
)
def test_what_is_no_list_is_one_sentence(text: str) -> None:
    with pytest.raises(DataError):
        read_roster(text)


def workbook(*sheets: list[list[object]], merged: str = "") -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    book.save(file)
    return file.getvalue()


def test_a_workbook_with_a_title_numbers_as_numbers_and_merged_departments() -> None:
    rows: list[list[object]] = [
        ["2026 年客户经理名单", None, None],
        ["部门", "姓名", "工号"],
        ["政企部", "张三", 1001],
        [None, "李四", 1002.0],
        ["家宽部", "王五", "0007"],
    ]
    found = read_roster_file(workbook([["说明", "请填写"]], rows, merged="A3:A4"))
    people = [one for one in found if isinstance(one, Newcomer)]
    assert [(one.name, one.login, one.department) for one in people] == [
        ("张三", "1001", "政企部"),
        ("李四", "1002", "政企部"),
        ("王五", "0007", "家宽部"),
    ]


def test_every_sheet_with_a_heading_is_read() -> None:
    found = read_roster_file(
        workbook([["姓名", "小组"], ["张三", "一组"]], [["姓名", "小组"], ["李四", "二组"]])
    )
    assert [one.name for one in found if isinstance(one, Newcomer)] == ["张三", "李四"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "另存为 .xlsx"),
        (b"PK\x03\x04broken", "坏"),
        ("姓名,小组\n小赵,二组\n".encode("gb18030"), ""),
        (workbook([["没有", "列名"]]), "没有找到“姓名”"),
        (workbook([]), "空的"),
    ],
    ids=["old", "broken", "gb18030", "no heading", "empty"],  # a workbook's bytes hold the time it was made
)
def test_other_files(content: bytes, said: str) -> None:
    if not said:
        assert shown(read_roster_file(content)) == [(2, "小赵", "trainee", "二组", "", "")]
        return
    with pytest.raises(DataError) as error:
        read_roster_file(content)
    assert said in str(error.value)
