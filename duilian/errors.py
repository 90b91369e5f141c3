"""The one error of the project that a person can mend."""

from __future__ import annotations

import errno
import socket

_MAX_QUOTED = 40
_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读，不能写",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一个不是文件夹",
    errno.EEXIST: "已经有一个同名的文件",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长",
    errno.EADDRINUSE: "端口已经被别的程序占用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    errno.ECONNREFUSED: "那里没有程序在等",
    socket.EAI_NONAME: "没有这个名字的主机",
    socket.EAI_AGAIN: "现在查不到这个名字的主机",
}


class DataError(ValueError):
    """Something a person wrote or sent is not as it must be: where, what, how to mend it, in a sentence.

    Attributes:
        what: What is wrong and how to mend it, in plain Chinese.
        where: The place (``file:line``, a field …), empty where there is none.
    """

    def __init__(self, what: str, where: str = "") -> None:
        self.what, self.where = what, where
        super().__init__(f"{where}: {what}" if where else what)


def shortened(text: str) -> str:
    """What was sent, as short as a sentence about it can bear: forty characters."""
    return text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…"


def system_reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
