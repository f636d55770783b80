"""The review page as a web application: its addresses, and what is answered where something can't be.

What a page shows is week_page.py's and deliverable_page.py's, who is let in access.py's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE, DeliverableKey
from yarnnn_pipelines.core.weeks import current_week, monday_of
from yarnnn_pipelines.deliverables.render.render import html_of
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.review.access import Access, Doors, TooManyLogins, Visitor, is_form_token
from yarnnn_pipelines.review.actions import act, sentence_after
from yarnnn_pipelines.review.autonomy import autonomy_of
from yarnnn_pipelines.review.current import CurrentProject
from yarnnn_pipelines.review.deliverable_page import Shows, deliverable_page
from yarnnn_pipelines.review.guard import AnswerHeaders, Guard
from yarnnn_pipelines.review.preferences_page import act_on_preferences, preferences_page
from yarnnn_pipelines.review.risks import Risks
from yarnnn_pipelines.review.several import Looked, approve_each, choices
from yarnnn_pipelines.review.versions_page import version_page
from yarnnn_pipelines.review.week_page import Asked, glance
from yarnnn_pipelines.review.words import href, in_words, on_clock, with_capital
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.troubles import store_trouble

COOKIE = "yarnnn_review"
FORM_TOKEN = "form_token"


class _NotLetIn(Exception):
    """The visitor has to log in first."""


class NotThere(UserError):
    """Told with status 404."""


def _not_there(key: DeliverableKey, settings: Settings) -> NotThere:
    """With a run as the mend only where one would make it."""
    clients = [client.id for client in settings.clients]
    if key.client_id not in clients:
        return NotThere(f"there is no client {key.client_id!r}", where=str(key), mend=f"there is {', '.join(clients)}")
    first, last = settings.agency.start, current_week(settings.agency.time_zone)
    with suppress(UserError):
        if monday_of(first) <= monday_of(key.week) <= monday_of(last):
            made = f"make it with `yarnnn run --week {key.week}{key.type_option}`"
            return NotThere("there is no such deliverable", where=str(key), mend=made)
    return NotThere("there is no such week", where=str(key), mend=f"weeks from {first} to {last} have deliverables")


class _Pages:
    """Renders templates; everything in them is escaped unless it is a template's own."""

    def __init__(self, current: CurrentProject) -> None:
        self._environment = Environment(
            loader=PackageLoader("yarnnn_pipelines.review"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "in_words": in_words,
            "with_capital": with_capital,
            "on_clock": lambda moment: on_clock(moment, current.now().settings.agency.time_zone),
        }
        self._current = current

    def compile(self) -> None:
        """Every template, so that no visitor waits for it."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def answer(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        agency = self._current.now().settings.agency.name
        shared = {"agency": agency, "visitor": None, "can_log_out": False, "settings_trouble": None}
        text = self._environment.get_template(template).render(shared | values)
        return HTMLResponse(text, status_code=status)

    def error(self, error: UserError, status: int) -> HTMLResponse:
        return self.answer("error.html", status, error=error, title="That did not work")


def make_app(project: Project, access: Access) -> FastAPI:
    """The page of one project. The ledger is opened here, and `UserError` where it can't be."""
    ledger = agency_ledger(project)
    current = CurrentProject(project)
    doors, pages, risks = Doors(access), _Pages(current), Risks(ledger)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.doors, app.state.current, app.state.risks = doors, current, risks
    pages.compile()
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    _add_errors(app, pages, project.home)
    _add_login(app, pages, doors)
    looked = Looked()
    _add_pages(app, pages, risks, looked)
    _add_actions(app, pages, ledger, looked)
    _add_preferences(app, pages, ledger)
    # the last that is added is the first that is asked
    app.add_middleware(Guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(access.address.hosts), www_redirect=False)
    app.add_middleware(AnswerHeaders)
    return app


def warm_up(app: FastAPI) -> None:
    """Work out the newest week beforehand, so that the first visitor waits no longer than the next. What fails here
    fails again, and is told, on the page."""
    with suppress(Exception):
        glance(app.state.current.now().settings, app.state.risks, Asked(), "", Looked())


def _visitor(doors: Doors, request: Request) -> Visitor:
    """`_NotLetIn` where they have to log in."""
    header = doors.access.proxy_header
    visitor = doors.visitor(request.cookies.get(COOKIE, ""), request.headers.get(header, "") if header else "")
    if visitor is None:
        raise _NotLetIn
    return visitor


def _shared(request: Request) -> dict[str, Any]:
    """What every page but the login's shows."""
    doors: Doors = request.app.state.doors
    visitor = _visitor(doors, request)
    current: CurrentProject = request.app.state.current
    current.now()
    return {"visitor": visitor, "can_log_out": bool(doors.access.token), "settings_trouble": current.trouble}


def _project(request: Request) -> Project:
    """As yarnnn.yaml says now: one for the whole request."""
    current: CurrentProject = request.app.state.current
    return current.now()


def _key(client: str, week: str, type_id: str) -> DeliverableKey:
    return DeliverableKey(client, week, type_id)


Key = Annotated[DeliverableKey, Depends(_key)]
Shared = Annotated[dict[str, Any], Depends(_shared)]
Now = Annotated[Project, Depends(_project)]


async def _fields(request: Request) -> dict[str, list[str]]:
    """The fields of a form; guard.py lets only short ones of this type through."""
    return parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)


Fields = Annotated[dict[str, list[str]], Depends(_fields)]


def posted(fields: Fields) -> dict[str, str]:
    """The last of each."""
    return {name: values[-1] for name, values in fields.items()}


Form = Annotated[dict[str, str], Depends(posted)]


def refuse_forged(form: Mapping[str, str], expected: str) -> None:
    """`UserError` for a form that is none of ours, or of before this program was started."""
    if not is_form_token(form.get(FORM_TOKEN, ""), expected):
        raise UserError(
            "this form is not of a page that is open to you now",
            where="the form",
            mend="load the page again, and send it from there",
        )


def _add_pages(app: FastAPI, pages: _Pages, risks: Risks, looked: Looked) -> None:
    @app.get("/")
    def week(
        shown: Shared,
        project: Now,
        week: str = "",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        everything: Annotated[str | None, Query(alias="all")] = None,
    ) -> Response:
        if week:
            monday_of(week)
        asked = Asked(week, page, everything is not None)
        looked.leave(shown["visitor"].name)
        view = glance(project.settings, risks, asked, shown["visitor"].name, looked)
        return pages.answer("week.html", title=f"Week {view.week}", view=view, **shown)

    @app.get("/{client}/{week}/{type_id}")
    def deliverable(
        shown: Shared,
        project: Now,
        key: Key,
        claim: str = "",
        find: Annotated[str, Query(max_length=400)] = "",
        items: str | None = None,
    ) -> Response:
        settings = project.settings
        names = {one.id: one.name for one in settings.clients}
        view = None
        if key.client_id in names:
            view = deliverable_page(risks.ledger, key, Shows(claim, find, items is not None), project)
        if view is None:
            raise _not_there(key, settings)
        looked.note(shown["visitor"].name, view.version)
        name = names[key.client_id]
        title = f"{name}, {key.week}, {in_words(key.type_id)}"
        shown |= {"autonomy": autonomy_of(project, risks.ledger, key), "find": find}
        shown["opened"] = round(looked.since(shown["visitor"].name, key, time.time()), 1)
        return pages.answer("deliverable.html", title=title, view=view, client=name, path=href(key), **shown)

    @app.get("/{client}/{week}/{type_id}/{number}")
    def version(shown: Shared, project: Now, key: Key, number: int) -> Response:
        names = {one.id: one.name for one in project.settings.clients}
        view = (
            version_page(risks.ledger, key, number, project.settings.agency.time_zone)
            if key.client_id in names
            else None
        )
        if view is None:
            raise NotThere("there is no such version", where=f"{key}, version {number}", mend="go back to the week")
        title = f"{names[key.client_id]}, {key.week}, version {number}"
        shown |= {"client": names[key.client_id], "type_id": key.type_id, "path": href(key)}
        return pages.answer("version.html", title=title, view=view, **shown)


def _add_actions(app: FastAPI, pages: _Pages, ledger: Ledger, looked: Looked) -> None:
    @app.post("/preview")
    def preview(shown: Shared, form: Form) -> Response:
        refuse_forged(form, shown["visitor"].form_token)
        return HTMLResponse(html_of(form.get("text", "")))

    @app.post("/approve")
    def several(shown: Shared, project: Now, form: Form, fields: Fields) -> Response:
        refuse_forged(form, shown["visitor"].form_token)
        outcomes = approve_each(project, ledger, choices(fields.get("chosen", ())), shown["visitor"].name)
        return pages.answer("outcomes.html", title="Approved", outcomes=outcomes, week=form.get("week", ""), **shown)

    @app.post("/{client}/{week}/{type_id}")
    def action(shown: Shared, project: Now, form: Form, key: Key) -> Response:
        visitor = shown["visitor"]
        refuse_forged(form, visitor.form_token)
        act(project, ledger, key, form, visitor.name)
        looked.leave(visitor.name)
        chosen = sentence_after(ledger, key, form)
        return RedirectResponse(f"{href(key)}{f'?claim={quote(chosen)}' if chosen else ''}", status_code=303)


def _add_preferences(app: FastAPI, pages: _Pages, ledger: Ledger) -> None:
    @app.get("/preferences")
    def preferences(
        shown: Shared, project: Now, client: str, type_id: Annotated[str, Query(alias="type")] = CLIENT_UPDATE
    ) -> Response:
        view = preferences_page(ledger, project, client, type_id)
        name = project.settings.client(client).name
        return pages.answer("preferences.html", title=f"What shapes {name}", view=view, client=name, **shown)

    @app.post("/preferences")
    def prefer(shown: Shared, project: Now, form: Form) -> Response:
        refuse_forged(form, shown["visitor"].form_token)
        key = act_on_preferences(project, ledger, form, shown["visitor"].name)
        asked = f"client={quote(key.client_id)}&type={quote(key.type_id)}"
        return RedirectResponse(f"/preferences?{asked}", status_code=303)


def _add_login(app: FastAPI, pages: _Pages, doors: Doors) -> None:
    @app.get("/login")
    def login_form() -> Response:
        return _login_page(pages, doors, None, 200)

    @app.post("/login")
    def login(request: Request, form: Form) -> Response:
        refuse_forged(form, doors.login_form_token)
        peer = request.client.host if request.client else ""
        try:
            cookie = doors.log_in(form.get("token", ""), form.get("name", ""), peer)
        except TooManyLogins as error:
            return _login_page(pages, doors, error, 429)
        except UserError as error:
            return _login_page(pages, doors, error, 401)
        answer = RedirectResponse("/", status_code=303)
        is_secure = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https:")
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=is_secure)
        return answer

    @app.post("/logout")
    def logout(request: Request, form: Form) -> Response:
        refuse_forged(form, _visitor(doors, request).form_token)
        doors.log_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/login", status_code=303)
        answer.delete_cookie(COOKIE)
        return answer


def _login_page(pages: _Pages, doors: Doors, error: UserError | None, status: int) -> HTMLResponse:
    if doors.access.proxy_header:
        error = UserError(
            "the proxy did not say who you are",
            where=doors.access.proxy_header,
            mend="open the page through the proxy, and let that set the header",
        )
        return pages.error(error, 401)
    return pages.answer("login.html", status, title="Log in", error=error, form_token=doors.login_form_token)


def _add_errors(app: FastAPI, pages: _Pages, home: Home) -> None:
    @app.exception_handler(_NotLetIn)
    def not_let_in(request: Request, error: Exception) -> Response:
        return RedirectResponse("/login", status_code=303)

    @app.exception_handler(UserError)
    def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, UserError)
        return pages.error(error, 404 if isinstance(error, NotThere) else 400)

    @app.exception_handler(HTTPException)
    def not_there(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        what = "there is no such page" if error.status_code == 404 else str(error.detail)
        told = UserError(what, where=request.url.path, mend="go back to the week")
        return pages.error(told, error.status_code)

    @app.exception_handler(RequestValidationError)
    def not_readable(request: Request, error: Exception) -> Response:
        told = UserError("the address is none of this page's", where=request.url.path, mend="go back to the week")
        return pages.error(told, 400)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        trouble = store_trouble(error, home)
        return pages.error(
            trouble
            or UserError(
                "the page could not be made",
                where=request.url.path,
                mend="see what `yarnnn review` wrote",
            ),
            500,
        )
