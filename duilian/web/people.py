"""The administrator's pages: accounts, groups, files of people, a person's data, how long transcripts are kept."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import accounts, listing, people
from duilian.archive.models import ROLES, Person
from duilian.archive.people import Newcomer
from duilian.call.rasa_client import ChannelUnavailable
from duilian.errors import DataError
from duilian.web.access import Visit, found
from duilian.web.files import objects_file
from duilian.web.pages import render


def page(
    visit: Visit,
    error: str = "",
    made: tuple[tuple[str, str], ...] = (),
    faults: tuple[str, ...] = (),
    text: str = "",
) -> Response:
    """Everybody, and the forms; ``made`` are new accounts with the one-time passwords that are shown only now."""
    words, at = visit.request.query_params.get("words", "").strip(), visit.page
    with visit.db() as db:
        rows, more = people.everybody(db, words, at)
        values = {
            "rows": rows, "more": more, "words": words, "page": at, "groups": listing.group_names(db), "error": error, "made": made,
            "faults": faults, "text": text, "keep_days": people.keep_days(db),
        }  # fmt: skip
        return render(visit, "people.html", values, 400 if error or faults else 200)


def add(visit: Visit) -> Response:
    newcomer = Newcomer(0, visit.text("name"), visit.text("role") or "trainee", visit.text("group"))
    try:
        with visit.db() as db:
            password = accounts.one_time_password()
            person = accounts.add_person(db, newcomer.name, newcomer.role, password, visit.site.now())
            person.group = people.group_named(db, newcomer.group[:64])
    except DataError as error:
        return page(visit, str(error))
    return page(visit, made=((newcomer.name, password),))


def import_file(visit: Visit) -> Response:
    """All lines or none: with a single fault nobody is entered."""
    text = visit.text("people") or visit.file("file")
    try:
        lines = list(people.read_people(text))
        faults = tuple(str(one) for one in lines if isinstance(one, DataError))
        if faults:
            return page(visit, faults=faults, text=text)
        with visit.db() as db:
            made = people.enter(db, [one for one in lines if isinstance(one, Newcomer)], visit.site.now())
    except DataError as error:
        return page(visit, str(error), text=text)
    return page(visit, made=tuple(made) or ((visit.site.say("nobody_new"), ""),))


def _person(db: archive.Database, visit: Visit) -> Person:
    person: Person = found(db.get(Person, int(visit.path["person"])))
    return person


def person_page(visit: Visit, password: str = "", error: str = "") -> Response:
    with visit.db() as db:
        values = {
            "person": _person(db, visit),
            "groups": listing.group_names(db),
            "roles": ROLES,
            "password": password,
            "error": error,
        }
        return render(visit, "person.html", values, 400 if error else 200)


def change(visit: Visit) -> Response:
    try:
        with visit.db() as db:
            people.change(
                db, _person(db, visit), visit.text("role"), visit.text("group"), bool(visit.text("active"))
            )
    except DataError as error:
        return person_page(visit, error=str(error))
    return RedirectResponse("/people", 303)


def reset(visit: Visit) -> Response:
    password = accounts.one_time_password()
    with visit.db() as db:
        person = _person(db, visit)
        accounts.set_password(person, password, one_time=True)
        accounts.sign_out_everywhere(db, person.id)
    return person_page(visit, password)


def export(visit: Visit) -> Response:
    """All that is kept of a person."""
    with visit.db() as db:
        return objects_file(visit, f"person-{visit.path['person']}", people.export(db, _person(db, visit)))


def delete(visit: Visit) -> Response:
    """For good; the name has to be typed once more."""
    try:
        with visit.db() as db:
            person = _person(db, visit)
            if visit.text("name") != person.name:
                raise DataError(visit.site.say("delete_name", name=person.name))
            sessions = people.forget(db, person)
            # Within the transaction: where Rasa does not answer, nothing is deleted here either.
            if sessions:
                visit.site.rasa.forget(sessions)
    except ChannelUnavailable:
        return person_page(visit, error=visit.site.say("delete_dead"))
    except DataError as error:
        return person_page(visit, error=str(error))
    return RedirectResponse("/people", 303)


def keep(visit: Visit) -> Response:
    try:
        with visit.db() as db:
            people.set_keep_days(db, visit.text("days"))
    except DataError as error:
        return page(visit, str(error))
    return RedirectResponse("/people", 303)
