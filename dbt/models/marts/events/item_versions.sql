{{ config(materialized='view') }}

{%- set tables = [
    ('slack', source('slack', 'messages')),
    ('gmail', source('gmail', 'messages')),
    ('notion', source('notion', 'pages')),
    ('notion', source('notion', 'comments')),
    ('calendar', source('calendar', 'events')),
] -%}
{%- for schema, table in var('plain_tables') -%}
    {%- do tables.append((schema, schema ~ '.' ~ table)) -%}
{%- endfor -%}
{#- A subquery for each row, and no join: where is_current or the time is asked for, DuckDB reads no more than it must. -#}
{%- for platform, table in tables %}
select
    versions.item_id,
    versions.version,
    '{{ platform }}' as platform,
    versions.text,
    versions.occurred_at,
    versions.is_deleted,
    versions.observed_at,
    versions.observed_at = (
        select max(newest.observed_at) from {{ table }} as newest where newest.item_id = versions.item_id
    ) as is_current,
    versions.payload
from {{ table }} as versions
{% if not loop.last %}union all{% endif %}
{%- endfor %}
