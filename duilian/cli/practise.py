"""``duilian practise [SCENARIO]``: a call in the terminal, the scorecard at the end."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive.accounts import Member
from duilian.call import session as practice
from duilian.call.rasa_client import CHANNELS, ChannelUnavailable, RasaClient, Reply, connected
from duilian.call.remembering import memory_for
from duilian.call.session import NotTaken, Refusal
from duilian.coaching.scorecard import kind_label
from duilian.config import Config
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.roleplay.cast import Cast, load_cast
from duilian.roleplay.recollection import MemoryWords
from duilian.roleplay.scenario import Scenario
from duilian.texts import sentence

HANG_UP = ("挂断", "挂电话", "离开", practice.HANG_UP)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "scenario", nargs="?", metavar=sentence("cli.value.scenario"), help=sentence("cli.practise.scenario")
    )
    parser.add_argument("--mode", choices=MODES, default="practice", help=sentence("cli.practise.mode"))
    parser.add_argument("--seed", metavar=sentence("cli.value.number"), help=sentence("cli.practise.seed"))
    parser.add_argument("--name", metavar=sentence("cli.value.name"), help=sentence("cli.practise.name"))
    parser.add_argument("--resume", metavar=sentence("cli.value.id"), help=sentence("cli.practise.resume"))
    parser.add_argument(
        "--channel", choices=CHANNELS, default=CHANNELS[0], help=sentence("cli.practise.channel")
    )


def choose_scenario(name: str | None, scenarios: Mapping[str, Scenario]) -> Scenario:
    """The scenario of this name, any without one. Raises DataError that lists what there is."""
    if name is None:
        return secrets.choice(list(scenarios.values()))
    if name not in scenarios:
        raise DataError(sentence("cli.practise.no_scenario", name=name, names="、".join(scenarios)))
    return scenarios[name]


def show_replies(replies: Sequence[Reply], who: str) -> bool:
    """Print what came → is the call over?"""
    for reply in replies:
        if reply.text and not reply.client:
            print(f"\n{reply.text}\n")
        elif reply.text:
            print(sentence("cli.practise.client", who=who, text=reply.text))
    return any(reply.card is not None for reply in replies)


@dataclass(frozen=True)
class Terminal:
    """One call at a terminal, kept by :mod:`duilian.call.session` like the web's.

    So the same call can be gone on with there, a lost answer is fetched, and what begins with a slash is only
    words.

    Attributes:
        engine: The archive.
        rasa: The way to Rasa.
        session: The call's id.
        who: What stands before the client's words.
    """

    engine: Engine
    rasa: RasaClient
    session: str
    who: str

    def catch_up(self, seen: int) -> tuple[int, bool]:
        """Print the exchanges that have not been shown, what was interrupted finished first.

        Args:
            seen: How many exchanges have been shown.

        Returns:
            How many there are now, and whether the call is over.

        Raises:
            ChannelUnavailable: Rasa does not answer.
        """
        exchanges = practice.transcript(self.engine, self.rasa, self.session)
        for exchange in exchanges[seen:]:
            if not exchange.text.startswith("/"):
                print(sentence("cli.practise.me") + exchange.text)
            show_replies(exchange.replies or (), self.who)
        return len(exchanges), exchanges[-1].over

    def _refusal(self, why: Refusal) -> str:
        match why:
            case Refusal.STALE:
                return sentence("cli.practise.refused.stale")
            case Refusal.OVER:
                return sentence("cli.practise.refused.over", id=self.session)
            case Refusal.TOO_LONG:
                return sentence("cli.practise.refused.too_long", longest=practice.MAX_MESSAGE)
            case Refusal.TOO_FAST:
                return sentence("cli.practise.refused.too_fast")
            case Refusal.TIME_UP:
                return sentence("cli.practise.refused.time_up")

    def talk(self, seen: int) -> bool:
        """Turn after turn, until the call ends (True) or the input (False: the call is left open).

        Args:
            seen: How many exchanges have been shown.

        Raises:
            ChannelUnavailable: Rasa does not answer.
        """
        while True:
            try:
                text = input(sentence("cli.practise.me")).strip()
            except (EOFError, KeyboardInterrupt):
                return False
            text = practice.HANG_UP if text in HANG_UP else text
            key, now = secrets.token_hex(8), datetime.now(timezone.utc)
            try:
                exchange = practice.send_message(self.engine, self.rasa, self.session, key, seen, text, now)
            except NotTaken as refused:
                print(self._refusal(refused.why))
                if refused.why is Refusal.OVER:
                    return True
                if refused.why is Refusal.STALE:
                    seen, over = self.catch_up(seen)
                    if over:
                        return True
                continue
            seen = exchange.number + 1
            if show_replies(exchange.replies or (), self.who):
                return True


def _introduction(scenario: Scenario) -> str:
    """What a trainee knows beforehand, and what can be typed."""
    kind = kind_label(scenario.kind)
    opening = sentence("cli.practise.opening", kind=kind, label=scenario.label, brief=scenario.brief)
    end = sentence("cli.practise.end_visit") if scenario.visit else sentence("cli.practise.end_call")
    return f"{opening}\n{sentence('cli.practise.commands', end=end)}\n"


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return sentence("cli.practise.nobody")


def enter_call(
    engine: Engine, session: str, cast: Cast, scenario: Scenario, mode: str, seed: str, name: str
) -> None:
    """Keep who begins which call, so that it is listed even if it is never finished.

    Args:
        engine: The archive.
        session: The call's id.
        cast: All clients, as they remember who rings; empty where nobody shall: a call with a given seed is
            the same whenever it is played.
        scenario: Whose client is rung.
        mode: The mode.
        seed: What the client's draws are seeded with.
        name: Who rings.
    """
    now = datetime.now(timezone.utc)
    with archive.transaction(engine) as db:
        person = archive.person_named(db, name, now)
        member = Member(person.id, person.name, person.role, demo=person.demo)
        memory = memory_for(db, member, cast, scenario.id, mode).as_text()
    client = cast.find(scenario.id, memory) or scenario
    practice.begin_session(engine, session, client, mode, seed, member, now, memory)


def open_call(engine: Engine, session: str) -> str:
    """The scenario of a call that can be resumed. Raises DataError where there is none."""
    with archive.transaction(engine) as db:
        row = archive.find_call(db, session)
        if row is None:
            raise DataError(sentence("cli.practise.no_call", id=session))
        if row.ended_at is not None:
            raise DataError(sentence("cli.practise.over", id=session))
        return str(row.scenario)


def run(args: argparse.Namespace, config: Config) -> int:
    """Play one call.

    Returns:
        0 when it came to its end, 1 when it was left open (and kept).

    Raises:
        DataError: There is no such scenario or call, or no way to Rasa.
    """
    cast, engine = load_cast(config.data), archive.open_archive(config.database_url)
    session = args.resume or f"call-{secrets.token_hex(4)}"
    scenario = choose_scenario(open_call(engine, session) if args.resume else args.scenario, cast.scenarios)
    # Where someone else may answer, the name before a line would give away who speaks.
    who = sentence("cli.practise.either") if scenario.gatekeeper else scenario.title
    with connected(config, args.channel) as rasa:
        if args.resume:
            print(sentence("cli.practise.resumed", label=scenario.label))
        else:
            print(_introduction(scenario))
            seed = args.seed or secrets.token_hex(4)
            knows = cast if not args.seed else Cast({}, MemoryWords())
            name = (args.name or "").strip()[:64] or _login()
            enter_call(engine, session, knows, scenario, args.mode, seed, name)
        if play(Terminal(engine, rasa, session, who)):
            return 0
    print("\n" + sentence("cli.practise.left", id=session))
    return 1


def play(terminal: Terminal) -> bool:
    """A call from where it stands → did it come to its end? A dead channel and Ctrl+C leave it open."""
    try:
        seen, over = terminal.catch_up(0)
        return over or terminal.talk(seen)
    except ChannelUnavailable as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return False
