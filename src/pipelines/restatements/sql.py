"""The queries that turn the values of all states into effects of causes.

They read the tables `parts`, `changed` (figures.py) and `steps` (one row per state: the cause whose
inputs it took on), and write `effects`.
"""

from __future__ import annotations

# What a value was before a step is its last known value: where a state between has none, the next
# one that has a value is held against the one before the gap.
STEPPED = """
    create or replace table stepped as
    with every_state as (
        select
            changed.mart, changed.row_key, changed.column_name, steps.state, steps.cause,
            figures.value,
            last_value(figures.value ignore nulls) over earlier as value_until,
            lag(figures.value) over states as value_of_the_state_before,
            lag(steps.state) over states as state_before,
            max(figures.state) filter (where figures.value is not null) over whole as last_state
        from changed
        cross join steps
        left join figures
            on
                changed.mart = figures.mart
                and changed.row_key = figures.row_key
                and changed.column_name = figures.column_name
                and steps.state = figures.state
        window
            whole as (partition by changed.mart, changed.row_key, changed.column_name),
            states as (whole order by steps.state),
            earlier as (whole order by steps.state rows between unbounded preceding and 1 preceding)
    )
    select
        mart, row_key, column_name, state, state_before, cause,
        case
            when value is not null and value_until is null then 'appeared'
            when value is null then 'vanished'
            else 'changed'
        end as change,
        value - value_until as effect
    from every_state
    where
        state > 0
        and (
            (value is not null and value is distinct from value_until)
            or (value is null and value_of_the_state_before is not null and state > last_state)
        )
"""

# Submissions that one release used and the other did not; of a place where both have one, the new.
# What withdraws has no values; a correction also has values from the files that it corrects.
SUBMISSIONS = """
    create or replace table changed_submissions as
    with used as (
        select 'before' as side, submission_id, plant_id, period, frequency, path
        from before.marts.fct_indicators
        union all
        select 'after', submission_id, plant_id, period, frequency, path
        from after.marts.fct_indicators
        union all
        select 'before', submission_id, plant_id, period, frequency, null
        from before.marts.fct_submission_status where status = 'withdrawn'
        union all
        select 'after', submission_id, plant_id, period, frequency, null
        from after.marts.fct_submission_status where status = 'withdrawn'
    ),
    one_sided as (
        select
            min(side) as side, submission_id, plant_id, period, frequency, min(path) as path
        from used
        group by submission_id, plant_id, period, frequency
        having count(distinct side) = 1
    )
    select submission_id, plant_id, period, frequency, path, side = 'before' as is_no_longer_used
    from one_sided
    window place as (partition by plant_id, period, frequency)
    qualify side = 'after' or count(*) filter (where side = 'after') over place = 0
"""

# The plants and months that rows of `rpt_disclosure` are made from, by both releases' lineage.
ROWS_OF_FIGURES = """
    create or replace table rows_of_figures as
    select distinct
        changed.mart, changed.row_key, changed.column_name, links.plant_id,
        try_cast(regexp_extract(links.source_row_key, 'period=([0-9-]+)', 1) as date) as period
    from (
        select mart, row_key, plant_id, source_row_key from before.marts.bridge_lineage
        union all
        select mart, row_key, plant_id, source_row_key from after.marts.bridge_lineage
    ) as links
    inner join changed on links.mart = changed.mart and links.row_key = changed.row_key
    where changed.plant_id is null
"""

# The summands of disclosed sums in one state: mart rows, by the lineage of that state.
SUMMANDS = """
    insert into summands
    with sources as (
        select
            'fct_indicators' as mart, plant_id, period, value,
            concat(
                'plant_id=', plant_id, '|period=', period, '|frequency=', frequency,
                '|indicator_id=', indicator_id, '|material_id=', material_id,
                '|counterparty_id=', counterparty_id, '|document_id=', document_id
            ) as row_key
        from {database}.marts.fct_indicators
        union all
        select
            'fct_energy', plant_id, period, energy_tce,
            concat('plant_id=', plant_id, '|period=', period, '|carrier=', carrier, '|flow=', flow)
        from {database}.marts.fct_energy
        union all
        select
            'fct_ghg_emissions', plant_id, period, emissions_tco2e,
            concat(
                'plant_id=', plant_id, '|period=', period, '|stream_id=', stream_id, '|gas=', gas
            )
        from {database}.marts.fct_ghg_emissions
        union all
        select
            'fct_eliminations', to_plant_id, period, emissions_tco2e,
            concat(
                'from_plant_id=', from_plant_id, '|to_plant_id=', to_plant_id, '|period=', period,
                '|carrier=', carrier
            )
        from {database}.marts.fct_eliminations
    )
    select
        {state}, changed.mart, changed.row_key, changed.column_name, sources.plant_id,
        sources.period, sum(sources.value * if(sources.mart = 'fct_eliminations', -1, 1))
    from changed
    inner join {database}.marts.bridge_lineage as links
        on changed.mart = links.mart and changed.row_key = links.row_key
    inner join sources
        on links.source_mart = sources.mart and links.source_row_key = sources.row_key
    where changed.plant_id is null and links.role = 'numerator'
    group by all
"""

# Which changed submissions stand behind a plant and month: those of the month and of its year.
MONTHS = """
    create or replace table changed_months as
    with months as (
        select distinct plant_id, period from parts where period is not null
        union
        select distinct plant_id, period from rows_of_figures where period is not null
    )
    select
        months.plant_id,
        months.period,
        string_agg(distinct submissions.submission_id, ';' order by submissions.submission_id)
            as submission_ids
    from months
    inner join changed_submissions as submissions
        on
            months.plant_id = submissions.plant_id
            and (
                months.period = submissions.period
                or (
                    submissions.frequency = 'year'
                    and year(months.period) = year(submissions.period)
                )
            )
    group by months.plant_id, months.period
"""

# The effect of new data month by month, for values that are sums of months: exact, or left out.
PIECES = """
    create or replace table pieces as
    with step as (from stepped where cause = 'data' and change = 'changed'),
    summed as (
        select * from parts where period is not null
        union all by name
        from summands
    ),
    months as (
        select
            step.mart, step.row_key, step.column_name, step.effect, summed.plant_id, summed.period,
            coalesce(sum(summed.value) filter (where summed.state = step.state), 0)
            - coalesce(sum(summed.value) filter (where summed.state < step.state), 0) as piece
        from step
        inner join summed
            on
                step.mart = summed.mart
                and step.row_key = summed.row_key
                and step.column_name = summed.column_name
                and summed.state in (step.state, step.state_before)
        group by all
    ),
    by_submission as (
        select mart, row_key, column_name, effect, submission_ids, sum(piece) as piece
        from months
        left join changed_months using (plant_id, period)
        where piece <> 0
        group by all
    )
    select * exclude (effect)
    from by_submission
    qualify sum(piece) over (partition by mart, row_key, column_name) = effect
"""

# All changed submissions that a value can have changed by; where none is near, all there are.
CANDIDATES = """
    create or replace table candidates as
    with near as (
        select distinct mart, row_key, column_name, plant_id, period from parts
        where period is not null
        union
        select mart, row_key, column_name, plant_id, period from rows_of_figures
    ),
    named as (
        select
            near.mart, near.row_key, near.column_name,
            unnest(string_split(months.submission_ids, ';')) as submission_id
        from near
        inner join changed_months as months using (plant_id, period)
    )
    select
        changed.mart, changed.row_key, changed.column_name,
        coalesce(
            string_agg(distinct named.submission_id, ';' order by named.submission_id),
            (
                select string_agg(distinct submission_id, ';' order by submission_id)
                from changed_submissions
            )
        ) as submission_ids
    from changed
    left join named using (mart, row_key, column_name)
    group by changed.mart, changed.row_key, changed.column_name
"""

EFFECTS = """
    create or replace table effects as
    with causes as (
        select
            mart, row_key, column_name, cause, min(state) as state,
            if(count(effect) = count(*), sum(effect), null) as effect,
            coalesce(
                any_value(change) filter (where change <> 'changed'), 'changed'
            ) as change
        from stepped
        group by mart, row_key, column_name, cause, change <> 'changed'
    ),
    with_data as (
        select causes.*, null as submission_id from causes where cause <> 'data'
        union all
        select
            causes.* replace (pieces.piece as effect),
            coalesce(pieces.submission_ids, candidates.submission_ids) as submission_id
        from causes
        inner join pieces using (mart, row_key, column_name)
        inner join candidates using (mart, row_key, column_name)
        where causes.cause = 'data' and causes.change = 'changed'
        union all
        select causes.*, candidates.submission_ids
        from causes
        inner join candidates using (mart, row_key, column_name)
        anti join (select *, 'changed' as change from pieces) as pieces
            using (mart, row_key, column_name, change)
        where causes.cause = 'data'
    )
    select
        changed.mart, changed.row_key, changed.plant_id, changed.column_name,
        changed.value_before, changed.value_after, with_data.cause,
        cast(sum(with_data.effect) as decimal(38, 6)) as effect,
        with_data.change, with_data.submission_id, min(with_data.state) as step
    from changed
    inner join with_data using (mart, row_key, column_name)
    group by all
    having effect is null or effect <> 0
"""
