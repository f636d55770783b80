-- A row that should be there: each configured client in each week of this run, also where nothing happened.
select clients.client_id, weeks.week
from {{ source('agency', 'clients') }} as clients
cross join {{ source('agency', 'weeks') }} as weeks
left join {{ ref('client_week_context') }} as context
    on context.client_id = clients.client_id and context.week = weeks.week
where context.client_id is null
