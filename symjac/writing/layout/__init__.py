"""Where things stand: what fits a line, where a formula breaks, columns, Greek letters, links."""
