"""Feed-forward networks: described in one line, drawn, written out, computed and differentiated, every line checked."""

from symjac.network.page import network

__all__ = ["network"]
