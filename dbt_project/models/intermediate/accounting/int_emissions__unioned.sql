with

unioned as (
    select * from {{ ref('int_emissions__combustion') }}
    union all by name
    select * from {{ ref('int_emissions__oxalic_acid') }}
    union all by name
    select * from {{ ref('int_emissions__by_emission_factor') }}
)

select * from unioned
