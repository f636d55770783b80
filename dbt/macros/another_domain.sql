{# Whether two domains are none of one organisation: neither the same, nor one below the other. #}
{% macro is_another_domain(one, other) -%}
    not ({{ one }} = {{ other }} or ends_with({{ one }}, '.' || {{ other }}) or ends_with({{ other }}, '.' || {{ one }}))
{%- endmacro %}
