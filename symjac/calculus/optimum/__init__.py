"""Setting gradients to zero: equations solved for a matrix, forms that are never negative, which kind a point is."""
