"""What a matrix is made of: diagonal, diagonal plus low rank, a Kronecker product; and how Hx = b is solved by it."""
