-- Of mails that quote an earlier mail of their thread word for word, the text with the quoted lines blanked out: each
-- letter a space, so that what is left stands at the same place as in the version that landed. Of a long mail only what
-- is read of it is looked at.
with in_span as (
    select distinct thread_id
    from {{ ref('stg_gmail__messages') }}
    where thread_id is not null and {{ within_run('occurred_at') }}
),

concerned as (
    select item_id from {{ ref('stg_gmail__messages') }} where thread_id in (select thread_id from in_span)
),

mails as (
    {{ current_items(ref('stg_gmail__messages'), 'concerned') }}
),

told as (
    select
        item_id, author_id, thread_id, text, rest,
        row_number() over (partition by thread_id order by occurred_at, item_id) as position_in_thread,
        ' ' || trim(regexp_replace(lower(text), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ' as words
    from (
        select * replace (left(text, {{ most_of_a_text() }}) as text), substr(text, {{ most_of_a_text() }} + 1) as rest
        from mails
        where not now_deleted and text <> ''
    )
),

in_lines as (
    select item_id, string_split(text, chr(10)) as lines, unnest(range(1, len(string_split(text, chr(10))) + 1)) as position
    from told
),

lines as (
    select
        item_id, position, lines[position] as line,
        trim(regexp_replace(lower(lines[position]), '[^\p{L}\p{N}]+', ' ', 'g')) as words
    from in_lines
),

-- An answer quotes what it answers: the thread's last mails before it are looked at, so the work grows with the mails.
earlier as (
    select
        answers.item_id, quoted.words, quoted.position_in_thread,
        quoted.author_id is distinct from answers.author_id as is_of_another
    from told as answers
    inner join told as quoted
        on quoted.thread_id = answers.thread_id
        and quoted.position_in_thread between answers.position_in_thread - 12 and answers.position_in_thread - 1
),

quoted as (
    select
        lines.item_id, lines.position, length(lines.words) >= 25 as is_long,
        -- the first to say it said it; the mails after that may quote it
        arg_min(earlier.is_of_another, earlier.position_in_thread) as is_of_another
    from lines
    inner join earlier
        on earlier.item_id = lines.item_id
        and length(lines.words) >= 12
        and contains(earlier.words, ' ' || lines.words || ' ')
    group by all
),

-- A long line of another's begins the quote; below it shorter ones and the author's own earlier words are of it too.
begun as (
    select item_id, min(position) as position
    from quoted
    where is_of_another and is_long
    group by item_id
)

select
    lines.item_id,
    string_agg(
        case when quoted.position is null then lines.line else repeat(' ', length(lines.line)) end, chr(10)
        order by lines.position
    ) || any_value(told.rest) as text
from lines
inner join begun on begun.item_id = lines.item_id
inner join told on told.item_id = lines.item_id
left join quoted
    on quoted.item_id = lines.item_id and quoted.position = lines.position and quoted.position >= begun.position
group by lines.item_id
