{# How many characters of a text are read: MOST_OF_A_TEXT of context/ceilings.py, where the reason stands. #}
{% macro most_of_a_text() -%} 100000 {%- endmacro %}
