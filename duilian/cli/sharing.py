"""Work on many items shared among processes that already hold the model."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

_CHUNK = 32  # items a process gets at a time
_answer: Callable[[Any], Any] | None = None

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def answers(
    items: Iterable[Item], answer: Callable[[Item], Answer], workers: int
) -> Iterator[tuple[Item, Answer]]:
    """Every item with its answer, in order.

    Long inputs are shared among processes that already hold the model. Only a few chunks are on their way
    at a time, so memory does not grow with the input.

    Args:
        items: What is to be answered.
        answer: What answers it.
        workers: How many processes.
    """
    stream = iter(items)
    chunks = iter(lambda: list(islice(stream, _CHUNK)), [])
    first = [] if workers < 2 else next(chunks, [])
    if len(first) < _CHUNK:
        for item in chain(first, stream):
            yield item, answer(item)
        return
    global _answer
    _answer = answer  # the processes are forked: what is here now is there too
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        under_way = deque[tuple[list[Item], Future[list[Answer]]]]()
        for chunk in chain([first], chunks):
            under_way.append((chunk, pool.submit(_answer_all, chunk)))
            if len(under_way) > 2 * workers:
                done, future = under_way.popleft()
                yield from zip(done, future.result(), strict=True)
        for done, future in under_way:
            yield from zip(done, future.result(), strict=True)


def _answer_all(items: list[Any]) -> list[Any]:
    assert _answer is not None
    return [_answer(item) for item in items]
