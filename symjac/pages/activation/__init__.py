"""Activations: functions of one number that act on every entry of a vector, and the page about one of them."""

from symjac.pages.activation.functions import Activation
from symjac.pages.activation.named import activation_of

__all__ = ["Activation", "activation_of"]
