{%- set people = '[{"name": "VARCHAR", "email": "VARCHAR"}]' -%}
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
        json_extract_string(from_json, '$.email') as email
    from mails
    {%- for role, column in [('to', 'to_json'), ('cc', 'cc_json'), ('bcc', 'bcc_json')] %}
    union all
    select event_id, occurred_at, '{{ role }}' as role, is_bulk, party.name, party.email
    from (
        select event_id, occurred_at, is_bulk, unnest(from_json({{ column }}, '{{ people }}')) as party
        from mails
    ) as listed
    {%- endfor %}
    union all
    select event_id, occurred_at, 'author' as role, false as is_bulk, null as name, organizer_email as email
    from meetings
    union all
    select event_id, occurred_at, 'attendee' as role, false as is_bulk, party.name, party.email
    from (
        select event_id, occurred_at, unnest(from_json(attendees, '{{ people }}')) as party
        from meetings
    ) as invited
    union all
    select
        event_id, occurred_at, 'before_move' as role, false as is_bulk, null as name, previous_organizer_email as email
    from meetings
    union all
    select event_id, occurred_at, 'before_move' as role, false as is_bulk, party.name, party.email
    from (
        select event_id, occurred_at, unnest(from_json(previous_attendees, '{{ people }}')) as party
        from meetings
    ) as invited_before
)

select
    event_id,
    occurred_at,
    role,
    lower(trim(email)) as address,
    -- A name that is an address says nothing.
    nullif(case when name like '%@%' then '' else trim(name) end, '') as name,
    not is_bulk and role <> 'before_move' as is_person
from parties
where email like '%_@_%'
