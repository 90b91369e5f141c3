"""Why a database refused, in Chinese where it is one of the usual reasons."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

# What SQLite or PostgreSQL says in English → in Chinese; the first that is found.
_REASONS = {
    "readonly database": "只能读，不能写",
    "read-only transaction": "只能读，不能写",
    "database is locked": "正被别的程序占用",
    "is full": "磁盘满了",
    "No space left": "磁盘满了",
    "is not a database": "这个文件不是数据库",
    "malformed": "文件坏了",
    "unable to open database file": "文件打不开",
    "Connection refused": "数据库没有开",
    "could not translate host name": "没有这台主机",
    "authentication failed": "用户名或密码不对",
    "permission denied": "没有权限",
    "server closed the connection": "数据库断开了",
    "does not exist": "没有这个库、用户或表",
}


def database_reason(error: DBAPIError | sqlite3.Error) -> str:
    """Why the database refused, in a few words."""
    said = str(getattr(error, "orig", error)).strip()
    known = next((ours for theirs, ours in _REASONS.items() if theirs in said), None)
    return known or said.partition("\n")[0]
