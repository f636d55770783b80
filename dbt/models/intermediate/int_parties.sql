{#- Of somebody forgotten only whose person they were is left: `removed_of`, which no mail can write. -#}
{%- set people = '[{"name": "VARCHAR", "email": "VARCHAR", "removed_of": "VARCHAR"}]' -%}
with mails as (
    select event_id, occurred_at, is_bulk, from_json, to_json, cc_json, bcc_json
    from {{ ref('int_mails_current') }}
),

meetings as (
    select
        event_id, starts_at as occurred_at, organizer_email, attendees, previous_organizer_email, previous_attendees
    from {{ ref('int_meetings_concerned') }}
),

parties as (
    select
        event_id, occurred_at, 'author' as role, is_bulk,
        json_extract_string(from_json, '$.name') as name,
        json_extract_string(from_json, '$.email') as email,
        null as removed_of
    from mails
    {%- for role, column in [('to', 'to_json'), ('cc', 'cc_json'), ('bcc', 'bcc_json')] %}
    union all
    select event_id, occurred_at, '{{ role }}' as role, is_bulk, party.name, party.email, party.removed_of
    from (
        select event_id, occurred_at, is_bulk, unnest(from_json({{ column }}, '{{ people }}')) as party
        from mails
    ) as listed
    {%- endfor %}
    union all
    select event_id, occurred_at, 'author' as role, false as is_bulk, null as name, organizer_email as email, null as removed_of
    from meetings
    union all
    select event_id, occurred_at, 'attendee' as role, false as is_bulk, party.name, party.email, party.removed_of
    from (
        select event_id, occurred_at, unnest(from_json(attendees, '{{ people }}')) as party
        from meetings
    ) as invited
    union all
    select
        event_id, occurred_at, 'before_move' as role, false as is_bulk, null as name, previous_organizer_email as email,
        null as removed_of
    from meetings
    union all
    select event_id, occurred_at, 'before_move' as role, false as is_bulk, party.name, party.email, party.removed_of
    from (
        select event_id, occurred_at, unnest(from_json(previous_attendees, '{{ people }}')) as party
        from meetings
    ) as invited_before
)

select
    event_id,
    occurred_at,
    role,
    case when removed_of is not null then '[removed]:' || removed_of else lower(trim(email)) end as address,
    -- A name that is an address says nothing.
    nullif(case when name like '%@%' then '' else trim(name) end, '') as name,
    not is_bulk and role <> 'before_move' and removed_of is null as is_person
from parties
where email like '%_@_%' or removed_of is not null
