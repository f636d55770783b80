select
    item_id as channel_id,
    arg_max(text, observed_at) as channel_name,
    arg_max(json_extract_string(payload, '$.kind'), observed_at) as kind
from {{ source('slack', 'channels') }}
where not is_deleted
group by item_id
