{# The fields of one line of a hash, each with its own end, so that ("a", "bc") and ("ab", "c") differ. #}
{% macro hash_line(fields) -%}
    concat_ws(chr(31){% for field in fields %}, coalesce(cast({{ field }} as varchar), chr(30)){% endfor %})
{%- endmacro %}
