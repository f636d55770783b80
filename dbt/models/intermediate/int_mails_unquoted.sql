-- Of mails that quote an earlier mail word for word, the text with the quoted lines blanked out: each letter a space, so
-- that what is left stands at the same place as in the version that landed. Looked at are the sentences of each line,
-- since a quote may stand behind words of the author's. Of a long mail only what is read of it is looked at.
-- What is answered is found by the thread; where an answer has lost it, by its subject, and by who writes to whom.
-- What others said in a client's Slack channels counts too, where a good part of it is cited.
-- A mail that holds a few such sentences and nothing else keeps them: whether it confirms or quotes them is not known.
-- Within a clock time, a number or an abbreviation no sentence ends ("10:00", "3.5", "a.m.", "19 Nov.").
{% set undivided %}\p{N}+(?:[.:]\p{N}+)+|\b\p{Ll}\.\p{Ll}\.|\b(?i:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.|\b(?i:no)\.\s?\p{N}{% endset %}
{% set piece %}[(\[][^()\[\]]{1,40}[)\]]\s+|[\p{L}\p{N}]{1,2}\)\s+|(?:{{ undivided }}|[^.!?:;"“”„»«|])*?(?:\s[''‘‹]|[.!?:;"“”„»«|]+[''’›)]*\s*|$){% endset %}

with in_span as (
    select distinct thread_id
    from {{ ref('stg_gmail__messages') }}
    where thread_id is not null and {{ within_run('occurred_at') }}
),

concerned as (
    select item_id from {{ ref('stg_gmail__messages') }} where thread_id in (select thread_id from in_span)
    union
    select item_id
    from {{ ref('stg_gmail__messages') }}
    where occurred_at >= {{ first_instant() }} - interval 60 day and occurred_at < {{ last_instant() }}
),

mails as (
    {{ current_items(ref('stg_gmail__messages'), 'concerned') }}
),

told as (
    select
        item_id, author_id, thread_id, occurred_at, text, rest,
        ' ' || trim(regexp_replace(lower(text), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ' as words,
        split_part(author_id, '@', -1) as domain,
        list_transform(
            list_distinct(
                list_concat(json_extract_string(to_json, '$[*].email'), json_extract_string(cc_json, '$[*].email'))
            ),
            lambda address: split_part(lower(address), '@', -1)
        ) as recipients_domains,
        -- without "Re:", "[EXT]" and their like, in whatever language
        regexp_replace(
            regexp_replace(lower(subject), '^\s*((\p{L}{1,5}(\[\d+\])?\s*[:：]|\[[^\]]*\])\s*)+', ''), '[^\p{L}\p{N}]+', ' ', 'g'
        ) as matter
    from (
        select * replace (left(text, {{ most_of_a_text() }}) as text), substr(text, {{ most_of_a_text() }} + 1) as rest
        from mails
        where not now_deleted and text <> ''
    )
),

in_lines as (
    select item_id, string_split(text, chr(10)) as lines, unnest(range(1, len(string_split(text, chr(10))) + 1)) as position
    from told
    where thread_id in (select thread_id from in_span)
),

-- A line's sentences, or what a colon, a quotation mark, an item's number or a bracket at its front divides, are its pieces: together they
-- are the line.
in_pieces as (
    select
        item_id, position as line_position,
        regexp_extract_all(lines[position], '{{ piece }}') as pieces,
        unnest(range(1, len(regexp_extract_all(lines[position], '{{ piece }}')) + 1)) as piece
    from in_lines
),

lines as (
    select
        item_id, line_position, piece, pieces[piece] as line,
        trim(regexp_replace(lower(pieces[piece]), '[^\p{L}\p{N}]+', ' ', 'g')) as words,
        -- Behind words of the author's, which introduce nothing, a sentence may be his own that repeats one.
        case
            when
                piece = 1
                or regexp_matches(pieces[piece - 1], '[:"“„«''‘‹)\]|]\s*$|^\W*[\p{L}\p{N}]{1,2}\.\s*$')
                or regexp_matches(pieces[piece], '^\s*>')
                then 25
            else 40
        end as long
    from in_pieces
),

-- The pieces that have words, in order, and which of them are one sentence: it goes on below a line's end where no full
-- stop and no empty line divides them.
in_order as (
    select
        *,
        row_number() over (partition by item_id order by line_position, piece) as place,
        regexp_matches(lag(line) over (partition by item_id order by line_position, piece), '[.!?…]["”’)\]]*\s*$')
        or line_position - lag(line_position, 1, -1) over (partition by item_id order by line_position, piece) > 1
            as begins_a_sentence
    from lines
    where words <> ''
),

in_sentences as (
    select
        *,
        count(*) filter (where begins_a_sentence) over (partition by item_id order by place) as sentence
    from in_order
),

-- From each piece to the end of its sentence: of a quote that was wrapped anew no line stands in what it quotes.
rests as (
    select
        item_id, sentence, place, piece, long,
        string_agg(words, ' ') over rest as words,
        max(line_position) over rest > line_position as is_wrapped,
        count(*) over (partition by item_id, sentence order by place rows between current row and unbounded following)
            as pieces
    from in_sentences
    window rest as (partition by item_id, sentence order by place rows between current row and 11 following)
),

-- What is looked up, and the pieces that it covers.
passages as (
    select item_id, place as first_place, place as last_place, words, long, piece > 1 as is_within from in_sentences
    union all
    select item_id, place, place + pieces - 1, words, long, piece > 1
    from rests
    where is_wrapped and pieces <= 12
),

-- By what an answer and a mail that it answers are known to belong together.
ties as (
    select item_id, 'thread ' || thread_id as tie from told
    union all
    select item_id, 'subject ' || matter || ' ' || unnest(list_distinct(list_append(recipients_domains, domain))) as tie
    from told
    where length(trim(matter)) > 0
    union all
    select item_id, 'between ' || least(domain, recipient) || ' ' || greatest(domain, recipient) as tie
    from (select item_id, domain, unnest(list_distinct(recipients_domains)) as recipient from told)
    where domain <> recipient
),

placed as (
    select
        ties.item_id, ties.tie, told.author_id, told.domain, told.occurred_at, told.words,
        row_number() over (partition by ties.tie order by told.occurred_at, ties.item_id) as position
    from ties
    inner join told on told.item_id = ties.item_id
),

-- An answer quotes what it answers: the last mails before it are looked at, so the work grows with the mails.
earlier as (
    select
        answers.item_id, quoted.item_id as quoted_id, quoted.words, quoted.occurred_at,
        quoted.author_id is distinct from answers.author_id as is_of_another,
        bool_or(answers.tie like 'thread %') as is_in_thread
    from placed as answers
    inner join placed as quoted
        on quoted.tie = answers.tie and quoted.position between answers.position - 12 and answers.position - 1
    where answers.item_id in (select item_id from in_lines)
        -- Whose people never got a mail quote none of it.
        and (answers.tie not like 'subject %' or ends_with(answers.tie, ' ' || answers.domain))
    group by all
),

found as (
    select
        passages.item_id, passages.first_place, passages.last_place, passages.is_within,
        length(passages.words) as characters,
        length(passages.words) >= passages.long as is_long,
        earlier.quoted_id, earlier.occurred_at, earlier.is_of_another,
        -- Outside of the thread a mail is quoted only where a long line of another's shows it.
        earlier.is_in_thread
        or max(length(passages.words) >= passages.long and earlier.is_of_another)
            over (partition by passages.item_id, earlier.quoted_id)
            as is_quoted
    from passages
    inner join earlier
        on earlier.item_id = passages.item_id
        and length(passages.words) >= 12
        and contains(earlier.words, ' ' || passages.words || ' ')
),

whose_clients as (
    select distinct told.item_id, domains.client_id
    from told
    inner join {{ source('agency', 'client_domains') }} as domains
        on len(
            list_filter(
                list_append(told.recipients_domains, told.domain),
                lambda domain: domain = domains.domain or ends_with(domain, '.' || domains.domain)
            )
        ) > 0
    where told.item_id in (select item_id from in_lines)
    union
    select told.item_id, contacts.client_id
    from told
    inner join {{ source('agency', 'client_contacts') }} as contacts on told.author_id = 'mailto:' || contacts.email
    where told.item_id in (select item_id from in_lines)
),

slack_concerned as (
    select messages.item_id
    from {{ ref('stg_slack__messages') }} as messages
    where messages.channel_id in (
        select container_id from {{ source('agency', 'client_containers') }} where platform = 'slack'
    )
    and messages.occurred_at >= {{ first_instant() }} - interval 60 day and messages.occurred_at < {{ last_instant() }}
),

slack_messages as (
    {{ current_items(ref('stg_slack__messages'), 'slack_concerned') }}
),

said_in_slack as (
    select
        item_id, client_id, email, occurred_at,
        trim(regexp_replace(lower(unnest(sentences)), '[^\p{L}\p{N}]+', ' ', 'g')) as words
    from (
        select
            messages.item_id, containers.client_id, users.email, messages.occurred_at,
            flatten(
                list_transform(
                    string_split(left(messages.text, {{ most_of_a_text() }}), chr(10)),
                    lambda line: regexp_extract_all(line, '{{ piece }}')
                )
            ) as sentences
        from slack_messages as messages
        inner join {{ source('agency', 'client_containers') }} as containers
            on containers.container_id = messages.channel_id and containers.platform = 'slack'
        inner join {{ ref('stg_slack__users') }} as users on users.user_id = messages.user_id
        where not messages.now_deleted and messages.text <> '' and users.email is not null
    )
),

found_in_slack as (
    select
        passages.item_id, passages.first_place, passages.last_place, passages.is_within, passages.words, passages.long,
        said_in_slack.item_id as quoted_id, said_in_slack.occurred_at,
        'mailto:' || said_in_slack.email is distinct from told.author_id as is_of_another
    from passages
    inner join told on told.item_id = passages.item_id
    inner join whose_clients on whose_clients.item_id = passages.item_id
    inner join said_in_slack
        on said_in_slack.client_id = whose_clients.client_id
        and said_in_slack.words = passages.words
        and said_in_slack.occurred_at < told.occurred_at
    where length(passages.words) >= 25
),

-- No program quotes a chat in a mail: a short sentence that stood in one may well be said by two.
citing_slack as (
    select item_id
    from (select distinct item_id, words from found_in_slack where is_of_another)
    group by item_id
    having sum(length(words)) >= 50
),

found_anywhere as (
    select item_id, first_place, last_place, is_within, characters, is_long, quoted_id, occurred_at, is_of_another, is_quoted
    from found
    union all
    select
        item_id, first_place, last_place, is_within, length(words), length(words) >= long, quoted_id, occurred_at, is_of_another,
        item_id in (select item_id from citing_slack)
    from found_in_slack
),

-- Of each passage, whose words it is: the first to say it said it; the mails after that may quote it.
attributed as (
    select
        item_id, first_place, last_place, is_within, characters, is_long,
        arg_min(is_of_another, (occurred_at, quoted_id)) as is_of_another
    from found_anywhere
    group by all
    having bool_or(is_quoted)
),

-- Of each piece, by the longest passage that it stands in.
covered as (
    select
        in_sentences.item_id, in_sentences.line_position, in_sentences.piece, in_sentences.place,
        bool_or(attributed.is_long) as is_long,
        bool_and(attributed.is_within) as is_within,
        max(attributed.characters) as characters,
        arg_max(attributed.is_of_another, (attributed.characters, attributed.first_place)) as is_of_another
    from attributed
    inner join in_sentences
        on in_sentences.item_id = attributed.item_id
        and in_sentences.place between attributed.first_place and attributed.last_place
    group by all
),

-- Right behind a quoted sentence another is of the quote too, as at a line's front.
repeated as (
    select
        item_id, line_position, piece, is_of_another,
        is_long or (is_behind_a_quote and characters >= 25) as is_long,
        is_within and not is_behind_a_quote as is_within
    from (
        select
            * exclude (stretch),
            coalesce(
                bool_or(is_long and is_of_another)
                    over (partition by item_id, stretch order by place rows between unbounded preceding and 1 preceding),
                false
            ) as is_behind_a_quote
        from (
            select *, place - row_number() over (partition by item_id order by place) as stretch from covered
        )
    )
),

-- What a sentence of the author's begins with may name what was written of, and is no quote.
going_on as (
    select lines.item_id, lines.line_position, lines.piece
    from lines
    inner join lines as next
        on next.item_id = lines.item_id and next.line_position = lines.line_position and next.piece = lines.piece + 1
    left join repeated
        on repeated.item_id = next.item_id and repeated.line_position = next.line_position and repeated.piece = next.piece
    where regexp_matches(lines.line, '([:;]|\s["“„«''‘‹])\s*$') and regexp_matches(next.line, '^\p{Ll}')
        and not coalesce(repeated.is_long, false)
),

quoted as (
    select * from repeated anti join going_on using (item_id, line_position, piece)
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
        ) as line,
        count(quoted.piece) as blanked
    from lines
    inner join begun on begun.item_id = lines.item_id
    left join quoted
        on quoted.item_id = lines.item_id and quoted.line_position = lines.line_position and quoted.piece = lines.piece
        and (quoted.line_position, quoted.piece) >= begun.place
        and (quoted.is_long or not quoted.is_within)
    group by lines.item_id, lines.line_position
),

blanked as (
    select
        left_over.item_id,
        string_agg(left_over.line, chr(10) order by left_over.line_position) || any_value(told.rest) as text,
        any_value(told.text || told.rest) as landed,
        sum(left_over.blanked) as sentences
    from left_over
    inner join told on told.item_id = left_over.item_id
    group by left_over.item_id
)

select
    item_id,
    case when says_nothing_else then landed else text end as text,
    says_nothing_else
from (
    -- Lines of a greeting and a name: few words, and no end of a sentence.
    select
        *,
        sentences <= 3
        and len(
            list_filter(
                string_split(text, chr(10)),
                lambda line: len(regexp_extract_all(line, '\p{L}+')) > 3 or regexp_matches(line, '[\p{L}\p{N}].*[.!?:…]\s*$')
            )
        ) = 0 as says_nothing_else
    from blanked
)
