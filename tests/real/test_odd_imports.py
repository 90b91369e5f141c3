"""Whatever an import accepts is kept, assessed, and shown on every page, through the real processes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from duilian.dialogue.model import KINDS
from tests.real.browser import Browser, imported
from tests.real.conftest import Done
from tests.real.product import Product
from tests.real.test_pages import enter

pytestmark = pytest.mark.slow

ODD = (
    *("<b>喂</b>", "{{ 7 * 7 }}", "\u202e王总", "🦊", "\x01\x07", "喂\n喂", "\u2028", "=1+1", "';--"),
    *("好" * 3000, "", " ", "……", "/hang_up", "周三下午三点还是周四上午十点方便？", "王总您好"),
)
WORDS = st.text(max_size=40) | st.sampled_from(ODD)
TURN = st.fixed_dictionaries({"speaker": st.sampled_from(["client", "trainee"]), "text": WORDS})
FACT = st.none() | st.text(max_size=20) | st.sampled_from(["王总", "校讯通", "春节", "<b>"])
CALL = st.fixed_dictionaries(
    {
        "id": st.text(max_size=10) | st.integers(),
        "kind": st.sampled_from(KINDS),
        "context": st.fixed_dictionaries(
            {},
            optional={
                **{name: FACT for name in ("client_title", "client_org", "industry", "product", "holiday")},
                "acquainted": st.booleans(),
                "hung_up_by": st.sampled_from([None, "client", "trainee"]),
            },
        ),
        "turns": st.lists(TURN, min_size=2, max_size=8),
    }
)


@pytest.fixture(scope="module")
def owner(served: Product, duilian: Callable[..., Done]) -> Browser:
    made = duilian("account", "馆主", "--role", "administrator").stdout
    return enter(served, "馆主", made.partition("一次性密码 ")[2].partition("（")[0])


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(CALL, min_size=15, max_size=15))
def test_what_is_accepted_is_shown(owner: Browser, calls: list[dict[str, Any]]) -> None:
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    page = owner.submit(owner.get("/import").form("/import"), file=("file", lines))
    accepted = int((re.findall(r"导入这 (\d+) 通", page.text) or ["0"])[0])
    refused = len(re.findall(r"<li>\s*第 \d+ 行：", page.text))
    assert accepted + refused == len(calls) and "Traceback" not in page.text
    if not accepted:
        return
    before = set(owner.get("/sessions?origin=imported").links("/review"))
    done = imported(owner, page, person="馆主")
    kept = int(re.findall(r"已经导入 (\d+) 通", done.text)[0])  # the same call twice is kept once
    twice = int((re.findall(r"(\d+) 通已有同样的", done.text) or ["0"])[0])
    assert kept + twice == accepted, html.unescape(done.text)[:2000]
    listed = owner.get("/sessions?origin=imported")
    fresh = set(listed.links("/review")) - before
    assert listed.status == 200 and len(fresh) >= min(kept, 1)
    for link in fresh:
        session = re.findall(r"/sessions/(\w+)/review", link)[0]
        for shown in (f"/sessions/{session}/review", f"/sessions/{session}/debrief"):
            got = owner.get(shown)
            assert got.status == 200 and got.has_menu and 'class="big"' in got.text, shown
    for path in ("/progress", "/adherence?by=person", "/adherence/export.xlsx", "/sessions?words=周三下午"):
        assert owner.get(path).status == 200, path
    person = owner.get("/people?words=馆主").links(r"^/people/\d+$")[0]
    exported = [json.loads(line) for line in owner.get(f"{person}/export").text.split("\n") if line]
    assert len(exported) > accepted
