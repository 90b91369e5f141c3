"""Every address of the application, and whom it is for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from duilian.web import (
    adherence,
    assigning,
    assignments,
    attempts,
    calibration,
    call,
    choose,
    connections,
    debrief,
    disputes,
    exam_form,
    exam_result,
    exam_room,
    exams,
    exports,
    feedback,
    followup,
    handbook,
    import_batch,
    imports,
    notices,
    people,
    products,
    progress,
    report,
    review_queue,
    sessions,
    sign_in,
)
from duilian.web.access import BODY_LIMIT, Endpoint, Permission, guarded
from duilian.web.api import API, description_page, token_guarded
from duilian.web.exam_room import unsealed
from duilian.web.health import health_page
from duilian.web.metrics import metrics_page
from duilian.web.waiting import WaitingRoom

FILE_LIMIT = 20 * 1024 * 1024  # bytes of the files that are sent with a form
# What of node_modules the browser may have.
ASSETS = {
    "deep-chat": "deep-chat/dist",
    "htmx": "htmx.org/dist",
    "echarts": "echarts/dist",
}


@dataclass(frozen=True)
class Page:
    """One address.

    Attributes:
        path: As Starlette writes it, ``{name}`` or ``{name:int}`` for what is left open.
        method: GET or POST.
        endpoint: What answers.
        permission: Whom it is for.
        limit: The largest form, in bytes.
        room: What it waits for.
    """

    path: str
    method: str
    endpoint: Endpoint
    permission: Permission
    limit: int = BODY_LIMIT
    room: WaitingRoom = WaitingRoom.PAGES


PAGES = (
    Page("/", "GET", choose.page, Permission.SIGNED_IN),
    Page("/rubric", "GET", choose.rubric_page, Permission.SIGNED_IN),
    Page("/products", "GET", products.page, Permission.SIGNED_IN),
    Page("/handbook", "GET", handbook.page, Permission.SIGNED_IN),
    Page("/handbook/{section:int}", "GET", handbook.section_page, Permission.SIGNED_IN),
    Page("/sign-in", "GET", sign_in.page, Permission.ANYONE),
    Page("/sign-in", "POST", sign_in.post_sign_in, Permission.ANYONE, room=WaitingRoom.PASSWORDS),
    Page("/sign-out", "POST", sign_in.post_sign_out, Permission.SIGNED_IN),
    Page("/demo", "POST", sign_in.post_demo, Permission.ANYONE, room=WaitingRoom.PASSWORDS),
    Page("/sessions", "POST", call.post_call, Permission.SIGNED_IN),
    Page("/sessions", "GET", sessions.page, Permission.TRAINER),
    Page("/queue", "GET", review_queue.page, Permission.TRAINER),
    Page("/queue/next", "POST", review_queue.post_next, Permission.TRAINER),
    Page("/queue/restore", "POST", review_queue.post_restoration, Permission.TRAINER),
    Page("/sessions/next", "GET", sessions.next_review, Permission.TRAINER),
    Page("/sessions/{session}/review", "GET", sessions.review_page, Permission.TRAINER),
    Page("/sessions/{session}/review", "POST", sessions.post_review, Permission.TRAINER),
    Page("/sessions/{session}/accept", "POST", sessions.post_acceptance, Permission.TRAINER),
    Page("/sessions/{session}/comments", "POST", sessions.post_comment, Permission.TRAINER),
    Page("/sessions/{session}", "GET", call.page, Permission.OWNER, room=WaitingRoom.CLIENT),
    Page("/sessions/{session}/turns", "POST", call.post_message, Permission.OWNER, room=WaitingRoom.CLIENT),
    Page(
        "/sessions/{session}/discard",
        "POST",
        call.post_giving_up,
        Permission.OWNER,
        room=WaitingRoom.CLIENT,
    ),
    Page("/sessions/{session}/debrief", "GET", unsealed(debrief.page), Permission.READER),
    Page("/sessions/{session}/compare", "GET", unsealed(attempts.page), Permission.READER),
    Page("/sessions/{session}/rating", "POST", unsealed(debrief.post_self_rating), Permission.OWNER),
    Page("/sessions/{session}/retry", "POST", debrief.post_retry, Permission.OWNER, room=WaitingRoom.CLIENT),
    Page("/sessions/{session}/record", "GET", unsealed(followup.page), Permission.READER),
    Page("/sessions/{session}/record", "POST", unsealed(followup.post_record), Permission.OWNER),
    Page("/feedback", "GET", feedback.page, Permission.SIGNED_IN),
    Page("/feedback", "POST", feedback.post_all_read, Permission.SIGNED_IN),
    Page("/disputes", "GET", disputes.page, Permission.SIGNED_IN),
    Page("/sessions/{session}/disputes", "POST", unsealed(disputes.post_dispute), Permission.OWNER),
    Page(
        "/sessions/{session}/disputes/withdraw",
        "POST",
        disputes.post_dispute_withdrawal,
        Permission.OWNER,
    ),
    Page("/sessions/{session}/disputes/{criterion}", "GET", disputes.decision_page, Permission.TRAINER),
    Page("/sessions/{session}/disputes/{criterion}", "POST", disputes.post_decision, Permission.TRAINER),
    Page("/import", "GET", imports.page, Permission.TRAINER),
    Page("/import", "POST", imports.post_files, Permission.TRAINER, FILE_LIMIT),
    Page("/import/{batch}", "GET", import_batch.page, Permission.TRAINER),
    Page("/import/{batch}/read", "POST", import_batch.post_reading, Permission.TRAINER, FILE_LIMIT),
    Page("/import/{batch}/turn", "POST", import_batch.post_turn, Permission.TRAINER),
    Page("/import/{batch}/keep", "POST", import_batch.post_start, Permission.TRAINER),
    Page("/import/{batch}/discard", "POST", import_batch.post_discard, Permission.TRAINER),
    Page("/assignments", "GET", assignments.page, Permission.TRAINER),
    Page("/assignments", "POST", assigning.post_assignment, Permission.TRAINER),
    Page("/assignments/new", "GET", assigning.page, Permission.TRAINER),
    Page("/assignments/find", "POST", assigning.post_search, Permission.TRAINER),
    Page("/assignments/{assignment:int}", "GET", assignments.assignment_page, Permission.TRAINER),
    Page("/assignments/{assignment:int}", "POST", assigning.post_change, Permission.TRAINER),
    Page("/assignments/{assignment:int}/edit", "GET", assigning.change_page, Permission.TRAINER),
    Page(
        "/assignments/{assignment:int}/export.{form}", "GET", assignments.assignment_file, Permission.TRAINER
    ),
    Page("/assignments/{assignment:int}/remind", "POST", assignments.post_reminder, Permission.TRAINER),
    Page("/assignments/{assignment:int}/extend", "POST", assignments.post_extension, Permission.TRAINER),
    Page("/assignments/{assignment:int}/end", "POST", assignments.post_end, Permission.TRAINER),
    Page("/assignments/{assignment:int}/take-back", "POST", assignments.post_withdrawal, Permission.TRAINER),
    Page("/exams", "GET", exams.page, Permission.SIGNED_IN),
    Page("/exams", "POST", exam_form.post_exam, Permission.TRAINER),
    Page("/exams/new", "GET", exam_form.page, Permission.TRAINER),
    Page("/exams/find", "POST", exam_form.post_exam_search, Permission.TRAINER),
    Page("/exams/{exam:int}", "GET", exams.exam_page, Permission.TRAINER),
    Page("/exams/{exam:int}", "POST", exam_form.post_exam_change, Permission.TRAINER),
    Page("/exams/{exam:int}/edit", "GET", exam_form.exam_change_page, Permission.TRAINER),
    Page("/exams/{exam:int}/results.{form}", "GET", exams.results_file, Permission.TRAINER),
    Page("/exams/{exam:int}/move", "POST", exams.post_new_end, Permission.TRAINER),
    Page("/exams/{exam:int}/end", "POST", exams.post_early_end, Permission.TRAINER),
    Page("/exams/{exam:int}/take-back", "POST", exams.post_exam_withdrawal, Permission.TRAINER),
    Page("/exams/{exam:int}/room", "GET", exam_room.page, Permission.CANDIDATE),
    Page("/exams/{exam:int}/calls/{number:int}", "POST", exam_room.post_exam_call, Permission.CANDIDATE),
    Page("/exams/{exam:int}/people/{person:int}", "GET", exam_result.page, Permission.RESULT),
    Page(
        "/exams/{exam:int}/people/{person:int}/certificate",
        "GET",
        exam_result.certificate_page,
        Permission.RESULT,
    ),
    Page("/calibration", "GET", calibration.page, Permission.TRAINER),
    Page("/calibration", "POST", calibration.post_calibration, Permission.TRAINER),
    Page("/calibration/{calibration:int}", "GET", calibration.calibration_page, Permission.TRAINER),
    Page(
        "/calibration/{calibration:int}/judge/{number:int}",
        "GET",
        calibration.rating_page,
        Permission.TRAINER,
    ),
    Page(
        "/calibration/{calibration:int}/judge/{number:int}",
        "POST",
        calibration.post_ratings,
        Permission.TRAINER,
    ),
    Page("/calibration/{calibration:int}/settle", "POST", calibration.post_settlement, Permission.TRAINER),
    Page("/calibration/{calibration:int}/gold.jsonl", "GET", calibration.gold_file, Permission.TRAINER),
    Page("/adherence", "GET", adherence.page, Permission.TRAINER),
    Page("/adherence/export.{form}", "GET", adherence.adherence_file, Permission.TRAINER),
    Page("/report", "GET", report.page, Permission.TRAINER),
    Page("/exports", "GET", exports.page, Permission.TRAINER),
    Page("/exports/{table}.{form}", "GET", exports.export_file, Permission.TRAINER, room=WaitingRoom.FILES),
    Page("/progress", "GET", progress.own_progress_page, Permission.SIGNED_IN),
    Page("/people/{person:int}/progress", "GET", progress.person_progress_page, Permission.TRAINER),
    Page("/people", "GET", people.page, Permission.ADMINISTRATOR),
    Page("/people", "POST", people.post_person, Permission.ADMINISTRATOR, room=WaitingRoom.PASSWORDS),
    Page(
        "/people/import",
        "POST",
        people.post_people_file,
        Permission.ADMINISTRATOR,
        FILE_LIMIT,
        room=WaitingRoom.PASSWORDS,
    ),
    Page(
        "/people/enrol",
        "POST",
        people.post_enrolment,
        Permission.ADMINISTRATOR,
        FILE_LIMIT,
        room=WaitingRoom.PASSWORDS,
    ),
    Page("/people/{person:int}", "GET", people.person_page, Permission.ADMINISTRATOR),
    Page("/people/{person:int}", "POST", people.post_person_change, Permission.ADMINISTRATOR),
    Page(
        "/people/{person:int}/password",
        "POST",
        people.post_new_password,
        Permission.ADMINISTRATOR,
        room=WaitingRoom.PASSWORDS,
    ),
    Page("/people/{person:int}/export", "GET", people.person_file, Permission.ADMINISTRATOR),
    Page(
        "/people/{person:int}/delete",
        "POST",
        people.post_deletion,
        Permission.ADMINISTRATOR,
        room=WaitingRoom.CLIENT,
    ),
    Page("/settings/newcomers", "POST", people.post_demo_setting, Permission.ADMINISTRATOR),
    Page("/settings/keep", "POST", people.post_keep_days, Permission.ADMINISTRATOR),
    Page("/connections", "GET", connections.page, Permission.TRAINER),
    Page("/connections/tokens", "POST", connections.post_token, Permission.TRAINER),
    Page("/connections/tokens/{token:int}/revoke", "POST", connections.post_revocation, Permission.TRAINER),
    Page("/connections/webhooks", "POST", connections.post_webhook, Permission.TRAINER),
    Page(
        "/connections/webhooks/{webhook:int}/delete",
        "POST",
        connections.post_webhook_deletion,
        Permission.TRAINER,
    ),
    Page("/connections/lrs", "POST", connections.post_record_store, Permission.ADMINISTRATOR),
    Page("/notices", "GET", notices.page, Permission.SIGNED_IN),
    Page("/notices/me", "POST", notices.post_own, Permission.SIGNED_IN),
    Page("/notices/robots", "POST", notices.post_robot, Permission.TRAINER),
    Page("/notices/robots/{robot:int}/switch", "POST", notices.post_robot_switch, Permission.TRAINER),
    Page(
        "/notices/robots/{robot:int}/test",
        "POST",
        notices.post_robot_test,
        Permission.TRAINER,
        room=WaitingRoom.CLIENT,
    ),
    Page("/notices/robots/{robot:int}/delete", "POST", notices.post_robot_deletion, Permission.TRAINER),
    Page("/notices/settings", "POST", notices.post_settings, Permission.ADMINISTRATOR),
    Page("/notices/mail", "POST", notices.post_mail_server, Permission.ADMINISTRATOR),
    Page(
        "/notices/mail-test",
        "POST",
        notices.post_mail_test,
        Permission.ADMINISTRATOR,
        room=WaitingRoom.CLIENT,
    ),
    Page("/audit", "GET", notices.audit_page, Permission.ADMINISTRATOR),
    Page("/password", "GET", sign_in.password_page, Permission.SIGNED_IN),
    Page("/password", "POST", sign_in.post_password, Permission.SIGNED_IN, room=WaitingRoom.PASSWORDS),
)


class _RowNumber(IntegerConvertor):
    """A row's number in an address; int() would not read thousands of digits."""

    regex = "[0-9]{1,10}"


register_url_convertor("int", _RowNumber())


class _Assets(StaticFiles):
    """Files that change only with a new version; asked for again, they are not sent again (ETag)."""

    def file_response(self, full_path: str | os.PathLike[str], *args: object, **kwargs: object) -> Response:
        answer: Response = super().file_response(full_path, *args, **kwargs)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=600"
        return answer


def routes(static: Path, node_modules: Path) -> list[BaseRoute]:
    """The routing table.

    Args:
        static: The folder of our own files.
        node_modules: The folder of others', of which :data:`ASSETS` are given out.
    """
    made: list[BaseRoute] = [
        Route(p.path, guarded(p.endpoint, p.permission, p.limit, p.room), methods=[p.method]) for p in PAGES
    ]
    # For whoever looks after the machine: they answer whatever the archive does, so they are not guarded.
    made += [Route(path, token_guarded(endpoint), methods=["GET"]) for path, endpoint in API.items()]
    made += [Route("/api/v1/openapi.json", description_page)]
    made += [Route("/healthz", health_page), Route("/metrics", metrics_page)]
    made += [
        Mount(f"/assets/{name}", _Assets(directory=node_modules / folder)) for name, folder in ASSETS.items()
    ]
    return [*made, Mount("/static", _Assets(directory=static))]
