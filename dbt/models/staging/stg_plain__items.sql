{{ config(enabled=var('plain_tables') | length > 0) }}
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
{%- endfor %}
