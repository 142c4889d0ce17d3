"""A formula while it is typed: how it is read so far, or what is the matter and what would mend it."""

from symjac.pages.live.fault import Fault, Repair
from symjac.pages.live.reading import Echo, Name, Reading, read_live

__all__ = ["Echo", "Fault", "Name", "Reading", "Repair", "read_live"]
