"""The administrator's pages: accounts, groups, files of people, a person's data, how long it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.responses import Response

from duilian import archive
from duilian.archive import accounts, listing, people
from duilian.archive.disclosures import disclosures_to
from duilian.archive.enrolment import Enrolled, NewAccount, enrol_people, plan_enrolment
from duilian.archive.imports import MAX_FAULTS
from duilian.archive.models import ROLES, Person
from duilian.archive.notices import set_mail_address
from duilian.archive.rosters import MAX_PEOPLE, Newcomer, read_roster, read_roster_file
from duilian.call.deletion import delete_person_for_good
from duilian.call.rasa_client import ChannelUnavailable
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.files import objects_file
from duilian.web.imports import MAX_SENT_BACK
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, keepable, or_404


def page(
    request: CheckedRequest,
    error: str = "",
    made: Sequence[NewAccount] = (),
    faults: tuple[str, ...] = (),
    text: str = "",
    notice: str = "",
) -> Response:
    """``GET /people``: everybody, and the forms.

    Args:
        request: The request.
        error: What was wrong with a form.
        made: New accounts with their one-time passwords, which are shown only now.
        faults: What was wrong with lines of a file.
        text: The file's text, to be mended.
        notice: What was done, where there is nothing else to show.
    """
    words, at = request.query.get("words", "").strip(), request.page_number
    with request.db() as db:
        rows, more = people.list_people(db, words, at)
        values = {
            "rows": rows,
            "more": more,
            "words": words,
            "page": at,
            "groups": listing.group_names(db),
            "error": error,
            "made": made,
            "notice": notice,
            "faults": faults[:MAX_FAULTS],
            "more_faults": len(faults[MAX_FAULTS:]),
            "text": text if len(text) <= MAX_SENT_BACK else "",
            "keep_days": people.keep_days(db),
            "demo": people.demo_allowed(db),
        }
        return render_page(request, "people.html", values, 400 if error or faults else 200)


def post_person(request: CheckedRequest) -> Response:
    """``POST /people``: enter one new account."""
    role, group = request.text("role") or "trainee", request.text("group")[:64]
    name, login = request.text("name"), request.text("login")
    password = accounts.one_time_password()
    try:
        hashed = accounts.hash_password(password)
        with request.db() as db:
            person = accounts.add_person(
                db, name, role, password, request.site.now(), hashed=hashed, login=login
            )
            person.group = people.group_named(db, group)
            person.department = request.text("department")[:64]
            person.all_groups = bool(request.text("all_groups"))
            person.seen_groups = people.seen_at_first(db, role, group)
            made = NewAccount(str(person.name), str(person.login), password)
    except DataError as error:
        return page(request, str(error))
    return page(request, made=(made,))


def post_people_file(request: CheckedRequest) -> Response:
    """``POST /people/import``: read a list and show what would become of it; nothing is entered yet."""
    text = request.text("people")
    try:
        files = request.uploads("file")
        lines = read_roster_file(files[0].content) if files and not text else read_roster(text)
    except DataError as error:
        return page(request, str(error), text=text)
    return _preview(request, lines, text)


def _preview(request: CheckedRequest, lines: Sequence[Newcomer | DataError], text: str) -> Response:
    newcomers = [one for one in lines if isinstance(one, Newcomer)]
    with request.db() as db:
        plans = plan_enrolment(db, newcomers)
        faults = [str(one) for one in (*lines, *plans) if isinstance(one, DataError)]
        if faults:
            return page(request, faults=tuple(faults), text=text)
        values = {
            "plans": plans,
            "rows": json.dumps([vars(one) for one in newcomers], ensure_ascii=False),
            "new": sum(isinstance(one, Enrolled) and one.person is None for one in plans),
            "departments": any(one.department for one in newcomers),
            "mails": any(one.email for one in newcomers),
        }
        return render_page(request, "roster.html", values)


def post_enrolment(request: CheckedRequest) -> Response:
    """``POST /people/enrol``: enter the list that was looked at, all of it or nothing."""
    others = {int(n) for n in request.texts("other") if n.isascii() and n.isdigit() and len(n) < 8}
    try:
        newcomers = _looked_at(request)
        with request.db() as db:
            made = enrol_people(db, newcomers, request.site.now(), others)
    except DataError as error:
        return page(request, str(error))
    return page(request, made=made, notice="" if made else request.site.say("nobody_new"))


def _looked_at(request: CheckedRequest) -> list[Newcomer]:
    """The list that a preview showed. Raises DataError where the form is not ours."""
    try:
        rows = json.loads(request.text("rows"))
        made = [Newcomer(**row) for row in rows]
        whole = all(isinstance(one.line, int) for one in made) and all(
            isinstance(value, str) and len(value) <= 64 and keepable(value) == value
            for one in made
            for name, value in vars(one).items()
            if name != "line"
        )
    except (ValueError, TypeError, RecursionError):
        whole = False
    if not whole or not made:
        raise DataError(request.site.say("forged"))
    return made[:MAX_PEOPLE]


def _person(db: archive.Database, request: CheckedRequest) -> Person:
    person: Person = or_404(db.get(Person, int(request.path["person"])))
    return person


def person_page(request: CheckedRequest, password: str = "", error: str = "") -> Response:
    """``GET /people/{person}``: one person, and the forms.

    Args:
        request: The request.
        password: A new one-time password, which is shown only now.
        error: What was wrong with a form.
    """
    with request.db() as db:
        person = _person(db, request)
        values = {
            "person": person,
            "groups": listing.group_names(db),
            "seen": {group.name for group in person.seen_groups},
            "roles": ROLES,
            "password": password,
            "disclosed": disclosures_to(db, int(person.id)),
            "error": error,
        }
        return render_page(request, "person.html", values, 400 if error else 200)


def post_person_change(request: CheckedRequest) -> Response:
    """``POST /people/{person}``: a new role, group or state, or others to see."""
    try:
        with request.db() as db:
            person = _person(db, request)
            role, active = request.text("role"), bool(request.text("active"))
            people.change_person(db, person, role, request.text("group"), active)
            people.assign_groups(db, person, bool(request.text("all_groups")), request.texts("sees"))
            people.describe_person(
                db, person, request.text("login") or str(person.login), request.text("department")
            )
            person.unmasked = bool(request.text("unmasked"))
            set_mail_address(person, request.text("email"), bool(person.by_email))
    except DataError as error:
        return person_page(request, error=str(error))
    return redirect_saying(request, "/people")


def post_new_password(request: CheckedRequest) -> Response:
    """``POST /people/{person}/password``: a new one-time password; signs the person out everywhere."""
    password = accounts.one_time_password()
    with request.db() as db:
        person = _person(db, request)
        accounts.set_password(person, password, one_time=True)
        accounts.sign_out_everywhere(db, person.id)
    return person_page(request, password)


def person_file(request: CheckedRequest) -> Response:
    """``GET /people/{person}/export``: all that is kept of a person, as JSON Lines."""
    with request.db() as db:
        return objects_file(
            request, f"person-{request.path['person']}", people.export_person(db, _person(db, request))
        )


def post_deletion(request: CheckedRequest) -> Response:
    """``POST /people/{person}/delete``: delete for good; the name has to be typed once more."""
    try:
        with request.db() as db:
            person = _person(db, request)
            number, name = int(person.id), person.name
        if request.text("name") != name:
            raise DataError(request.site.say("delete_name", name=name))
        delete_person_for_good(request.site.engine, request.site.rasa, number)
    except ChannelUnavailable:
        return person_page(request, error=request.site.say("delete_dead"))
    except DataError as error:
        return person_page(request, error=str(error))
    return redirect_saying(request, "/people", "deleted")


def post_demo_setting(request: CheckedRequest) -> Response:
    """``POST /settings/newcomers``: let newcomers try it out without an account, or not."""
    with request.db() as db:
        people.allow_demo(db, bool(request.text("demo")))
    return redirect_saying(request, "/people")


def post_keep_days(request: CheckedRequest) -> Response:
    """``POST /settings/keep``: how many days transcripts are kept.

    Where something would be deleted, how much and whose is shown first; it is saved once that was agreed to,
    and shown again where meanwhile it has become more.
    """
    try:
        days = people.read_keep_days(request.text("days"))
    except DataError as error:
        return page(request, str(error))
    with request.db() as db:
        going = people.expiring(db, days, request.site.now())
        count = sum(one.sessions for one in going)
        if count > (whole_number(request.text("agreed"), 0) or 0):
            values = {"days": days, "going": going, "count": count, "now": people.keep_days(db)}
            return render_page(request, "keep.html", values)
        people.set_keep_days(db, days)
    return redirect_saying(request, "/people")
