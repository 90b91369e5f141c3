"""The channel of the web application and of the command line.

It is like Rasa's REST channel, but a message sent twice is heard once, and a call can be copied and
forgotten. Loopback only, like all of Rasa here, and only for who shows the home's secret.
"""

from typing import Any, Awaitable, Callable, Dict, Iterable, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from duilian.assistant.guard import guard
from duilian.assistant.tracker_store import kept_store

_KEY = "key"


def _reply(message: Dict[Text, Any]) -> Dict[Text, Any]:
    """What is sent of a message: its text, whose it is, and its data.

    It is the client's where it is a response of the domain, else the coach's.
    """
    return {
        "text": message.get("text") or "",
        "client": "utter_action" in message,
        "custom": message.get("custom"),
    }


class _Replies(CollectingOutputChannel):
    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        self.messages.append(_reply(message))


def answered(events: Iterable[Event], key: Text) -> Optional[List[Dict[Text, Any]]]:
    """What was answered to a message.

    Args:
        events: The call's.
        key: The message's.

    Returns:
        The replies, None where the message never came.
    """
    replies: Optional[List[Dict[Text, Any]]] = None
    for event in events:
        if isinstance(event, UserUttered):
            if replies is not None:
                break
            if event.metadata.get(_KEY) == key:
                replies = []
        elif isinstance(event, BotUttered) and replies is not None:
            replies.append(_reply(event.message()))
    return replies


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


class DuilianChannel(InputChannel):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> Text:
        return "duilian"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's paths, as Rasa asks for them.

        * ``POST /webhook`` {sender, message, key, again}: ``again`` where the message may have come already.
        * ``POST /copy`` {source, target, turns}: the target begins as the source stood before that turn of
          the trainee's.
        * ``POST /forget`` {sessions}: deleted for good.
        """
        channel = _GuardedBlueprint("duilian_channel", __name__)

        @channel.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"}) if _is_ready(request) else _no_model()

        @channel.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not _is_ready(request):
                return _no_model()
            sender, key = request.json["sender"], request.json.get("key", "")
            agent = request.app.ctx.agent
            if key and request.json.get("again"):
                async with agent.lock_store.lock(sender):
                    tracker = await agent.tracker_store.retrieve_full_tracker(sender)
                known = answered(tracker.events, key) if tracker else None
                if known is not None:
                    return response.json(known)
            replies = _Replies()
            message = UserMessage(
                request.json["message"], replies, sender, input_channel=self.name(), metadata={_KEY: key}
            )
            await on_new_message(message)
            return response.json(replies.messages)

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
            for sender in request.json["sessions"]:
                async with request.app.ctx.agent.lock_store.lock(sender):
                    store.forget(sender)
            return response.json({})

        return channel
