{{ config(materialized='incremental', incremental_strategy='replace_weeks', unique_key='commitment_id') }}

{#- A promise is looked after for half a year; the one that nobody ever closed stays as it was then. -#}
{%- set horizon = 'interval 182 day' -%}

with weeks as (
    select week, starts_at, ends_at from {{ source('agency', 'weeks') }}
),

opened_now as (
    select
        signals.event_id || '#' || signals.start as commitment_id,
        signals.client_id,
        signals.week,
        signals.event_id,
        signals.version,
        signals.start,
        signals."end",
        coalesce(json_extract_string(signals.fields, '$.who'), events.author_name) as who,
        signals.text as what,
        json_extract_string(signals.fields, '$.due') as due,
        events.author_is_us as by_us,
        events.person_id,
        coalesce(events.thread_id, events.event_id) as thread_key,
        events.occurred_at as opened_at,
        true as is_new,
        cast(null as varchar) as closed_by,
        cast(null as timestamptz) as closed_at
    from {{ source('context', 'signals') }} as signals
    inner join {{ ref('client_week_events') }} as events
        on events.event_id = signals.event_id and events.version = signals.version
    where signals.signal = 'commitment'
        and signals.week in (select week from weeks)
        and events.week in (select week from weeks)
),

opened_before as (
    {% if is_incremental() %}
    select
        known.commitment_id, known.client_id, known.week, known.event_id, known.version, known.start, known."end",
        known.who, known.what, known.due, known.by_us, known.person_id, known.thread_key, known.opened_at,
        -- What closed it may be gone: then everything since is asked again.
        events.event_id is null and known.closed_by is not null as is_new,
        events.event_id as closed_by,
        events.occurred_at as closed_at
    from {{ this }} as known
    left join {{ ref('client_week_events') }} as events
        on events.event_id = known.closed_by
        and events.week not in (select week from weeks)
    where known.week not in (select week from weeks)
        and known.opened_at >= (select min(starts_at) from weeks) - {{ horizon }}
        and known.opened_at < (select max(ends_at) from weeks)
    {% else %}
    select * from opened_now where false
    {% endif %}
),

looked_at as (
    select * from opened_now
    union all
    select * from opened_before
),

done as (
    select
        signals.event_id,
        signals.client_id,
        signals.week in (select week from weeks) as is_of_run,
        signals.text,
        events.author_is_us as by_us,
        events.person_id,
        coalesce(events.thread_id, events.event_id) as thread_key,
        events.occurred_at
    from {{ source('context', 'signals') }} as signals
    inner join {{ ref('client_week_events') }} as events
        on events.event_id = signals.event_id and events.version = signals.version
    where signals.signal = 'done'
        and events.occurred_at >= (select min(starts_at) from weeks) - {{ horizon }}
),

promised_words as (
    select commitment_id, unnest({{ content_words('what') }}) as word from looked_at
),

promised_count as (
    select commitment_id, count(*) as n from promised_words group by commitment_id
),

done_words as (
    select event_id, unnest({{ content_words('text') }}) as word from done
),

-- The same few words, said later, by the same person or at least the same side.
speaks_of as (
    select promised_words.commitment_id, done_words.event_id, count(distinct promised_words.word) as shared
    from promised_words
    inner join done_words on done_words.word = promised_words.word
    group by promised_words.commitment_id, done_words.event_id
),

pairs as (
    select
        looked_at.commitment_id,
        done.event_id,
        done.occurred_at
    from looked_at
    inner join done
        on done.client_id = looked_at.client_id
        and done.occurred_at > looked_at.opened_at
        and done.occurred_at < looked_at.opened_at + {{ horizon }}
        and (looked_at.is_new or done.is_of_run)
    inner join speaks_of
        on speaks_of.commitment_id = looked_at.commitment_id and speaks_of.event_id = done.event_id
    inner join promised_count on promised_count.commitment_id = looked_at.commitment_id
    where (done.thread_key = looked_at.thread_key and done.by_us = looked_at.by_us)
        or (
            speaks_of.shared >= 2
            and speaks_of.shared * 2 >= promised_count.n
            and (done.person_id = looked_at.person_id or done.by_us = looked_at.by_us)
        )
),

-- "Done!" names nothing: it closes what the same person promised in the same thread.
short_answers as (
    select looked_at.commitment_id, done.event_id, done.occurred_at
    from looked_at
    inner join done
        on done.client_id = looked_at.client_id
        and done.thread_key = looked_at.thread_key
        and done.person_id = looked_at.person_id
        and done.occurred_at > looked_at.opened_at
        and (looked_at.is_new or done.is_of_run)
    where len({{ content_words('done.text') }}) = 0
),

closers as (
    select commitment_id, event_id, occurred_at from pairs
    union all
    select commitment_id, event_id, occurred_at from short_answers
    union all
    select commitment_id, closed_by, closed_at from looked_at where closed_by is not null
),

first_closer as (
    select
        commitment_id,
        arg_min(event_id, (occurred_at, event_id)) as closed_by,
        min(occurred_at) as closed_at
    from closers
    group by commitment_id
)

select
    looked_at.commitment_id,
    looked_at.client_id,
    looked_at.week,
    looked_at.event_id,
    looked_at.version,
    looked_at.start,
    looked_at."end",
    looked_at.who,
    looked_at.what,
    looked_at.due,
    looked_at.by_us,
    looked_at.person_id,
    looked_at.thread_key,
    looked_at.opened_at,
    first_closer.closed_by,
    first_closer.closed_at,
    case when first_closer.closed_by is null then 'open' else 'closed' end as state
from looked_at
left join first_closer on first_closer.commitment_id = looked_at.commitment_id
