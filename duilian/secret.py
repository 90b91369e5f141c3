"""The secret with which the processes of one home know each other: a file that only their user may read.

Rasa and the action server listen on loopback, where every user of the machine may knock; they answer who
shows the secret as ``Authorization: Bearer …``.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import secrets
from pathlib import Path

_OTHERS = 0o077  # what group and others may do


def shared_secret(var: Path) -> str:
    """The secret of a home; made where there is none, and anew where others could have read it.

    Args:
        var: The folder of what a running system writes (``Config.var``).
    """
    path = var / "secret"
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(var, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # of two processes that start together one makes it
        known = _private_text(path)
        if not known:
            known = secrets.token_urlsafe(32)
            fresh = var / "secret.new"
            fresh.unlink(missing_ok=True)
            with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(known + "\n")
            fresh.replace(path)
        return known
    finally:
        os.close(folder)


def _private_text(path: Path) -> str:
    """What a file of ours says; nothing where it is not there, another's, or open to others."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="ascii") as file:
            there = os.fstat(file.fileno())
            mine = there.st_uid == os.geteuid() and not there.st_mode & _OTHERS
            return file.read().strip() if mine else ""
    except (OSError, UnicodeDecodeError):
        return ""


def bearer(secret: str) -> str:
    """The header ``Authorization`` of a request that shows a secret."""
    return f"Bearer {secret}"


def shows_secret(header: str | None, secret: str) -> bool:
    """Does a request's header ``Authorization`` show the secret?

    Args:
        header: The header; None where there is none.
        secret: What is to be shown; an empty one is shown by nobody.
    """
    return bool(secret) and hmac.compare_digest((header or "").encode(), bearer(secret).encode())


def make_private(folder: Path) -> None:
    """Take from all others what earlier versions let them read: folders become 0700, files 0600.

    Args:
        folder: It and all in it; nothing happens where there is none. Links are not followed.
    """
    for place, folders, files in os.walk(folder):
        for path in (Path(place), *(Path(place, name) for name in (*folders, *files))):
            try:
                mode = path.lstat().st_mode
                if not path.is_symlink() and mode & _OTHERS:
                    path.chmod(mode & 0o7777 & ~_OTHERS)
            except OSError:  # gone meanwhile (a database's journal), or another's, who has to see to it
                continue
