"""The graph, and only that: thin Dagster definitions, one file per stage, in the line's order.

Read land, context, checks, deliverables, learning and automation/ from top to bottom and the whole pipeline has been
seen. The work itself is done by yarnnn_pipelines, which knows nothing of Dagster; nothing is computed here.
"""
