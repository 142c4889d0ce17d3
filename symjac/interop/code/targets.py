"""The languages that a function can be written in, by name: a file for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symjac.interop.code import jax, numpy, torch
from symjac.interop.code.target import Target

MAKERS: Mapping[str, Callable[[Mapping[str, str]], Target]] = {"numpy": numpy.numpy, "jax": jax.jax, "torch": torch.torch}


def make(name: str, functions: Mapping[str, str]) -> Target:
    return MAKERS[name](functions)
