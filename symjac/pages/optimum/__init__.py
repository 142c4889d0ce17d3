"""minimize, maximize, convexity: a gradient set to zero, solved, and the kind of the point proved, as a lecturer writes it."""
