{# The weeks of this run are the rows of agency.weeks. Where a table is large, their outer bounds are written into the
   SQL as constants: only then does DuckDB skip the row groups of other times (its zone maps), so that the work grows
   with the weeks and not with the history. #}

{% macro first_instant() -%}
    {%- if execute -%}
        {{ return(bound_of_weeks('min(starts_at)', 'infinity')) }}
    {%- endif -%}
    {{ return("timestamptz 'infinity'") }}
{%- endmacro %}

{% macro last_instant() -%}
    {%- if execute -%}
        {{ return(bound_of_weeks('max(ends_at)', '-infinity')) }}
    {%- endif -%}
    {{ return("timestamptz '-infinity'") }}
{%- endmacro %}

{% macro bound_of_weeks(bound, otherwise) -%}
    {%- set found = run_query("select coalesce(cast(" ~ bound ~ " as varchar), '" ~ otherwise ~ "') from agency.weeks") -%}
    {{ return("timestamptz '" ~ found.columns[0].values()[0] ~ "'") }}
{%- endmacro %}

{% macro within_run(column) -%}
    ({{ column }} >= {{ first_instant() }} and {{ column }} < {{ last_instant() }})
{%- endmacro %}

{# Meetings of a client's week are also those of the three weeks after it. #}
{% macro within_run_or_soon(column) -%}
    ({{ column }} >= {{ first_instant() }} and {{ column }} < {{ last_instant() }} + interval 21 day)
{%- endmacro %}

{% macro iso_utc(column) -%}
    strftime(timezone('UTC', {{ column }}), '%Y-%m-%dT%H:%M:%SZ')
{%- endmacro %}

{# How long a promise counts as an open loop: as long as yarnnn_pipelines.context.commitments looks after it. #}
{% macro promise_days() -%}
    {{ return(91) }}
{%- endmacro %}
