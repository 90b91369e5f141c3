"""The channel of the web application and of the command line, and Rasa's own for whoever has only curl.

By both a message sent twice is heard once, and one that could not be kept is not answered; by ours a call can
be copied and forgotten. Loopback only, like all of Rasa here, and only for who shows the home's secret.
"""

import asyncio
import logging
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from duilian.assistant.guard import guard
from duilian.assistant.quiet_logs import keep_rasas_logs_quiet
from duilian.assistant.tracked_call import TOLD, UTTER
from duilian.assistant.tracker_store import DebriefMissing, kept_store

_log = logging.getLogger(__name__)
_KEY = "key"
_PATIENCE = 45  # seconds until a message fails; whoever sent it waits somewhat longer
_LOOK_AGAIN = 0.05  # seconds between two looks at whether the call is free


def _reply(message: Dict[Text, Any]) -> Dict[Text, Any]:
    """What is sent of a message: its text, whose it is, its move, topics told with it, and its data.

    It is the client's where it is a response of the domain, else the coach's.
    """
    return {
        "text": message.get("text") or "",
        "client": "utter_action" in message,
        "move": str(message.get("utter_action") or "")[len(UTTER) :],
        "told": list(message.get(TOLD) or ()),
        "custom": message.get("custom"),
    }


class _Replies(CollectingOutputChannel):
    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        self.messages.append(_reply(message))


def answered(events: Iterable[Event], key: Text) -> Optional[List[BotUttered]]:
    """What was answered to a message.

    Args:
        events: The call's.
        key: The message's.

    Returns:
        The replies, None where the message never came.
    """
    replies: Optional[List[BotUttered]] = None
    asked = False
    for event in events:
        if isinstance(event, UserUttered):
            asked = event.metadata.get(_KEY) == key
            if asked and replies is None:
                replies = []
        elif isinstance(event, BotUttered) and asked and replies is not None:
            replies.append(event)
    return replies


def owes_debrief(events: Iterable[Event], key: Text) -> bool:
    """Did the call end with a message to which no scorecard was answered?

    So it was where the action server failed, when such answers were still kept.

    Args:
        events: The call's.
        key: The message's.
    """
    asked = ended = False
    for event in events:
        if isinstance(event, UserUttered):
            asked = event.metadata.get(_KEY) == key
            ended = ended or (asked and event.intent.get("name") == "hang_up")
        elif isinstance(event, BotUttered) and asked:
            if event.metadata.get("utter_action") == "utter_farewell":
                ended = True
            if "scorecard" in (event.data.get("custom") or {}):
                return False
    return ended


def events_before(events: Iterable[Event], turns: int) -> List[Event]:
    """The events of a call before a turn of the trainee's.

    Args:
        events: The call's.
        turns: The turn's number from 0; commands are no turns.
    """
    kept: List[Event] = []
    for event in events:
        if isinstance(event, UserUttered) and event.intent.get("name") == "speak":
            turns -= 1
            if turns < 0:
                break
        kept.append(event)
    return kept


def _is_ready(request: Request) -> bool:
    """Has Rasa loaded its model? It runs without one too, and then answers every message with nothing."""
    return bool(request.app.ctx.agent.is_ready())


def _no_model() -> HTTPResponse:
    return response.json({"error": "no model is loaded"}, status=503)


class _GuardedBlueprint(Blueprint):
    """Brings the guard of the whole server with it: Rasa gives the application to nobody else of ours."""

    def register(self, app: Any, options: Any) -> Any:
        guard(app)
        return super().register(app, options)  # type: ignore[no-untyped-call]


async def _hear(agent: Any, message: UserMessage) -> None:
    """Give out the replies to a message: those of last time where its key was heard before, else new ones."""
    sender, replies = message.sender_id, message.output_channel
    key = str((message.metadata or {}).get(_KEY) or "")
    # The agent's own handle_message takes this lock too late: after the look at what was heard.
    async with agent.lock_store.lock(sender, wait_time_in_seconds=_LOOK_AGAIN):
        tracker = await kept_store(agent.tracker_store).look_up(sender) if key else None
        known = answered(tracker.events, key) if tracker else None
        if tracker and known is not None:
            for said in known:
                await replies.send_response(sender, said.message())
            if not owes_debrief(tracker.events, key):
                return
            message.text = "/hang_up"
        await agent.processor.handle_message(message)


async def _receive(request: Request, channel: Text, replies: CollectingOutputChannel) -> HTTPResponse:
    """Answer {sender, message, key} with what a channel makes of the replies.

    A key is heard once, and answered the same ever after; without one everything is new. 503 where the
    message could not be kept, with ``owed`` where the call is over without a debrief.
    """
    if not _is_ready(request):
        return _no_model()
    asked = request.json
    message = UserMessage(
        asked["message"],
        replies,
        asked["sender"],
        input_channel=channel,
        metadata={_KEY: asked.get("key", "")},
    )
    try:
        await asyncio.wait_for(_hear(request.app.ctx.agent, message), _PATIENCE)
    except DebriefMissing as missing:
        return response.json({"error": str(missing), "owed": True}, status=503)
    except (SQLAlchemyError, LockError, asyncio.TimeoutError) as error:
        # Its words may be somebody's: only what kind of error it was is said.
        _log.warning("not kept, so not answered: %s", type(error).__name__)
        return response.json({"error": type(error).__name__}, status=503)
    return response.json(replies.messages)


class DuilianChannel(InputChannel):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> Text:
        return "duilian"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's paths, as Rasa asks for them.

        * ``POST /webhook`` {sender, message, key}: one message; see :func:`_receive`.
        * ``POST /copy`` {source, target, turns}: the target begins as the source stood before that turn of
          the trainee's.
        * ``POST /forget`` {sessions, before}: deleted for good, and all calls not heard of since ``before``
          (seconds since 1970) as well.
        * ``POST /reread``: all calls are read from the database again, which was restored.
        """
        keep_rasas_logs_quiet()
        channel = _GuardedBlueprint("duilian_channel", __name__)

        @channel.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"}) if _is_ready(request) else _no_model()

        @channel.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await _receive(request, self.name(), _Replies())

        @channel.route("/copy", methods=["POST"])
        async def copy(request: Request) -> HTTPResponse:
            source, target = request.json["source"], request.json["target"]
            agent = request.app.ctx.agent
            async with agent.lock_store.lock(target):
                if await agent.tracker_store.retrieve_full_tracker(target):
                    return response.json({"copied": False})  # it was, the last time this was asked for
                there = await agent.tracker_store.retrieve_full_tracker(source)
                if there is None:
                    return response.json({"error": "no such call"}, status=404)
                events = events_before(there.events, request.json["turns"])
                made = DialogueStateTracker.from_events(
                    target, events, agent.domain.slots, domain=agent.domain
                )
                await agent.tracker_store.save(made)
            return response.json({"copied": True})

        @channel.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            store = kept_store(request.app.ctx.agent.tracker_store)
            senders, before = request.json["sessions"], request.json.get("before")
            if before is not None:
                senders = [*senders, *await asyncio.to_thread(store.not_heard_since, before)]
            for sender in senders:
                async with request.app.ctx.agent.lock_store.lock(sender):
                    await asyncio.to_thread(store.forget, sender)
            if senders:
                await asyncio.to_thread(store.wipe_forgotten)
            return response.json({})

        @channel.route("/reread", methods=["POST"])
        async def reread(request: Request) -> HTTPResponse:
            kept_store(request.app.ctx.agent.tracker_store).read_anew()
            return response.json({})

        return channel


class AloudRestChannel(InputChannel):
    """Rasa's REST channel as far as it goes without streaming, with the keys of ours.

    What failed is not answered: Rasa's own logs it and gives out the replies all the same.
    """

    @classmethod
    def name(cls) -> Text:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's paths, as Rasa asks for them: ``POST /webhook``, see :func:`_receive`."""
        channel = Blueprint("rest_channel", __name__)

        @channel.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @channel.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await _receive(request, self.name(), CollectingOutputChannel())

        return channel
