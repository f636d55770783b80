{# What an item is now, for the items of the CTE or table `concerned` (column item_id): the version that a reader saw
   last, with `current_version` and `now_deleted` of the newest one. A tombstone has no words and no addresses, and the
   item still belongs where it belonged. #}
{% macro current_items(staged, concerned) -%}
    select
        shown.*,
        newest.version as current_version,
        newest.is_deleted as now_deleted
    from (
        select
            item_id,
            arg_max(version, observed_at) as version,
            arg_max(is_deleted, observed_at) as is_deleted,
            coalesce(max(observed_at) filter (where not is_deleted), max(observed_at)) as shown_at
        from {{ staged }}
        where item_id in (select item_id from {{ concerned }})
        group by item_id
    ) as newest
    inner join {{ staged }} as shown
        on shown.item_id = newest.item_id and shown.observed_at = newest.shown_at
{%- endmacro %}
