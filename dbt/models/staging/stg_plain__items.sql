{#- Platforms without models of their own, read by the columns that every landed table has. -#}
{%- for schema, table in var('plain_tables') %}
select
    item_id,
    version,
    '{{ schema }}' as platform,
    container_id,
    thread_id,
    author_id,
    json_extract_string(payload, '$.author_name') as author_label,
    occurred_at,
    edited_at,
    observed_at,
    is_deleted,
    json_extract_string(payload, '$.title') as title,
    text,
    permalink
from {{ schema }}.{{ table }}
{% if not loop.last %}union all{% endif %}
{%- else %}
select
    cast(null as varchar) as item_id,
    cast(null as varchar) as version,
    cast(null as varchar) as platform,
    cast(null as varchar) as container_id,
    cast(null as varchar) as thread_id,
    cast(null as varchar) as author_id,
    cast(null as varchar) as author_label,
    cast(null as timestamptz) as occurred_at,
    cast(null as timestamptz) as edited_at,
    cast(null as timestamptz) as observed_at,
    cast(null as boolean) as is_deleted,
    cast(null as varchar) as title,
    cast(null as varchar) as text,
    cast(null as varchar) as permalink
where false
{%- endfor %}
