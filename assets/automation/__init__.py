"""What starts by itself, and what it starts.

    weekly schedule -> land -> context -> deliverables      the line for the week just ended, stage after stage
    a landing that touched weeks -> context of those weeks  a late event rebuilds its own week, not history
    a client's week that changed -> its deliverables        automation conditions
    an approval in the ledger -> publish
    a request on the review page -> context of its week, and that deliverable
    yarnnn.yaml -> the client partitions
    a run whose process was killed -> given up
    a weekly line that failed -> the owner is told

jobs: the jobs and how a run of one is asked for. schedules: what the clock starts. sensors: what a change starts.
asked: what a person asks for. alerts: who is told of a failure.
conditions: when a deliverable is made without being asked for.
"""
