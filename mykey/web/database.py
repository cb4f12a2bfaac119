"""One database a face, through Flask-SQLAlchemy, and one transaction a request.

A Flask app can hold one Flask-SQLAlchemy database: the framework itself keeps core and points apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase, Session

from mykey.web.engines import engine_options, prepare_engine

__all__ = ["apart", "attach_database", "engine", "session"]

T = TypeVar("T")


class _PreparedSQLAlchemy(SQLAlchemy):
    """Flask-SQLAlchemy whose engines are ours."""

    def __init__(self, app: Flask, base: type[DeclarativeBase], *, read_only: bool) -> None:
        self._read_only = read_only
        super().__init__(app, metadata=base.metadata, disable_autonaming=True)

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return prepare_engine(super()._make_engine(bind_key, options, app), read_only=self._read_only)


def attach_database(app: Flask, url: str, base: type[DeclarativeBase], *, read_only: bool = False) -> None:
    """Give a face its database and commit once a request, at the edge.

    A response below 400 commits; a refusal or a fault leaves every row as it was. What must stay after a
    refusal is written by `apart`. With `read_only` the database itself refuses every change.
    """
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    database = _PreparedSQLAlchemy(app, base, read_only=read_only)

    @app.after_request
    def commit_or_roll_back(response: Response) -> Response:
        if not database.session.registry.has():
            return response
        if response.status_code < 400:  # noqa: PLR2004 - HTTP's border between done and refused
            session().commit()
        else:
            session().rollback()
        return response


def session() -> Session:
    """The request's transaction. It begins at its first use: a request that needs none pays for none."""
    return cast("Session", cast("SQLAlchemy", current_app.extensions["sqlalchemy"]).session)


def engine() -> Engine:
    """The face's engine."""
    return cast("SQLAlchemy", current_app.extensions["sqlalchemy"]).engine


def apart(act: Callable[[Session], T]) -> T:
    """Run `act` in a transaction of its own, committed at once (services.work.Apart)."""
    with Session(engine()) as own, own.begin():
        return act(own)
