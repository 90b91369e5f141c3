"""A browser without a window: real HTTP, real cookies, and forms read from the pages as they come."""

from __future__ import annotations

import html
import json
import re
import time
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import httpx2


@dataclass
class Form:
    """A form as it stands in a page: what the browser would send if nobody touched it.

    Attributes:
        action: Where it goes.
        method: ``get`` or ``post``.
        fields: The name and value of each field that would be sent, in order.
        names: The names of all its fields, those too that would not be sent (a box that is not ticked).
        buttons: The name and value of each button that sends some.
        words: What stands in it, for finding it.
    """

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    words: str = ""


class _Reader(HTMLParser):
    """Reads the forms of a page, and the words of its body."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str | None, bool]] = []
        self._option_words, self._textarea = "", ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self._form)
        form = self._form
        if form is None:
            return
        name = given.get("name") or ""
        if name:
            form.names.add(name)
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio", "file") or "checked" in given:
                form.fields.append((name, given.get("value") or ""))
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value") or ""))
        elif tag == "select":
            self._select, self._options = (name, "multiple" in given), []
        elif tag == "option":
            self._end_option()
            self._inside, self._option_words = "option", ""
            self._options.append((given.get("value"), "selected" in given))
        elif tag == "textarea":
            self._inside, self._textarea, self._textarea_name = "textarea", "", name

    def _end_option(self) -> None:
        if self._inside == "option":
            value, selected = self._options[-1]
            self._options[-1] = (self._option_words.strip() if value is None else value, selected)
            self._inside = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "option":
            self._end_option()
        elif tag == "select" and self._form and self._select:
            self._end_option()
            name, multiple = self._select
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not multiple:
                chosen = [value for value, _ in self._options[:1]]
            self._form.fields += [(name, value or "") for value in chosen]
            self._select = None
        elif tag == "textarea" and self._form:
            self._form.fields.append((self._textarea_name, self._textarea))
            self._inside = ""
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._inside == "option":
            self._option_words += data
        elif self._inside == "textarea":
            self._textarea += data
        if self._form:
            self._form.words += data


@dataclass(frozen=True)
class Page:
    """An answer, after redirects."""

    path: str
    status: int
    text: str
    content: bytes

    @property
    def forms(self) -> list[Form]:
        reader = _Reader()
        reader.feed(self.text)
        return reader.forms

    def form(self, action: str, words: str = "") -> Form:
        """The first form that goes to ``action`` (its query left out) and has ``words`` in it."""
        made = [f for f in self.forms if f.action.partition("?")[0] == action and words in f.words]
        assert made, f"{self.path} has no form to {action} with “{words}”: {[f.action for f in self.forms]}"
        return made[0]

    def links(self, pattern: str) -> list[str]:
        """Where the page's links go, of those that match."""
        made = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', self.text)]
        return [link for link in made if re.search(pattern, link)]

    @property
    def has_menu(self) -> bool:
        return 'aria-label="主要页面"' in self.text and 'action="/sign-out"' in self.text


class Browser:
    """Keeps its cookie, follows redirects (a browser gives up after twenty), says where a form comes from."""

    def __init__(self, port: int) -> None:
        self._origin = f"http://127.0.0.1:{port}"
        self._http = httpx2.Client(base_url=self._origin, follow_redirects=True, timeout=60)

    def _page(self, answer: Any) -> Page:
        page = Page(answer.url.path, answer.status_code, answer.text, answer.content)
        assert page.status < 500, f"{answer.url}: {page.status} {page.text}"
        return page

    def get(self, path: str) -> Page:
        return self._page(self._http.get(path))

    def submit(
        self, form: Form, /, file: tuple[str, str] | None = None, to: str = "", **typed: object
    ) -> Page:
        """Send a form with what was typed.

        Args:
            form: As it was read from a page.
            file: The field and the text of a file that was chosen.
            to: The button's own address (``formaction``) where it has one.
            **typed: Field and value; a list for a field chosen more than once, None to leave it out.
        """
        unknown = set(typed) - form.names
        assert not unknown, f"the form to {form.action} has no {unknown}"
        fields: dict[str, list[str]] = {}
        for name, value in form.fields:
            fields.setdefault(name, []).append(value)
        for name, given in typed.items():
            values = given if isinstance(given, list) else [] if given is None else [given]
            fields[name] = [str(value) for value in values]
        if form.method == "get":
            return self._page(self._http.get(form.action, params=fields))
        files = {file[0]: ("file", file[1].encode())} if file else None
        headers = {"origin": self._origin}
        return self._page(self._http.post(to or form.action, data=fields, files=files, headers=headers))

    def client(self, scenario: str) -> Form:
        """The form that begins a call, from the list of clients, leafed through until this one is there."""
        chosen, page = ("scenario", scenario), self.get("/")
        while True:
            form = page.form("/sessions", "练习方式")
            if chosen in form.buttons:
                return replace(form, fields=[*form.fields, chosen])
            further = re.search(r'href="([^"]+)">下一页<', page.text)
            assert further, f"there is no client {scenario}"
            page = self._page(self._http.get(html.unescape(further[1])))

    def sign_in(self, name: str, password: str) -> Page:
        return self.submit(self.get("/sign-in").form("/sign-in"), name=name, password=password)

    def close(self) -> None:
        self._http.close()


def imported(browser: Browser, page: Page, **typed: object) -> Page:
    """Have what was read kept → the page once another process has assessed it all."""
    page = browser.submit(page.form(f"{page.path}/keep"), **typed)
    deadline = time.monotonic() + 180  # the tagger may still have to be loaded, while much else is going on
    while "正在评分" in page.text:
        assert time.monotonic() < deadline, page.text
        time.sleep(0.5)
        page = browser.get(page.path)
    return page


class Call:
    """The call screen: what its script reads from the page and sends."""

    def __init__(self, browser: Browser, page: Page) -> None:
        data = re.search(r'<script type="application/json" id="call-data">(.*?)</script>', page.text, re.S)
        token = re.search(r'<meta name="csrf" content="([^"]+)">', page.text)
        assert data and token, f"{page.path} is no call screen"
        self.data: dict[str, Any] = json.loads(data[1])
        self._browser, self._token, self._sent = browser, token[1], len(self.data["exchanges"])
        self.path = page.path

    def send(self, **fields: str) -> dict[str, Any]:
        """One exchange: ``text``, or ``hang_up`` → the answer."""
        body = {"key": f"{self.data['session']}-{self._sent}", "seen": str(self._sent), **fields}
        answer = self._browser._http.post(
            f"/sessions/{self.data['session']}/turns",
            data=body,
            headers={
                "x-csrf-token": self._token,
                "accept": "application/json",
                "origin": self._browser._origin,
            },
        )
        assert answer.status_code == 200, answer.text
        self._sent += 1
        exchange: dict[str, Any] = answer.json()
        return exchange

    def play(self, *texts: str) -> Page:
        """Say one after the other until the call is over (or hang up then) → where the browser is led."""
        for text in texts:
            if self.send(text=text)["over"]:
                break
        else:
            assert self.send(hang_up="1")["over"]
        return self._browser.get(self.path)
