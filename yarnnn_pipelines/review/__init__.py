"""The review page: the week at a glance, and a deliverable beside its sources, in a browser."""
