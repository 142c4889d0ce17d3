"""symjac in a browser: one function from JSON to JSON, the page that asks it, and two engines that run it."""

from symjac.web.reply import reply

__all__ = ["reply"]
