"""How a deliverable looks: the sent copy, the review copy, and JSON for other tools."""
