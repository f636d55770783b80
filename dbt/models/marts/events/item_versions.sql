{{ config(materialized='view') }}

{%- set tables = [
    ('slack', source('slack', 'messages')),
    ('gmail', source('gmail', 'messages')),
    ('notion', source('notion', 'pages')),
    ('calendar', source('calendar', 'events')),
] -%}
{%- for platform, table in tables %}
select
    versions.item_id,
    versions.version,
    '{{ platform }}' as platform,
    versions.text,
    versions.occurred_at,
    versions.is_deleted,
    versions.observed_at,
    versions.observed_at = newest.observed_at as is_current,
    versions.payload
from {{ table }} as versions
inner join (
    select item_id, max(observed_at) as observed_at from {{ table }} group by item_id
) as newest on newest.item_id = versions.item_id
{% if not loop.last %}union all{% endif %}
{%- endfor %}
