-- Of mails that quote an earlier mail of their thread word for word, the text with the quoted lines blanked out: each
-- letter a space, so that what is left stands at the same place as in the version that landed. Looked at are the
-- sentences of each line, since a quote may stand behind words of the author's. Of a long mail only what is read of it
-- is looked at.
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

-- A line's sentences, or what a colon or a bracket divides, are its pieces: together they are the line.
in_pieces as (
    select
        item_id, position as line_position,
        regexp_extract_all(lines[position], '[^.!?:;"“”„»«|]*[.!?:;"“”„»«|]*\s*') as pieces,
        unnest(range(1, len(regexp_extract_all(lines[position], '[^.!?:;"“”„»«|]*[.!?:;"“”„»«|]*\s*')) + 1)) as piece
    from in_lines
),

lines as (
    select
        item_id, line_position, piece, pieces[piece] as line,
        trim(regexp_replace(lower(pieces[piece]), '[^\p{L}\p{N}]+', ' ', 'g')) as words,
        -- Behind words of the author's, which introduce nothing, a sentence may be his own that repeats one.
        case when piece = 1 or regexp_matches(pieces[piece - 1], '[:"“„«]\s*$') then 25 else 40 end as long
    from in_pieces
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
        lines.item_id, lines.line_position, lines.piece, length(lines.words) >= lines.long as is_long,
        lines.piece > 1 as is_within,
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
    select item_id, min((line_position, piece)) as place
    from quoted
    where is_of_another and is_long
    group by item_id
),

left_over as (
    select
        lines.item_id, lines.line_position,
        string_agg(
            case when quoted.piece is null then lines.line else repeat(' ', length(lines.line)) end, ''
            order by lines.piece
        ) as line
    from lines
    inner join begun on begun.item_id = lines.item_id
    left join quoted
        on quoted.item_id = lines.item_id and quoted.line_position = lines.line_position and quoted.piece = lines.piece
        and (quoted.line_position, quoted.piece) >= begun.place
        and (quoted.is_long or not quoted.is_within)
    group by lines.item_id, lines.line_position
)

select
    left_over.item_id,
    string_agg(left_over.line, chr(10) order by left_over.line_position) || any_value(told.rest) as text
from left_over
inner join told on told.item_id = left_over.item_id
group by left_over.item_id
