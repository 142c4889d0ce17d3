"""y ≈ Φθ: supervised learning by a linear model. A table of examples in; the normal equations and the minimiser out."""
