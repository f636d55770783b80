"""What must hold of the tables that deliverables stand on: Great Expectations' suites, and having them judged.

The suites are the JSON files here. Which step a broken expectation stops is the graph's; what dbt's own tests check is
dbt's.
"""
