"""The library behind the line: what each stage does, with no knowledge of Dagster.

Rooms: `sources`, `context`, `deliverables`, `supervision`, `publishing`. They meet only through the stores, `settings`
and `weeks`. `definitions` and `launch` alone look back at the graph in `assets/`.
"""
