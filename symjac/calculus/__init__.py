"""Derivatives: the differential and what follows from it, the finished form, and entries/, a second route by indices."""
