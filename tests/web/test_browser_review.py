"""What goes from a trainer to a trainee and back, in a real browser; a newcomer's call is nobody's work."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from duilian import archive
from duilian.archive import accounts
from duilian.archive.models import Group, Person
from duilian.call.rasa_client import Reply
from duilian.web import Site
from tests.web.chromium import browser as browser
from tests.web.conftest import NOW, PASSWORD, ScriptedRasa
from tests.web.served_site import serving, signed_in
from tests.web.test_debrief import keep
from tests.web.test_review_queue import SAMPLED, kept_of

pytestmark = pytest.mark.slow
SESSION = SAMPLED[0]


@pytest.fixture()
def base(site: Site) -> Iterator[str]:
    """小李 and 小王 of 一组; 小李 has a call, rated by itself."""
    kept_of(site, SESSION)
    with archive.transaction(site.engine) as db:
        one = Group(name="一组")
        accounts.add_person(db, "小王", "trainee", PASSWORD, NOW, one_time=False).group = one
        archive.person_named(db, "小李", NOW).group = one
        archive.find_call(db, SESSION).rating = {"overall": "3"}  # type: ignore[union-attr]
    with serving(site) as address:
        yield address


def test_a_comment_made_from_the_queue_reaches_the_trainee(browser: Browser, base: str) -> None:
    trainer = signed_in(browser, base, "周老师")
    trainer.goto("/queue")
    trainer.get_by_role("button", name="评下一通：随机抽查").click()
    trainer.wait_for_url(re.compile(f"/sessions/{SESSION}/review"))
    turn = trainer.locator("#t1")
    turn.get_by_text("写评语").click()
    turn.get_by_label("评语").fill("开口就称呼，好")
    turn.get_by_role("button", name="提交评语").click()
    expect(trainer.locator("#saved")).to_have_text("已保存。")
    expect(trainer.locator("#t1")).to_contain_text("开口就称呼，好")
    trainer.get_by_role("button", name="其余各条全部同意").click()
    expect(trainer.locator("#review")).to_contain_text("已评")
    trainer.get_by_role("button", name="评下一通").click()
    expect(trainer.get_by_role("status")).to_contain_text("没有要评的了")
    trainee = signed_in(browser, base, "小李")
    expect(trainee.locator(".badge")).to_contain_text("1")
    trainee.locator(".me a[href='/feedback']").click()
    expect(trainee.locator("main")).to_contain_text("开口就称呼，好")
    trainee.get_by_role("link", name="第 2 句").click()
    expect(trainee.locator("#t1")).to_contain_text("周老师：开口就称呼，好")
    expect(trainee.locator(".badge")).to_have_count(0)


def test_an_example_is_proposed_agreed_to_seen_by_another_and_withdrawn(browser: Browser, base: str) -> None:
    trainer = signed_in(browser, base, "周老师")
    trainer.goto(f"/sessions/{SESSION}/review")
    turn = trainer.locator("#t3")
    turn.get_by_text("推荐为示范").click()
    turn.get_by_label("是哪一条的示范").select_option(label="二选一约时间")
    turn.get_by_label("好在哪里").fill("两个时间都具体")
    turn.get_by_role("button", name="推荐", exact=True).click()
    expect(trainer.get_by_text("等学员答复", exact=True)).to_be_visible()
    other = signed_in(browser, base, "小王")
    other.goto("/examples?criterion=two_choice")
    expect(other.locator("main")).not_to_contain_text("两个时间都具体")
    owner = signed_in(browser, base, "小李")
    expect(owner.locator(".badge")).to_contain_text("1")
    owner.get_by_role("link", name="示范").click()
    owner.get_by_role("button", name="同意", exact=True).click()
    expect(owner.locator("main")).to_contain_text("大家看得到")
    other.goto("/handbook/2")
    other.get_by_role("link", name="听听别人怎么说的（1）").first.click()
    expect(other.locator("main")).to_contain_text("两个时间都具体")
    expect(other.locator("main mark")).to_contain_text("周三还是周四")
    expect(other.locator("body")).not_to_contain_text("小李")
    owner.get_by_role("button", name="收回").click()
    expect(owner.locator("main")).to_contain_text("别人看不到")
    other.reload()
    expect(other.locator("main")).not_to_contain_text("两个时间都具体")


# Every page of a trainer's and an administrator's on which somebody's call might stand.
PLACES = (
    *(
        "/queue?period=all",
        "/sessions",
        "/sessions?sort=low",
        "/adherence?by=person",
        "/adherence?by=person&calls=all",
    ),
    *(
        "/disputes",
        "/report",
        "/assignments",
        "/exams",
        "/calibration",
        "/examples",
        "/board",
        "/import",
        "/exports",
    ),
)


def test_a_call_of_who_tries_it_out_is_nowhere(
    site: Site, browser: Browser, base: str, rasa: ScriptedRasa
) -> None:
    rasa.next = [[Reply("喂？")]]
    newcomer = browser.new_context(base_url=base, locale="zh-CN").new_page()
    newcomer.goto("/")
    newcomer.get_by_role("button", name="先体验一通电话").click()
    newcomer.goto("/?words=顺达物流")
    newcomer.locator("li.client", has_text="顺达物流").first.get_by_role("button").click()
    newcomer.wait_for_url(re.compile(r"/sessions/\w+$"))
    session = newcomer.url.rpartition("/")[2]
    keep(site, session)
    with archive.transaction(site.engine) as db:
        person = db.query(Person).filter(Person.demo).one()
        name, row = str(person.name), archive.find_call(db, session)
        assert row is not None and row.person_id == person.id and row.ended_at
        person.group = db.query(Group).filter(Group.name == "一组").one()
        person.group.board = True
        row.review_reasons = 3  # as if it were doubtful, and of the random tenth
    boss = signed_in(browser, base, "老总")
    for place in PLACES:
        boss.goto(place)
        text = boss.content()
        assert session not in text and name not in text, place
    for queue in ("系统拿不准", "新人头几通", "随机抽查"):
        boss.goto("/queue?period=all")
        button = boss.get_by_role("button", name=f"评下一通：{queue}")
        if button.count():
            button.click()
            assert session not in boss.url, queue
    boss.goto("/sessions/next")
    assert session not in boss.url
    answer = boss.request.get("/exports/sessions.csv")
    assert answer.ok and session not in answer.text() and SESSION in answer.text()


@pytest.mark.parametrize("size", [(683, 430), (195, 422)], ids=["1366 at 200 %", "390 at 200 %"])
def test_at_200_percent_the_input_stays_whole(
    browser: Browser, base: str, rasa: ScriptedRasa, size: tuple[int, int]
) -> None:
    """A window of half the size at twice the pixels is what a browser makes of 200 %."""
    rasa.next = [[Reply("喂？")]]
    page = signed_in(browser, base, "小李")
    state = page.context.storage_state()
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(
        base_url=base, locale="zh-CN", viewport=viewport, device_scale_factor=2, storage_state=state
    )
    page = context.new_page()
    page.goto("/?words=顺达物流")
    page.locator("li.client", has_text="顺达物流").locator("button.main").first.click()
    box = page.locator("deep-chat #text-input")
    expect(box).to_be_visible(timeout=20_000)
    box.fill(
        "王总您好，我是移动公司的客户经理小李，想跟您谈谈车队管理的事，您看周三下午三点还是周四上午十点方便？"
    )
    box.scroll_into_view_if_needed()
    for part in (box, page.locator("deep-chat .input-button").last):
        shape = part.bounding_box()
        assert shape is not None
        assert shape["x"] >= 0 and shape["x"] + shape["width"] <= size[0] + 1, shape
        assert shape["y"] >= 0 and shape["y"] + shape["height"] <= size[1] + 1, shape
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
