"""What `yarnnn doctor` finds: whether each source can be read, as whom, and what to mend.

One file per platform, each a generator of findings that asks as little as possible and changes nothing. Reading a
source is the platform's own file beside this folder; showing findings is `cli_views.doctor`.
"""
