{{ config(materialized='incremental', incremental_strategy='replace_weeks', unique_key='commitment_id') }}

{#- A promise is looked after for a quarter; the one that nobody closed by then stays open in this table. -#}
{%- set horizon = 'interval ' ~ promise_days() ~ ' day' -%}

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
        {{ content_words('signals.text') }} as words,
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
        and {{ within_run('events.occurred_at') }}
        and events.week in (select week from weeks)
),

opened_before as (
    {% if is_incremental() %}
    select
        known.commitment_id, known.client_id, known.week, known.event_id, known.version, known.start, known."end",
        known.who, known.what, known.words, known.due, known.by_us, known.person_id, known.thread_key, known.opened_at,
        -- What closed it may be gone: then everything since is asked again.
        events.event_id is null and known.closed_by is not null as is_new,
        events.event_id as closed_by,
        events.occurred_at as closed_at
    from {{ this }} as known
    left join {{ ref('client_week_events') }} as events
        on events.event_id = known.closed_by
        and events.occurred_at >= {{ first_instant() }} - {{ horizon }}
        and events.week not in (select week from weeks)
    where known.week not in (select week from weeks)
        and known.opened_at >= {{ first_instant() }} - {{ horizon }}
        and known.opened_at < {{ last_instant() }}
        -- What was closed before the first of these weeks stays closed by the same event.
        and (known.closed_at is null or known.closed_at >= {{ first_instant() }})
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
        events.occurred_at,
        {{ content_words('signals.text') }} as words,
        row_number() over () as done_id
    from {{ source('context', 'signals') }} as signals
    inner join {{ ref('client_week_events') }} as events
        on events.event_id = signals.event_id and events.version = signals.version
    where signals.signal = 'done'
        and events.occurred_at >= {{ first_instant() }} - {{ horizon }}
        -- What was asked of older weeks before needs no second look, unless its answer is gone.
        and events.occurred_at >= least(
            {{ first_instant() }}, (select min(looked_at.opened_at) from looked_at where looked_at.is_new)
        )
),

done_words as (
    select done_id, client_id, by_us, occurred_at, unnest(words) as word from done
),

promised_words as (
    select commitment_id, client_id, by_us, opened_at, len(words) as promised, unnest(words) as word from looked_at
),

word_counts as (
    select client_id, word, count(*) as n from done_words group by client_id, word
),

-- Who shares half of the words, and two, shares one of the rarer half: no promise is compared by its common words.
rare_words as (
    select promised_words.*
    from promised_words
    left join word_counts on word_counts.client_id = promised_words.client_id and word_counts.word = promised_words.word
    qualify row_number() over (
        partition by promised_words.commitment_id order by coalesce(word_counts.n, 0), promised_words.word
    ) <= promised_words.promised - greatest(2, (promised_words.promised + 1) // 2) + 1
),

-- What stands in one thread, or has words in common, and no other pairs: of a year there would be too many.
side_by_side as (
    select looked_at.commitment_id, done.done_id
    from looked_at
    inner join done on done.client_id = looked_at.client_id and done.thread_key = looked_at.thread_key
    union
    select rare_words.commitment_id, done_words.done_id
    from rare_words
    inner join done_words
        on done_words.client_id = rare_words.client_id
        and done_words.word = rare_words.word
        and done_words.by_us = rare_words.by_us
        and done_words.occurred_at > rare_words.opened_at
        and done_words.occurred_at < rare_words.opened_at + {{ horizon }}
),

-- What can close what, before their words are counted: later, and new on one side or the other.
candidates as (
    select
        looked_at.commitment_id,
        done.event_id,
        done.occurred_at,
        done.thread_key = looked_at.thread_key as same_thread,
        done.person_id = looked_at.person_id as same_person,
        done.by_us = looked_at.by_us as same_side,
        len(looked_at.words) as promised_words,
        len(done.words) as done_words,
        len(list_intersect(looked_at.words, done.words)) as shared_words
    from side_by_side
    inner join looked_at on looked_at.commitment_id = side_by_side.commitment_id
    inner join done on done.done_id = side_by_side.done_id
    where done.occurred_at > looked_at.opened_at
        and done.occurred_at < looked_at.opened_at + {{ horizon }}
        and (looked_at.is_new or done.is_of_run)
),

-- A few of the same words, said later by the same side; in the same thread one word is enough, and a bare "Done!"
-- closes what the same person promised there.
pairs as (
    select commitment_id, event_id, occurred_at
    from candidates
    where (same_thread and same_side and shared_words >= 1)
        or (same_thread and same_person and done_words = 0)
        or (same_side and shared_words >= 2 and shared_words * 2 >= promised_words)
),

closers as (
    select commitment_id, event_id, occurred_at from pairs
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
    looked_at.words,
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
