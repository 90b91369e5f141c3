"""The archive's tables of files that a trainer hands in, until their calls are kept."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Moment, Person


class ImportBatch(Base):
    """Files handed in together.

    Attributes:
        owner_id: The trainer's who handed them in: nobody else sees them before they are kept.
        person_id: Whose calls they are; null for nobody's.
        kind: The kind of the calls, where a file does not say it.
        context: What is known of the client, likewise.
        day: The day of the calls of which the files do not say it.
        started: Has the trainer seen what was read, and said that it is to be kept?
    """

    __tablename__ = "import_batches"
    id = Column(String(32), primary_key=True)
    owner_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind = Column(String(32), nullable=False)
    context = Column(JSON, nullable=False)
    day = Column(Date)
    started = Column(Boolean, nullable=False, default=False, server_default=false())
    at = Column(Moment, nullable=False)
    person = relationship(Person, foreign_keys=[person_id])
    files = relationship("ImportFile", order_by="ImportFile.number", cascade="all, delete-orphan")


class ImportFile(Base):
    """One file of a batch.

    Attributes:
        number: From 1.
        content: Its bytes, so that it can be read once more with who is who; null once it is to be kept.
        form: What it was taken for, in plain Chinese.
        trainee: The name that the trainer has said is the trainee's; empty where it was found.
        fault: What is wrong with the whole; empty where calls were read.
        more_faults: How many lines are wrong beside those that are kept here.
    """

    __tablename__ = "import_files"
    id = Column(Integer, primary_key=True)
    batch_id = Column(
        String(32), ForeignKey("import_batches.id", ondelete="CASCADE"), nullable=False, index=True
    )
    number = Column(Integer, nullable=False)
    name = Column(String(255), nullable=False)
    content = Column(LargeBinary)
    form = Column(String(64), nullable=False, default="")
    trainee = Column(String(64), nullable=False, default="")
    fault = Column(Text, nullable=False, default="")
    more_faults = Column(Integer, nullable=False, default=0, server_default="0")
    calls = relationship("ImportedCall", order_by="ImportedCall.id", cascade="all, delete-orphan")


class ImportedCall(Base):
    """One call of a file, or what is wrong with a line of it.

    Attributes:
        line: Where it begins in the file, from 1.
        place: The part of the file: a sheet, a file of a ZIP; empty where it is one whole.
        dialogue: The call as of :func:`duilian.dialogue.model.dump_dialogue`; null for a fault, and once it
            is kept.
        spans: When each turn begins and ends, in seconds from the start; empty where the file does not say.
        begun_at: Its day and time as ISO 8601, in China; empty where the file does not say.
        title: What it is called, never empty.
        notes: What was noticed when it was read, as sentences.
        unsure: May the two sides be the wrong way round?
        state: ``read``, ``kept``, ``known`` (kept before), ``failed`` or ``fault``.
        said: What is wrong with it; empty where nothing is.
        session_id: The session it was kept as, or is known as.
    """

    __tablename__ = "imported_calls"
    __table_args__ = (
        Index(
            "ix_imported_calls_waiting",
            "file_id",
            sqlite_where=text("state = 'read'"),
            postgresql_where=text("state = 'read'"),
        ),
    )
    id = Column(Integer, primary_key=True)
    file_id = Column(Integer, ForeignKey("import_files.id", ondelete="CASCADE"), nullable=False, index=True)
    line = Column(Integer, nullable=False)
    place = Column(String(255), nullable=False, default="")
    dialogue = Column(JSON(none_as_null=True))
    spans = Column(JSON, nullable=False, default=list)
    begun_at = Column(String(32), nullable=False, default="")
    title = Column(String(128), nullable=False, default="")
    notes = Column(JSON, nullable=False, default=list)
    unsure = Column(Boolean, nullable=False, default=False, server_default=false())
    state = Column(String(8), nullable=False)
    said = Column(Text, nullable=False, default="")
    session_id = Column(String(64))
    file = relationship(ImportFile, back_populates="calls")
