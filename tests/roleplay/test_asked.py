"""Questions that the words give away, whatever the question model heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.asked import topics_asked, waits_for_answer
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.facts.sheet import FactSheet
from duilian.roleplay.facts.topics import Topic
from duilian.roleplay.leave_taking import takes_leave
from duilian.roleplay.scenario import TEMPERS, USUAL_DAY
from duilian.roleplay.state import ClientState
from duilian.roleplay.wordings import FIELDS, Occasion, choose_wording, load_wordings
from tests.roleplay.support import CALM, DATA, INFORMED, SEATED, client_of, equally_likely, moves_after

WORDINGS = load_wordings(DATA / "wordings")
SHEET = FactSheet(
    {
        "address": ("在人民路口",),
        "meeting_place": ("到门口打电话",),
        "weekend": ("走走",),
        "who_speaks": ("我姓王",),
    },
    {
        "address": Topic("address", "地址"),
        "meeting_place": Topic("meeting_place", "在哪见"),
        "weekend": Topic("weekend", "周末", small_talk=True),
        "who_speaks": Topic("who_speaks", "您是哪位"),
    },
)
CLIENT = replace(CALM, sheet=SHEET)


@pytest.mark.parametrize(
    ("text", "asks", "acts", "agreed", "topics"),
    [
        ("周四下午三点，到您哪家店啊？", (), "", True, ["address"]),
        ("您办公室在几楼？", (), "", True, ["meeting_place"]),
        ("您办公室在几楼？", (), "", False, []),
        ("给您拜年啦", ("weekend",), "holiday_wish", False, []),
        ("元旦还加班呢，辛苦辛苦", ("weekend",), "small_talk", False, []),
        ("过年好，您去哪儿玩了？", ("weekend",), "holiday_wish", False, ["weekend"]),
        ("先转到您手机上，您看可以吗", ("weekend",), "", False, []),
    ],
    ids=["which shop", "which floor", "no appointment", "wish", "pity", "wish and question", "leave to act"],
)
def test_what_is_asked(text: str, asks: tuple[str, ...], acts: str, agreed: bool, topics: list[str]) -> None:
    state = ClientState(last_text=text, asks=asks, last_acts=frozenset(acts.split()), agreed=agreed)
    assert topics_asked(state, CLIENT) == topics


@pytest.mark.parametrize(
    ("turn", "moves"),
    [
        ("[我姓钱](introduce_self)，路上堵车，来晚了几分钟，不好意思", ("no_matter",)),
        ("到期不在一天，办起来挺麻烦的吧？", ("assent",)),
        ("电话是座机还是手机？", ("not_catch",)),
        ("我先给您关掉，行吗？", ("go_ahead", "ask_feature")),
        ("还有别的问题吗？", ("ask_feature",)),
    ],
    ids=["late", "supposed", "unheard question", "leave to act", "anything else"],
)
def test_a_person_answers_what_was_said(turn: str, moves: tuple[str, ...]) -> None:
    pitched = SEATED + "[来讲讲一卡通](state_purpose) / C (listen) 嗯 / T "
    assert moves_after(pitched + turn, client_of("visit_fabe", "pitch")) == moves


def test_asked_whether_there_is_anything_else_it_has_nothing_more() -> None:
    cared = "C (answer_call) 喂 / T [端午安康](holiday_wish) / C (wish_back) 同乐 / T 还有别的事吗？"
    assert moves_after(cared, client_of("phone_care", "holiday_call")) == ("nothing_more",)


def test_a_present_is_signed_for_and_what_may_not_be_taken_is_not_accepted() -> None:
    given = SEATED + "[给您送点月饼](state_purpose) / C (thanks_back) 谢谢 / T 麻烦您签收一下"
    assert moves_after(given, client_of("visit_gift", "needs")) == ("sign_for",)


def test_whoever_picks_up_for_another_says_its_own_name() -> None:
    state = ClientState(1, frozenset({"who"}), {"absent": 1}, gatekeeper=True, last_text="那行 您贵姓")
    desk = replace(CLIENT, gatekeeper=True)
    assert plan_client_turn(state, desk, equally_likely, "1").moves == ("own_role",)
    caller = replace(state, last_text="我免贵姓周，周末的周")
    assert plan_client_turn(caller, desk, equally_likely, "1").moves != ("own_role",)


def test_who_said_that_it_is_busy_has_little_time() -> None:
    busy = "C (answer_call busy) 开会呢 / T [您方便说话吗](check_convenience)"
    assert moves_after(busy)[0] == "short_of_time" and "ask_purpose" not in moves_after(busy)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("好嘞，那不打扰了余所长", True),
        ("那我先走了蒋经理", True),
        ("不打扰您吧？", False),
        ("再见面的时候给您带上", False),
        ("好，那就这样，您忙", True),
        ("您忙的话我换个时间", False),
        ("那我先不打扰了，明天见", True),
    ],
    ids=["not disturb", "go", "asks", "meet again", "leaves it", "another time", "see you"],
)
def test_a_goodbye_in_words(text: str, leaves: bool) -> None:
    assert takes_leave(ClientState(last_text=text)) is leaves


@pytest.mark.parametrize(
    ("turn", "moves"),
    [
        ("[我想去拜访您](propose_meeting)", ("welcome",)),
        ("[您哪天在厂里](ask_open_time)", ("welcome",)),
        (f"[{CALM.calendar.free[0]}我过来](offer_one_time)", ("hour_suits",)),
        (f"[{CALM.calendar.taken[0]}我过来](offer_one_time)", ("reject_times",)),
        ("[您哪天好打电话](ask_open_time)", ("ask_benefit",)),
    ],
    ids=["visit", "which day", "suits", "taken", "rings"],
)
def test_a_new_account_manager_may_come_by(turn: str, moves: tuple[str, ...]) -> None:
    known = (
        "C (answer_call) 喂 / T [我是移动的](introduce_self)[您是大客户了](vip_notice) / C (listen) 嗯 / T "
    )
    assert moves_after(known + turn, client_of("phone_vip_notice", "questions", objections=())) == moves


def test_asked_where_to_send_material_it_says_where() -> None:
    told = "C (answer_call) 喂 / T [企业邮箱](state_purpose)[单位的名字](feature) / C (listen) 嗯 / T "
    asked = told + "[我给您发份资料，您看发哪儿](offer_material)"
    assert moves_after(asked, client_of("phone_promotion", "wants_material")) == ("take_material",)


def test_who_is_in_no_hurry_is_not_asked_for_grace() -> None:
    told = "C (answer_call) 喂 / T [话费余额用完了](arrears_tactful) / C (ask_detail) 多少 / T "
    holding_out = client_of("phone_arrears", "embarrassed", day=replace(USUAL_DAY, holds_out="grace"))
    assert moves_after(told + "您方便的时候交就行", holding_out) == ("pay_soon",)
    assert moves_after(told + "一共是八十多块钱，您看看", holding_out) == ("ask_grace",)


@pytest.mark.parametrize(
    ("move", "asked", "unfit"),
    [
        ("go_ahead", "那您看先开两部行吗", "说"),
        ("late_call", "过两天我再打给您", "过会儿"),
    ],
    ids=["leave to do", "another day"],
)
def test_words_fit_what_was_asked(move: str, asked: str, unfit: str) -> None:
    for temper in TEMPERS:
        for seed in range(30):
            occasion = Occasion(frozenset(), 0, frozenset(), dict.fromkeys(FIELDS, ""), asked=asked)
            said = choose_wording(WORDINGS[temper], CALM, move, occasion, str(seed))
            assert said and unfit not in said


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("店里宽带好用吧，没断过吧", True),
        ("您现在播的时候卡过没有", True),
        ("那后来修好了没有", True),
        ("车队初几开工啊", True),
        ("那咱们走吧", False),
        ("好吧", False),
        ("我明天再来", False),
    ],
    ids=["supposes", "ever", "done", "which day", "let us go", "all right", "statement"],
)
def test_what_waits_for_an_answer_without_marks(text: str, waits: bool) -> None:
    assert waits_for_answer(text) is waits


def test_asked_for_the_hour_with_the_day_it_names_one() -> None:
    offer = f" / C () 嗯 / T [{CALM.calendar.free[0]}](offer_one_time)，我几点到合适"
    assert moves_after(INFORMED + offer)[-2:] == ("pick_time", "name_hour")


def test_a_wish_with_a_goodbye_offers_no_time() -> None:
    later = "C (answer_call busy) 开会呢 / T [我再打](defer_call) / C (late_call) 行 / T "
    assert moves_after(later + "[祝您今天卖得好，再见](farewell)") == ("farewell",)


def test_told_what_it_is_about_it_does_not_ask_that_again() -> None:
    fields = {**dict.fromkeys(FIELDS, ""), "caller": "小梅", "surname": "王"}
    told = Occasion(frozenset({"introduce_self", "state_purpose"}), 0, frozenset(), fields)
    said = {choose_wording(WORDINGS["plain"], CALM, "listen", told, str(seed)) for seed in range(40)}
    assert not any("什么事" in (words or "") for words in said)


def test_what_was_told_for_company_is_told_again_only_when_asked_for() -> None:
    told = ClientState(asks=("joke",), facts_told={"joke": 1})
    sheet = FactSheet({"joke": ("您真逗",)}, {"joke": Topic("joke", "玩笑", small_talk=True)})
    client = replace(CALM, sheet=sheet)
    assert topics_asked(replace(told, last_text="祝您发大财，赚得盆满钵满"), client) == []
    assert topics_asked(replace(told, last_text="您说好笑不好笑？"), client) == ["joke"]
