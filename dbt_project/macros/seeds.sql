{# Loads a seed as what it is, commas and double quotes; the adapter's own macro lets DuckDB guess the dialect. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {% set statement %}
        copy {{ this.render() }}
        from '{{ adapter.get_seed_file_path(model) | replace("'", "''") }}'
        (format csv, header, auto_detect false, delimiter ',', quote '"', escape '"')
    {% endset %}
    {% do adapter.add_query(statement, abridge_sql_log=True) %}
    {{ return(statement) }}
{% endmacro %}
