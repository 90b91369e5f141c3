"""``duilian account``: a new account, or a new one-time password for one that is locked out."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone

from duilian import archive
from duilian.archive import accounts
from duilian.archive.models import ROLES
from duilian.config import Config


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="姓名", help="用户名；已经有的，就给一个新的一次性密码")
    parser.add_argument("--role", choices=ROLES, help="新用户的角色（默认 trainee）")


def run(args: argparse.Namespace, config: Config) -> int:
    """Print the one-time password; without a name, the first administrator's, nothing where there is one → 0."""
    now = datetime.now(timezone.utc)
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        if args.name is None:
            password = accounts.first_administrator(db, now)
            if password:
                print(f"· 第一次使用：用户名 管理员，一次性密码 {password}（登录后请换成自己的）")
            return 0
        password = accounts.one_time_password()
        person = archive.find_person(db, args.name.strip())
        if person is None:
            person = accounts.add_person(db, args.name, args.role or "trainee", password, now)
        else:
            accounts.set_password(person, password, one_time=True)
            accounts.sign_out_everywhere(db, person.id)
            person.active, person.role = True, args.role or person.role
        print(f"用户名 {person.name}，一次性密码 {password}（登录后请换成自己的）")
    return 0
