"""Campaigns: several contacts with one client, from the first call to the renewal, as one thing to play.

One YAML file each in ``data/campaigns``; its name is the id. The client's person, firm and facts stand there
once, for all contacts; a contact is a scenario of its own kind, and knows those before it by memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError
from duilian.roleplay.facts.sheet import FactBook, load_fact_book
from duilian.roleplay.scenario import Scenario, parse_scenario, with_sheet
from duilian.yamlfile import PlacedMapping

FEWEST, MOST = 3, 6
"""How many contacts a campaign may have."""
CHANGING_TOPICS = frozenset(
    {"trouble", "trouble_since", "trouble_often", "trouble_where", "trouble_effect", "reported"}
    | {"satisfaction", "busy_now", "trade_now", "plans", "competitor_offer", "equipment", "boss_back"}
    | {"start_date", "weather", "weekend", "earlier_dealings"}
)
"""Topics of which a contact may tell otherwise than the campaign: time has gone by."""
_FIELDS = ("label", "brief", "client", "contacts")
_CLIENT = ("title", "name", "org", "industry", "temper", "patience", "customer", "facts")
_AFTER = ("", "agreed")


@dataclass(frozen=True)
class Contact:
    """One contact of a campaign.

    Attributes:
        scenario: The id of its scenario.
        after: What the one before must have come to: ``agreed`` (a time), "" for any end.
    """

    scenario: str
    after: str = ""


@dataclass(frozen=True)
class Campaign:
    """Several contacts with one client.

    Attributes:
        id: The file's name without its ending.
        label: What it is called.
        brief: What the trainee is told beforehand.
        contacts: In the order in which they are played.
        clients: Scenario id → the client as it is in that contact, without memory.
    """

    id: str
    label: str
    brief: str
    contacts: tuple[Contact, ...]
    clients: Mapping[str, Scenario]

    @property
    def client(self) -> Scenario:
        """The client as it is at the first contact."""
        return self.clients[self.contacts[0].scenario]


def load_campaign(path: Path) -> Campaign:
    """Read a campaign; its clients have no fact sheets yet.

    Raises:
        DataError: The file is no campaign; the message names file and line.
    """
    data = yamlfile.load(path)
    if not isinstance(data, PlacedMapping) or set(data) != set(_FIELDS):
        raise DataError(f"这里应当有 {'、'.join(_FIELDS)} 几部分", f"{path}:1")
    for name in ("label", "brief"):
        if not isinstance(data[name], str) or not data[name].strip():
            raise _fault(path, data, f"{name} 应当是一段文字", name)
    client, contacts = data["client"], data["contacts"]
    if not isinstance(client, PlacedMapping) or set(client) != set(_CLIENT):
        raise _fault(path, data, f"client 应当有 {'、'.join(_CLIENT)} 几项", "client")
    if not isinstance(client["facts"], dict) or not isinstance(client["customer"], bool):
        raise _fault(
            path, data, "client 的 facts 应当是“话题: 回答”，customer 应当是 true 或 false", "client"
        )
    if not isinstance(contacts, list) or not FEWEST <= len(contacts) <= MOST:
        raise _fault(path, data, f"contacts 应当有 {FEWEST} 到 {MOST} 次联系", "contacts")
    made: dict[str, Scenario] = {}
    order = []
    for place, node in enumerate(contacts):
        contact, scenario = _read_contact(path, client, node, place)
        if contact.scenario in made:
            raise _fault(path, node, f"“{node['id']}”写了两遍", "id")
        made[contact.scenario] = scenario
        order.append(contact)
    return Campaign(path.stem, str(data["label"]), str(data["brief"]), tuple(order), made)


def load_campaigns(data: Path) -> dict[str, Campaign]:
    """Read all campaigns of a data folder, with fact sheets; none where there is no folder of them.

    Raises:
        DataError: As :func:`load_campaign`.
    """
    book = load_fact_book(data / "facts")
    read = [load_campaign(path) for path in sorted((data / "campaigns").glob("*.yml"))]
    return {one.id: _with_sheets(one, book) for one in read}


def _with_sheets(campaign: Campaign, book: FactBook) -> Campaign:
    clients = {name: with_sheet(client, book) for name, client in campaign.clients.items()}
    return replace(campaign, clients=clients)


def _read_contact(path: Path, client: PlacedMapping, node: Any, place: int) -> tuple[Contact, Scenario]:
    """One contact: the client's fields, and its own."""
    if not isinstance(node, PlacedMapping) or not isinstance(node.get("id"), str) or not node["id"].strip():
        raise DataError(
            "每次联系都要有 id", f"{path}:{yamlfile.line_of(node) if hasattr(node, 'line') else 1}"
        )
    after = node.get("after", "")
    if after not in _AFTER or (after and not place):
        raise _fault(path, node, "after 只能写 agreed，而且不能写在第一次联系里", "after")
    twice = [name for name in node if name in client and name != "facts"]
    if twice:
        raise _fault(path, node, f"{twice[0]} 只能写在 client 里：每次联系都是同一位客户", str(twice[0]))
    facts = node.get("facts") or {}
    changed = [name for name in facts if name in client["facts"] and name not in CHANGING_TOPICS]
    if changed:
        raise _fault(path, node, f"facts.{changed[0]} 前后不一致：client 里已经写了", "facts")
    merged = PlacedMapping(node.line)
    for source in (client, node):
        kept = {name: source[name] for name in source if name not in ("id", "after", "customer", "facts")}
        merged.update(kept)
        merged.lines.update({name: source.lines[name] for name in kept})
    merged["facts"], merged["acquainted"] = {**client["facts"], **facts}, False
    merged.lines["facts"], merged.lines["acquainted"] = client.lines["facts"], node.line
    scenario = parse_scenario(merged, path, f"{path.stem}-{node['id']}")
    made = replace(scenario, campaign=path.stem, later=place > 0, customer=client["customer"])
    return Contact(made.id, str(after)), made


def _fault(path: Path, node: Any, what: str, name: str) -> DataError:
    return DataError(what, f"{path}:{yamlfile.line_of(node, name)}")
