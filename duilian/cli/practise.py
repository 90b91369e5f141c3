"""``duilian practise [SCENARIO]``: a call in the terminal, the scorecard at the end."""

from __future__ import annotations

import argparse
import secrets

from duilian.config import Config
from duilian.dialogue import DataError
from duilian.phone import Phone, Reply, connected
from duilian.roleplay.scenario import Scenario, load_scenarios

MODES = ("guided", "practice", "exam")
HANG_UP = ("挂断", "挂电话", "/hang_up")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help="场景名（见 duilian scenarios）；不写就随机选一个")
    parser.add_argument("--mode", choices=MODES, default="practice", help="guided 有提示，practice 练习，exam 考试")
    parser.add_argument("--seed", help="同一个数字得到同一个客户表现")
    parser.add_argument("--resume", metavar="ID", help="接着打没打完的电话")


def choose(name: str | None, scenarios: dict[str, Scenario]) -> Scenario:
    """The scenario of this name, any without one. Raises DataError that lists what there is."""
    if name is None:
        return secrets.choice(list(scenarios.values()))
    if name not in scenarios:
        raise DataError(f"没有叫“{name}”的场景；现有：{'、'.join(scenarios)}")
    return scenarios[name]


def show(replies: list[Reply], who: str) -> bool:
    """Print what came → is the call over?"""
    over = False
    for reply in replies:
        if reply.card is not None:
            over = True
        elif reply.text.startswith(("【", "提示", "考试")):
            print(f"\n{reply.text}\n")
        elif reply.text:
            print(f"{who}：{reply.text}")
    return over


def talk(phone: Phone, session: str, who: str) -> bool:
    """Turn after turn → did the call end? A closed input leaves it open."""
    while True:
        try:
            text = input("我：").strip()
        except (EOFError, KeyboardInterrupt):
            return False
        if show(phone.say(session, "/hang_up" if text in HANG_UP else text or "……"), who):
            return True


def run(args: argparse.Namespace, config: Config) -> int:
    """Play one call → 0 when it came to its end, 1 when it was left open (and kept)."""
    scenarios = load_scenarios(config.data / "scenarios")
    session = args.resume or f"call-{secrets.token_hex(4)}"
    scenario = choose(args.scenario, scenarios)
    # Where someone else may answer, the name before a line would give away who speaks.
    who = "对方" if scenario.gatekeeper else scenario.title
    with connected(config) as phone:
        if args.resume:
            print("（接着刚才的电话说。）")
        else:
            print(f"【场景】{scenario.label}\n{scenario.brief}")
            print("（输入“提示”要提示，“挂断”挂电话，Ctrl+D 先离开。）\n")
            show(phone.dial(session, scenario.id, args.mode, args.seed or secrets.token_hex(4)), who)
        if talk(phone, session, who):
            return 0
        print(f"\n电话还没打完，已经留着：duilian practise {scenario.id} --resume {session}")
        return 1
