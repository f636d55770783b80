-- Weeks whose coverage does not add up to their events: something was dropped without a reason, or counted twice.
with landed as (
    select week, count(*) as n
    from {{ ref('events') }}
    where week in (select week from {{ source('agency', 'weeks') }})
    group by week
),

covered as (
    select week, sum(n) as n
    from {{ ref('coverage') }}
    where week in (select week from {{ source('agency', 'weeks') }})
    group by week
)

select coalesce(landed.week, covered.week) as week, landed.n as events, covered.n as counted
from landed
full outer join covered on covered.week = landed.week
where landed.n is distinct from covered.n
