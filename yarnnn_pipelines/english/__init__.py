"""English at work, as the signals read it and the wording writes it: words, sentences, what is named in them.

Shared by `context` and `deliverables`, like `settings` and `weeks`: the gate recomputes from the very patterns that
found a signal. It knows no event, no client and no store.
"""
