"""Who somebody is to the agency, concluded from what is stored: how they write and answer, what they asked and owe.

`reading` finds a person and their events in the warehouse, `profile` concludes from those alone, by `habits` and
`matters`; `records` is the form of both.
"""
