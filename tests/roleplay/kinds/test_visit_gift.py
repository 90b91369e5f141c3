"""The client who is brought a gift."""

from __future__ import annotations

from tests.roleplay.support import SEATED, client_of, moves_after

GIFT = SEATED + "[给您送点月饼](state_purpose)"


def test_a_gift_is_taken_with_thanks() -> None:
    assert moves_after(GIFT, client_of("visit_gift", "needs")) == ("thanks_back",)


def test_who_may_not_take_it_refuses_until_that_is_heeded() -> None:
    scenario = client_of("visit_gift", "rules")
    refused = GIFT + " / C (refuse) 不能收 / T "
    assert moves_after(GIFT, scenario) == ("refuse",)
    assert moves_after(refused + "[规矩我懂](acknowledge)", scenario) == ("thanks_back",)
    assert moves_after(refused + "[您现在几条线](ask_needs)", scenario) == ("tell_needs",)
