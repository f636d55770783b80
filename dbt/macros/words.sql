{# The words by which two sentences can be told to speak of one thing: of four letters or more, without those that say
   nothing, cut to five letters so that "launched" meets "launch". #}
{% macro content_words(text) -%}
    list_distinct(regexp_extract_all(
        regexp_replace(
            lower({{ text }}),
            '\b(will|with|that|this|from|have|been|your|over|send|sent|sends|done|them|they|then|than|into|make|made|what|when|were|also|just|back|going|today|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|next|morning|afternoon|evening|week|soon|here|there|which|would|could|should|about|after|before|until|already|everything|something)\b',
            ' ', 'g'
        ),
        '\b([\p{L}\p{N}]{4,5})[\p{L}\p{N}]*', 1
    ))
{%- endmacro %}
