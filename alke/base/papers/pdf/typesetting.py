"""Typst with our templates and fonts; loaded when the first page is set, for it takes 7 MB."""

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent


def typeset(template: str, said: str, *, standards: list[str], tagged: bool = True) -> bytes:
    """The PDF file of `<template>.typ`, which finds the JSON text `said` as its input of that name.

    `standards` as Typst calls them ("a-2a", "ua-1"). The same bytes for the same input.
    """
    made = import_module("typst").compile(
        _template(template),
        font_paths=_fonts(),
        pdf_standards=standards,
        pdf_tags=tagged,
        sys_inputs={template: said},
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was asked for")
    return made


@lru_cache
def _template(name: str) -> bytes:
    return (HERE / f"{name}.typ").read_bytes()


@lru_cache
def _fonts() -> Any:
    """Read once; the machine's own fonts would make other bytes elsewhere."""
    typst = import_module("typst")
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])
