{# Models land in the profile's schema, `context`, or in the one they name: never in a joined `context_name`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
