"""One way of deriving per file; found by folder, like the operations."""
