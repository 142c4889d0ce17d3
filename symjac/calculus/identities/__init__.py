"""Named rewrite rules by theme. An identity is named by its conclusion and says its sentence."""
