{{ config(materialized='incremental', incremental_strategy='replace_weeks') }}

with weeks as (
    select week, starts_at, ends_at from {{ source('agency', 'weeks') }}
),

client_weeks as (
    select clients.client_id, weeks.week, weeks.starts_at, weeks.ends_at
    from {{ source('agency', 'clients') }} as clients
    cross join weeks
),

events as (
    select *
    from {{ ref('client_week_events') }}
    where {{ within_run('occurred_at') }} and week in (select week from weeks)
),

signals as (
    select
        signals.event_id, signals.version, events.client_id, events.week, signals.signal, signals.start, signals."end",
        signals.fields, signals.score, events.audience, events.kind, events.thread_id, events.occurred_at,
        events.person_id
    from {{ source('context', 'signals') }} as signals
    inner join events on events.event_id = signals.event_id and events.version = signals.version
    where signals.week in (select week from weeks)
),

meetings as (
    select * from {{ ref('client_week_meetings') }} where week in (select week from weeks)
),

-- As it stood when the week ended: what closed a promise later does not rewrite the week.
commitments as (
    select
        client_weeks.client_id,
        client_weeks.week,
        commitments.commitment_id,
        commitments.version,
        commitments.due,
        commitments.closed_at is null or commitments.closed_at >= client_weeks.ends_at as is_open,
        case when commitments.closed_at < client_weeks.ends_at then commitments.closed_by end as closed_by
    from client_weeks
    inner join {{ source('context', 'commitments') }} as commitments
        on commitments.client_id = client_weeks.client_id
        and commitments.opened_at < client_weeks.ends_at
        and commitments.opened_at >= client_weeks.ends_at - interval {{ promise_days() }} day
        and (commitments.closed_at is null or commitments.closed_at >= client_weeks.starts_at)
),

of_events as (
    select
        client_id,
        week,
        count(*) as events,
        count(*) filter (where kind = 'message') as messages,
        count(*) filter (where kind = 'mail') as mails,
        count(*) filter (where kind = 'page') as pages,
        count(distinct thread_id) as threads,
        list_sort(list(distinct author_name) filter (where author_name is not null and kind <> 'meeting')) as participants
    from events
    group by client_id, week
),

of_signals as (
    select
        client_id,
        week,
        {% for signal, column in [
            ('decision', 'decisions'), ('done', 'done'), ('metric', 'metrics'), ('risk', 'risks'),
            ('change', 'changes'), ('question', 'questions'), ('commitment', 'commitments'),
        ] -%}
        count(*) filter (where signal = '{{ signal }}') as {{ column }},
        {% endfor -%}
        count(*) filter (where audience = 'client' and kind <> 'meeting') as client_could_see
    from signals
    group by client_id, week
),

of_meetings as (
    select
        client_id,
        week,
        count(*) filter (where relation = 'held') as meetings_held,
        count(*) filter (where relation = 'coming') as meetings_coming
    from meetings
    group by client_id, week
),

of_commitments as (
    select client_id, week, count(*) filter (where is_open) as open_commitments
    from commitments
    group by client_id, week
),

-- As it stood when the week ended: a later answer does not rewrite the week.
open_questions as (
    select client_weeks.client_id, client_weeks.week, count(*) as open_questions
    from client_weeks
    inner join {{ source('context', 'questions') }} as questions
        on questions.client_id = client_weeks.client_id
        and questions.week = client_weeks.week
        and (questions.closed_at is null or questions.closed_at >= client_weeks.ends_at)
    group by client_weeks.client_id, client_weeks.week
),

-- One line for each thing that a deliverable of the week reads: nothing of when we saw it, nothing that depends on an
-- order.
lines as (
    select client_id, week, {{ hash_line(["'event'", 'event_id', 'version', 'audience', 'attribution_rule', 'person_id',
        'author_name', 'author_is_us', 'epoch_us(occurred_at)', 'container_name', 'thread_id', 'title', 'permalink',
        'previous_version']) }} as line
    from events
    union all
    select client_id, week, {{ hash_line(["'signal'", 'event_id', 'version', 'signal', 'start', '"end"', 'fields',
        "printf('%.6f', score)"]) }}
    from signals
    union all
    select client_id, week, {{ hash_line(["'meeting'", 'event_id', 'version', 'relation', 'audience', 'title', 'status',
        'all_day', 'epoch_us(starts_at)', 'epoch_us(ends_at)', 'epoch_us(previous_starts_at)']) }}
    from meetings
    union all
    -- Of these mails nothing but the subject is read, which may call off a meeting.
    select client_id, week, {{ hash_line(["'subject'", 'event_id', 'version', 'audience', 'author_name', 'title']) }}
    from {{ ref('events') }}
    where {{ within_run('occurred_at') }}
        and week in (select week from weeks)
        and kind = 'mail' and title <> '' and ignored_reason in ('automatic_mail', 'bulk_mail', 'empty', 'sealed', 'invitation')
    union all
    select client_id, week, {{ hash_line(["'commitment'", 'commitment_id', 'version', 'due', 'is_open', 'closed_by']) }}
    from commitments
),

hashed as (
    select client_id, week, sha256(string_agg(line, chr(10) order by line)) as content
    from lines
    group by client_id, week
)

select
    client_weeks.client_id,
    client_weeks.week,
    coalesce(of_events.events, 0) as events,
    coalesce(of_events.messages, 0) as messages,
    coalesce(of_events.mails, 0) as mails,
    coalesce(of_events.pages, 0) as pages,
    coalesce(of_meetings.meetings_held, 0) as meetings_held,
    coalesce(of_meetings.meetings_coming, 0) as meetings_coming,
    coalesce(of_signals.decisions, 0) as decisions,
    coalesce(of_signals.done, 0) as done,
    coalesce(of_signals.metrics, 0) as metrics,
    coalesce(of_signals.risks, 0) as risks,
    coalesce(of_signals.changes, 0) as changes,
    coalesce(of_signals.questions, 0) as questions,
    coalesce(of_signals.commitments, 0) as commitments,
    coalesce(of_events.participants, []) as participants,
    coalesce(of_events.threads, 0) as threads,
    coalesce(of_commitments.open_commitments, 0) + coalesce(open_questions.open_questions, 0) as open_loops,
    coalesce(of_signals.client_could_see, 0) = 0 as quiet,
    sha256(client_weeks.client_id || '@' || client_weeks.week || ':' || coalesce(hashed.content, '')) as context_hash
from client_weeks
left join of_events on of_events.client_id = client_weeks.client_id and of_events.week = client_weeks.week
left join of_signals on of_signals.client_id = client_weeks.client_id and of_signals.week = client_weeks.week
left join of_meetings on of_meetings.client_id = client_weeks.client_id and of_meetings.week = client_weeks.week
left join of_commitments
    on of_commitments.client_id = client_weeks.client_id and of_commitments.week = client_weeks.week
left join open_questions
    on open_questions.client_id = client_weeks.client_id and open_questions.week = client_weeks.week
left join hashed on hashed.client_id = client_weeks.client_id and hashed.week = client_weeks.week
