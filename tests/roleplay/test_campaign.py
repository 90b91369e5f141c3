"""Campaigns: one client throughout, each contact a scenario; faults are told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.errors import DataError
from duilian.roleplay.campaign import CHANGING_TOPICS, Campaign, load_campaign, load_campaigns
from duilian.roleplay.cast import load_cast
from tests.roleplay.support import DATA

CAMPAIGNS = load_campaigns(DATA)
SHIPPED = DATA / "campaigns/lakeside-inn.yml"


def test_three_campaigns_of_different_trades() -> None:
    assert len({one.client.industry for one in CAMPAIGNS.values()}) >= 3
    assert all(3 <= len(one.contacts) <= 5 for one in CAMPAIGNS.values())


@pytest.mark.parametrize("campaign", CAMPAIGNS.values(), ids=lambda one: one.id)
def test_it_is_one_client_throughout(campaign: Campaign) -> None:
    clients = [campaign.clients[contact.scenario] for contact in campaign.contacts]
    for name in ("title", "name", "org", "industry", "temper", "patience", "campaign", "client"):
        assert len({getattr(client, name) for client in clients}) == 1, name
    lasting = [{**client.sheet.answers} for client in clients]
    for topic in set().union(*lasting) - CHANGING_TOPICS:
        told = {tuple(answers[topic]) for answers in lasting if topic in answers}
        assert len(told) == 1, topic
    assert [client.later for client in clients] == [False] + [True] * (len(clients) - 1)


def test_contacts_do_not_stand_among_the_scenarios() -> None:
    cast = load_cast(DATA)
    contacts = {name for one in CAMPAIGNS.values() for name in one.clients}
    assert contacts and not contacts & set(cast.scenarios) and contacts < set(cast.clients)
    first = next(iter(CAMPAIGNS.values()))
    assert cast.same_client(first.contacts[-1].scenario) == tuple(first.clients)
    assert cast.same_client("first-call-logistics") == ("first-call-logistics",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: 湖畔民宿", "title: 湖畔民宿", "label"),
        ("  customer: true\n", "", "customer"),
        ("- id: visit\n", "- id: call\n", "两遍"),
        ("- id: call\n", "- id: call\n  after: agreed\n", "after"),
        ("- id: call\n", "- id: call\n  temper: gruff\n", "temper"),
        ("    plans: 明年想把隔壁院子租下来\n", "    parking: 没地方停\n", "parking"),
        ("  situation: first_call\n", "  situation: pitch\n", "situation"),
        ("  today: 周四\n", "  today: 初四\n", "today"),
        ("- id: gift\n", "- name: gift\n", "id"),
    ],
    ids=["label", "customer", "twice", "after", "temper", "fact", "situation", "today", "no id"],
)
def test_faults_name_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path, text = tmp_path / "x.yml", SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_campaign(path)
    assert str(caught.value).startswith(f"{path}:") and said in str(caught.value)


def test_data_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    assert load_campaigns(tmp_path) == {}
