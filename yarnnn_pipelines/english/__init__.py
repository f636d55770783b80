"""English at work: words, sentences, what they speak of, and how they are turned for another reader.

Functions over text alone; no event, no claim, no client and no store is known here, and nothing of the library but
`core` is imported. The patterns stand in the module of their matter (`results`, `decisions`, `figures`, `troubles`,
`changes`, `promises`, `requests`, `answers`, `states`, `meetings`, `retractions`, `doubts`, `private_matters`,
`personal_numbers`, `own_business`, `passwords`, `machine_talk`), each a registry of named alternatives with examples
(`alternatives`).
"""
