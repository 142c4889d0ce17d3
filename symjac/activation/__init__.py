"""Activations: functions of one number that act on every entry of a vector, and the page about one of them."""

from symjac.activation.functions import Activation, activation
from symjac.activation.page import activation_page

__all__ = ["Activation", "activation", "activation_page"]
