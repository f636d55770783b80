{# Incremental strategy `replace_weeks`: the weeks of this run are taken out whole and put in anew, so that an event
   that was deleted or moved away leaves its old week even when nothing takes its place. A row whose `unique_key` comes
   back goes too, whatever week it stood in; `incremental_predicates` name what else is being replaced. #}
{% macro get_incremental_replace_weeks_sql(arg_dict) -%}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set source = arg_dict['temp_relation'] -%}
    {%- set key = arg_dict['unique_key'] -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
    delete from {{ target }}
    where week in (select week from agency.weeks)
    {%- if key %}
       or {{ key }} in (select {{ key }} from {{ source }})
    {%- endif %}
    {%- for predicate in arg_dict['incremental_predicates'] or [] %}
       or ({{ predicate }})
    {%- endfor %};
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ source }}
{%- endmacro %}
