"""``duilian account``: a new account, or a new one-time password for one that is locked out."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone

from duilian import archive
from duilian.archive import accounts, people
from duilian.archive.models import ROLES
from duilian.config import Config
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "name", nargs="?", metavar=sentence("cli.value.name"), help=sentence("cli.account.name")
    )
    parser.add_argument("--role", choices=ROLES, help=sentence("cli.account.role"))


def run(args: argparse.Namespace, config: Config) -> int:
    """Print a one-time password.

    With a name, it is that person's, who is entered if new. Without one it is the first administrator's, and
    nothing is printed where there is an administrator.

    Returns:
        0.
    """
    now = datetime.now(timezone.utc)
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        if args.name is None:
            first = accounts.first_administrator(db, now)
            if first:
                print(sentence("cli.account.first", name=first[0], password=first[1]))
            return 0
        password = accounts.one_time_password()
        person = archive.find_person(db, args.name.strip())
        if person is None:
            person = accounts.add_person(db, args.name, args.role or "trainee", password, now)
        else:
            accounts.set_password(person, password, one_time=True)
            accounts.sign_out_everywhere(db, person.id)
            group = person.group.name if person.group else ""
            people.change_person(db, person, args.role or person.role, group, True)
        print(sentence("cli.account.made", name=person.name, password=password))
    return 0
