{# Data tests read what this run has built (dbt_project.yml sets these words as `where`): a test over all history would
   grow with it. The bounds become constants here, at run time, for the same reason as in weeks.sql. #}
{% macro get_where_subquery(relation) -%}
    {%- set where = config.get('where', '') -%}
    {%- if not where -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- if '__of_this_run__' in where -%}
        {%- set where = where.replace('__of_this_run__', within_run('occurred_at')) -%}
    {%- endif -%}
    {%- set where = where.replace('__of_these_weeks__', 'week in (select week from agency.weeks)') -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery') }}
{%- endmacro %}
