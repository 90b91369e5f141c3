"""``duilian practise [SCENARIO]``: a call in the terminal, the scorecard at the end."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive.accounts import Member
from duilian.call import session as practice
from duilian.call.rasa_client import CHANNELS, ChannelUnavailable, RasaClient, Reply, connected
from duilian.call.session import NotTaken, Refusal
from duilian.coaching.scorecard import kind_label
from duilian.config import Config
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.roleplay.scenario import Scenario, load_scenarios

HANG_UP = ("挂断", "挂电话", "离开", practice.HANG_UP)
_REFUSED = {
    Refusal.STALE: "（这通电话在别处往下谈了；刚才这句话没有发出去。）",
    Refusal.OVER: "（这通电话已经在别处结束了；看得分：duilian show {session}）",
    Refusal.TOO_LONG: "（一句话最多 {longest} 个字；请分开说。）",
    Refusal.TOO_FAST: "（说得太快了，请歇一口气再说。）",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "scenario", nargs="?", metavar="场景", help="场景名（见 duilian scenarios）；不写就随机选一个"
    )
    parser.add_argument(
        "--mode", choices=MODES, default="practice", help="guided 有提示，practice 练习，exam 考试"
    )
    parser.add_argument("--seed", metavar="数字", help="同一个数字得到同一个客户表现")
    parser.add_argument("--name", metavar="姓名", help="谁在练（默认是登录名）")
    parser.add_argument("--resume", metavar="编号", help="接着打没打完的电话（见 duilian sessions）")
    parser.add_argument(
        "--channel", choices=CHANNELS, default=CHANNELS[0], help="经过 Rasa 的哪个通道（默认我们自己的）"
    )


def choose(name: str | None, scenarios: dict[str, Scenario]) -> Scenario:
    """The scenario of this name, any without one. Raises DataError that lists what there is."""
    if name is None:
        return secrets.choice(list(scenarios.values()))
    if name not in scenarios:
        raise DataError(f"没有叫“{name}”的场景；现有：{'、'.join(scenarios)}")
    return scenarios[name]


def show(replies: Sequence[Reply], who: str) -> bool:
    """Print what came → is the call over?"""
    for reply in replies:
        if reply.text and not reply.client:
            print(f"\n{reply.text}\n")
        elif reply.text:
            print(f"{who}：{reply.text}")
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
                print(f"我：{exchange.text}")
            show(exchange.replies or (), self.who)
        return len(exchanges), exchanges[-1].over

    def talk(self, seen: int) -> bool:
        """Turn after turn, until the call ends (True) or the input (False: the call is left open).

        Args:
            seen: How many exchanges have been shown.

        Raises:
            ChannelUnavailable: Rasa does not answer.
        """
        while True:
            try:
                text = input("我：").strip()
            except (EOFError, KeyboardInterrupt):
                return False
            text = practice.HANG_UP if text in HANG_UP else text
            key, now = secrets.token_hex(8), datetime.now(timezone.utc)
            try:
                exchange = practice.send_message(self.engine, self.rasa, self.session, key, seen, text, now)
            except NotTaken as refused:
                print(_REFUSED[refused.why].format(longest=practice.LONGEST, session=self.session))
                if refused.why is Refusal.OVER:
                    return True
                if refused.why is Refusal.STALE:
                    seen, over = self.catch_up(seen)
                    if over:
                        return True
                continue
            seen = exchange.number + 1
            if show(exchange.replies or (), self.who):
                return True


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "学员"


def enter(engine: Engine, session: str, scenario: Scenario, mode: str, seed: str, name: str) -> None:
    """Keep who begins which call, so that it is listed even if it is never finished."""
    now = datetime.now(timezone.utc)
    with archive.transaction(engine) as db:
        person = archive.person_named(db, name, now)
        member = Member(person.id, person.name, person.role)
    practice.begin_session(engine, session, scenario, mode, seed, member, now)


def open_call(engine: Engine, session: str) -> str:
    """The scenario of a call that can be resumed. Raises DataError where there is none."""
    with archive.transaction(engine) as db:
        row = archive.find_call(db, session)
        if row is None:
            raise DataError(f"没有编号是“{session}”的电话；用 duilian sessions 看有哪些")
        if row.ended_at is not None:
            raise DataError(f"这通电话已经打完了；看得分：duilian show {session}")
        return str(row.scenario)


def run(args: argparse.Namespace, config: Config) -> int:
    """Play one call → 0 when it came to its end, 1 when it was left open (and kept)."""
    scenarios, engine = load_scenarios(config.data / "scenarios"), archive.open_archive(config.database_url)
    session = args.resume or f"call-{secrets.token_hex(4)}"
    scenario = choose(open_call(engine, session) if args.resume else args.scenario, scenarios)
    # Where someone else may answer, the name before a line would give away who speaks.
    who = "对方" if scenario.gatekeeper else scenario.title
    with connected(config, args.channel) as rasa:
        if args.resume:
            print(f"【场景】{scenario.label}\n（接着刚才的话说。）")
        else:
            print(f"【{kind_label(scenario.kind)}】{scenario.label}\n{scenario.brief}")
            end = "“离开”结束拜访" if scenario.visit else "“挂断”挂电话"
            print(f"（输入“提示”要提示，{end}，Ctrl+D 先放下，以后再接着谈。）\n")
            seed = args.seed or secrets.token_hex(4)
            enter(engine, session, scenario, args.mode, seed, (args.name or "").strip()[:64] or _login())
        if play(Terminal(engine, rasa, session, who)):
            return 0
    print(f"\n还没谈完，已经留着：duilian practise --resume {session}")
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
