"""Templates compiled once a test process: every test makes apps of its own, and all show the same pages."""

from __future__ import annotations

from types import CodeType
from typing import Any, cast

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

__all__ = ["keep_compiled_templates"]


class CompiledTemplates(BytecodeCache):
    """Jinja's own place for what it compiled, in memory.

    What compiles to the same must be of the same program, since filters are a program's own, and have the
    same name, file and content: the last three are Jinja's key and checksum.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles."""
        bucket.code = self._kept.get(_name(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it compiled."""
        if bucket.code is not None:
            self._kept[_name(bucket)] = bucket.code


def _name(bucket: Bucket) -> tuple[str, str, str]:
    program = cast("Any", bucket.environment).app  # Flask's environments know whose they are
    return program.import_name, bucket.key, bucket.checksum


def keep_compiled_templates() -> None:
    """From now on, for every Flask app of this process: Flask hands these options to Jinja."""
    Flask.jinja_options = Flask.jinja_options | {"bytecode_cache": CompiledTemplates()}
