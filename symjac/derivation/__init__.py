"""A problem to the steps of its derivative (styles/) and to the document that tells them (explain/)."""
