{# Rows whose key is missing or stands twice. One test in place of one for each column: each costs dbt 40 ms a run. #}
{% test is_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as n
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 {% for column in columns %} or {{ column }} is null {% endfor %}
{% endtest %}
