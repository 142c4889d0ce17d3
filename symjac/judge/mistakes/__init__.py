"""The mistakes that students make, one code a file: what it is, how a right answer turns into it, what the student is told."""
