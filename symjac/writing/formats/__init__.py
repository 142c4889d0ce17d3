"""One output format per file or folder: `document` and, where it makes sense, `fragment`."""
