{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=['address', 'name']) }}

with seen as (
    select address, coalesce(name, '') as name, occurred_at as last_seen_at
    from {{ ref('int_parties') }}
    where is_person
    {% if is_incremental() %}
    union all
    select known.address, known.name, known.last_seen_at
    from {{ this }} as known
    where known.address in (select address from {{ ref('int_parties') }})
    {% endif %}
)

select address, name, max(last_seen_at) as last_seen_at
from seen
group by address, name
