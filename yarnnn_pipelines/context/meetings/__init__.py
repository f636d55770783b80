"""Meetings as they take place, from what the calendars say: series expanded, moved and cancelled instances in place.

`occurrences` keeps the table, `series` says what one series means, `recurrence` follows its rule. Whose meeting it is
belongs to dbt.
"""
