with

submissions as (select * from {{ ref('stg_submissions') }}),

later_originals as (
    select * from {{ ref('stg_originals') }}
    where not is_first
),

second_originals as (
    select
        if(is_same, 'same_file_again', 'second_original') as rule_id,
        submission_id,
        if(is_same, 'the very file of ' || first_path, 'a second original of the same plant and period') as found,
        if(is_same, '与 ' || first_path || ' 为同一文件', '同一工厂、同一报告期的第二份原始报送') as found_zh,
        if(
            is_same, 'each file once', 'kind replaces_all with a higher revision; the original is ' || first_path
        ) as expected,
        if(
            is_same, '每个文件只报送一次', '类型 replaces_all 且版次更高；原始报送为 ' || first_path
        ) as expected_zh
    from later_originals
),

-- An edit in place may keep its revision; what comes to another path may not.
outdated as (
    select
        'revision_not_higher' as rule_id,
        later.submission_id,
        concat('revision ', later.revision) as found,
        concat('版次 ', later.revision) as found_zh,
        concat('a revision above ', max(earlier.revision), ', which came before') as expected,
        concat('高于先前版次 ', max(earlier.revision), ' 的版次') as expected_zh
    from submissions as later
    inner join submissions as earlier
        on
            later.plant_id = earlier.plant_id
            and later.period = earlier.period
            and later.frequency = earlier.frequency
    where
        (
            (later.kind <> 'original' or earlier.kind = 'withdraws')
            and later.path <> earlier.path
            and (later.received_at, later.path) > (earlier.received_at, earlier.path)
            and later.revision <= earlier.revision
        )
        or (
            later.path = earlier.path
            and later.path_sequence > earlier.path_sequence
            and later.revision < earlier.revision
        )
    group by later.submission_id, later.revision
),

findings as (
    select * from second_originals
    union all
    select * from outdated
)

select
    findings.rule_id,
    submissions.arrival_id,
    null as sheet,
    null as address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    findings.submission_id,
    'submission' as about,
    false as concerns_arrival
from findings
inner join submissions on findings.submission_id = submissions.submission_id
