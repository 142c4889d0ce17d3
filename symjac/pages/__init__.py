"""Pages about one subject each, written on one board: activation, network, regression, chapter, the list of functions."""
