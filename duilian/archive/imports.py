"""Files that a trainer hands in: what was read of them, what is to be kept, and what became of it.

A batch is looked at first, mended where something is wrong, and then started: its calls wait, are assessed by
another process and kept one by one, so that nothing is lost and nothing kept twice, whatever ends in between.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from duilian import archive
from duilian.archive.import_models import ImportBatch, ImportedCall, ImportFile
from duilian.assessment import Assessment
from duilian.clock import CHINA
from duilian.dialogue.model import Context, Dialogue, Turn, dump_dialogue, parse_dialogue
from duilian.errors import DataError
from duilian.importing.results import ImportResult
from duilian.texts import sentence

MAX_FAULTS = 50
"""How many faults of a file are kept: who has more will not read them one by one."""
_LEFT_LYING = timedelta(days=1)  # a batch that nobody starts is deleted after this time
_SHOWN = timedelta(days=7)  # and one that is done after this
_LONGEST_TITLE = 120
_UNNAMED = re.compile(r"call-(\d+)")  # the id of a call that has none in its file


@dataclass(frozen=True)
class FileRead:
    """A file as it was handed in, and what was read of it.

    Attributes:
        name: Its name.
        content: Its bytes.
        results: Its calls and faults; or what is wrong with the whole.
        trainee: Who is the trainee in it, where a person has said so.
    """

    name: str
    content: bytes
    results: Sequence[ImportResult] | DataError
    trainee: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a batch, or a file, is.

    Attributes:
        waiting: Calls that are still to be kept.
        kept: Calls that are kept.
        known: Calls that were kept before, by an earlier import.
        failed: Calls that could not be kept.
        faults: What is wrong with lines and whole files.
        unsure: Calls whose two sides may be the wrong way round.
    """

    waiting: int = 0
    kept: int = 0
    known: int = 0
    failed: int = 0
    faults: int = 0
    unsure: int = 0

    @property
    def calls(self) -> int:
        """How many calls there are."""
        return self.waiting + self.kept + self.known + self.failed

    @property
    def done(self) -> int:
        """How many of them are over with."""
        return self.calls - self.waiting


def add_batch(
    db: Database, owner: int, kind: str, context: Context, files: Iterable[FileRead], now: datetime
) -> ImportBatch:
    """Enter files that were read.

    Args:
        db: The database session.
        owner: The number of the person who hands them in.
        kind: The kind of their calls, where a file does not say it.
        context: What is known of the client, likewise.
        files: In order.
        now: The moment.
    """
    batch = ImportBatch(
        id=secrets.token_hex(12), owner_id=owner, kind=kind, context=dict(vars(context)), at=now
    )
    batch.files = [_file(db, number, read) for number, read in enumerate(files, 1)]
    db.add(batch)
    db.flush()
    return batch


def read_again(db: Database, file: ImportFile, read: FileRead) -> None:
    """Put what was read of a file this time in the place of what was read before."""
    made = _file(db, file.number, read)
    for name in ("name", "content", "form", "trainee", "fault", "more_faults"):
        setattr(file, name, getattr(made, name))
    file.calls = list(made.calls)
    db.flush()


def turn_round(call: ImportedCall) -> None:
    """Let who was taken for the client be the trainee, and the other way round."""
    dialogue = parse_dialogue(call.dialogue)
    other = {"client": "trainee", "trainee": "client"}
    turns = tuple(Turn(other[turn.speaker], turn.text) for turn in dialogue.turns)  # type: ignore[arg-type]
    call.dialogue, call.unsure = dump_dialogue(replace(dialogue, turns=turns)), False
    call.notes = [sentence("importing.turned")]


def start(batch: ImportBatch, person: int | None, day: date | None) -> None:
    """Have the calls of a batch kept.

    Args:
        batch: The batch; once started it is not changed any more.
        person: Whose calls they are; None for nobody's.
        day: When those were of which the files do not say it.
    """
    if not batch.started:
        batch.started, batch.person_id, batch.day = True, person, day
        for file in batch.files:
            file.content = None


def waiting_calls(db: Database, limit: int) -> list[ImportedCall]:
    """Calls of started batches that are to be kept, those handed in first before the others."""
    query = (
        select(ImportedCall)
        .join(ImportFile)
        .join(ImportBatch)
        .where(ImportedCall.state == "read", ImportBatch.started)
        .order_by(ImportBatch.at, ImportedCall.id)
        .limit(limit)
        .options(joinedload(ImportedCall.file))
    )
    return list(db.execute(query).scalars())


def keep(
    db: Database,
    number: int,
    dialogue: Dialogue,
    assessment: Assessment,
    model_version: str,
    now: datetime,
    signature: str = "",
) -> None:
    """Keep a call of a started batch as a session, unless it is kept already.

    Args:
        db: The database session.
        number: The call's.
        dialogue: The call with its labels.
        assessment: What the rubric says of it.
        model_version: The tagger's.
        now: The moment.
        signature: All that the score depends on.
    """
    call = db.get(ImportedCall, number)
    if call is None or call.state != "read":
        return
    batch = db.get(ImportBatch, call.file.batch_id)
    name = _session_name(dialogue, str(call.begun_at))
    call.session_id, call.dialogue = name, None
    if archive.exists(db, name):
        call.state = "known"
        return
    begun, ended = _when(call, batch.day, now)
    kept = archive.Call(name, "", dialogue.kind, "real", "")
    row = archive.begin_call(db, kept, dialogue, begun, batch.person)
    row.origin, row.rating, row.title, row.kept_at = "imported", {}, call.title, now
    row.ended_at = ended
    archive.keep_call(db, kept, dialogue, assessment, model_version, now, signature)
    for turn, (begins, ends) in zip(row.turns, call.spans, strict=False):
        turn.begins, turn.ends = begins, ends
    call.state = "kept"


def give_up(db: Database, number: int, why: str) -> None:
    """Note that a call could not be kept, and why."""
    call = db.get(ImportedCall, number)
    if call is not None:
        call.state, call.said = "failed", why


def is_waiting(db: Database) -> bool:
    """Is there a call that is to be kept?"""
    return bool(waiting_calls(db, 1))


def progress_of(db: Database, batch: str) -> Progress:
    """How far a batch is."""
    states, unsure = _states(db, batch)
    of_files = select(
        func.coalesce(func.sum(ImportFile.more_faults), 0),
        func.coalesce(func.sum(case((ImportFile.fault != "", 1), else_=0)), 0),
    ).where(ImportFile.batch_id == batch)
    more, broken = db.execute(of_files).one()
    total: Counter[str] = sum(states.values(), Counter())
    return _progress(total, int(more + broken), sum(unsure.values()))


def progress_of_files(db: Database, batch: ImportBatch) -> dict[int, Progress]:
    """How far each file of a batch is, by the file's id."""
    states, unsure = _states(db, str(batch.id))
    return {
        file.id: _progress(states[file.id], int(file.more_faults) + bool(file.fault), unsure[file.id])
        for file in batch.files
    }


def count_undated(db: Database, batch: str) -> int:
    """How many calls that are to be kept have no day in their file."""
    query = (
        select(func.count())
        .select_from(ImportedCall)
        .join(ImportFile)
        .where(ImportFile.batch_id == batch, ImportedCall.state == "read", ImportedCall.begun_at == "")
    )
    return int(db.execute(query).scalar_one())


def own_batches(db: Database, owner: int, limit: int = 10) -> list[ImportBatch]:
    """The batches of a trainer, the latest first."""
    query = select(ImportBatch).where(ImportBatch.owner_id == owner).order_by(ImportBatch.at.desc())
    return list(db.execute(query.limit(limit)).scalars())


def find_batch(db: Database, name: str, owner: int) -> ImportBatch | None:
    """A batch of a trainer's; None where there is none, or it is another's."""
    batch: ImportBatch | None = db.get(ImportBatch, name)
    return batch if batch is not None and batch.owner_id == owner else None


def delete_stale_batches(db: Database, now: datetime) -> int:
    """Delete batches that nobody started for a day, and those that were done a week ago.

    Returns:
        How many there were.
    """
    unfinished = (
        select(ImportFile.batch_id)
        .join(ImportedCall, ImportedCall.file_id == ImportFile.id)
        .where(ImportedCall.state == "read")
    )
    left = delete(ImportBatch).where(ImportBatch.started.is_(False), ImportBatch.at < now - _LEFT_LYING)
    done = delete(ImportBatch).where(
        ImportBatch.started, ImportBatch.at < now - _SHOWN, ImportBatch.id.not_in(unfinished)
    )
    options = {"synchronize_session": False}
    return sum(int(db.execute(one, execution_options=options).rowcount) for one in (left, done))


def _file(db: Database, number: int, read: FileRead) -> ImportFile:
    made = ImportFile(number=number, name=read.name[-255:], content=read.content, trainee=read.trainee[:64])
    made.form, made.fault, made.more_faults = "", "", 0
    if isinstance(read.results, DataError):
        made.fault = str(read.results)
        return made
    made.form = next((one.form for one in read.results if one.form), "")
    faults = [one for one in read.results if isinstance(one.call, DataError)]
    left_out = {id(one) for one in faults[MAX_FAULTS:]}
    made.more_faults = len(left_out)
    made.calls = [_call(db, one, read.name) for one in read.results if id(one) not in left_out]
    return made


def _call(db: Database, result: ImportResult, file: str) -> ImportedCall:
    place = result.where[-255:]
    if isinstance(result.call, DataError):
        return ImportedCall(line=result.line, place=place, state="fault", said=str(result.call))
    name = _session_name(result.call, result.begun_at)
    known = archive.exists(db, name)
    return ImportedCall(
        line=result.line,
        place=place,
        dialogue=None if known else dump_dialogue(result.call),
        spans=[list(span) for span in result.spans],
        begun_at=result.begun_at,
        title=(result.title or _title(PurePosixPath(file).stem, result.call.id))[:_LONGEST_TITLE],
        notes=list(result.notes),
        unsure=result.proposed or sentence("importing.doubtful") in result.notes,
        state="known" if known else "read",
        session_id=name if known else None,
    )


def _title(stem: str, id_: str) -> str:
    """What a call is called whose file does not say it: 三月外呼 12."""
    number = _UNNAMED.fullmatch(id_)
    return id_ if stem in id_ else f"{stem} {number[1] if number else id_}"


def _session_name(call: Dialogue, begun_at: str) -> str:
    """The id of a real call's session: the same words at the same time are the same call."""
    source = f"{call.id} {begun_at} {[(turn.speaker, turn.text) for turn in call.turns]}"
    return hashlib.sha256(source.encode()).hexdigest()[:32]


def _when(call: ImportedCall, day: date | None, now: datetime) -> tuple[datetime, datetime]:
    """When a call began and ended."""
    begun = now
    if call.begun_at:
        begun = datetime.fromisoformat(call.begun_at)
        begun = begun if begun.tzinfo else begun.replace(tzinfo=CHINA)
    elif day is not None:
        begun = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    seconds = max((end for span in call.spans for end in span if end is not None), default=0.0)
    return begun, begun + timedelta(seconds=seconds)


def _states(db: Database, batch: str) -> tuple[defaultdict[int, Counter[str]], Counter[int]]:
    """File → how many calls it has in each state, and in how many the sides may be swapped."""
    query = (
        select(
            ImportFile.id,
            ImportedCall.state,
            func.count(),
            func.sum(case((ImportedCall.unsure, 1), else_=0)),
        )
        .join(ImportFile)
        .where(ImportFile.batch_id == batch)
        .group_by(ImportFile.id, ImportedCall.state)
    )
    states, unsure = defaultdict[int, Counter[str]](Counter), Counter[int]()
    for file, state, count, doubtful in db.execute(query):
        states[file][str(state)] += int(count)
        unsure[file] += int(doubtful)
    return states, unsure


def _progress(states: Counter[str], more_faults: int, unsure: int) -> Progress:
    return Progress(
        waiting=states["read"],
        kept=states["kept"],
        known=states["known"],
        failed=states["failed"],
        faults=states["fault"] + more_faults,
        unsure=unsure,
    )
