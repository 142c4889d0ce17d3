"""One way of deriving per file or folder, which registers itself: components, chain, differential."""
