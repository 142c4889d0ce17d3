"""Feed-forward networks: described in one line, drawn, written out, computed and differentiated, every line checked."""
