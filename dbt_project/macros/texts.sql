{# The text trimmed; plain characters for full-width forms (U+FF01 to U+FF5E), all blanks, the minus sign, ² and ³. #}
{% macro plain_text(text) -%}
    trim(regexp_replace(
        translate(
            {{ text }},
            '{% raw %}！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～{% endraw %}−²³',
            '{% raw %}!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~{% endraw %}-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))
{%- endmacro %}

{# What codes and names are matched by: plain and without regard to case. #}
{% macro code_key(text) -%}
    lower({{ plain_text(text) }})
{%- endmacro %}

{# The first few of a list by name, as many as a person reads; of the others how many. #}
{% macro first_named(names) -%}
concat(
    array_to_string({{ names }}[:20], ', '),
    ' and ' || nullif(greatest(len({{ names }}) - 20, 0), 0) || ' more'
)
{%- endmacro %}

{# Which known code is most like a text that is not known, as the end of a sentence; null where none is like it. #}
{% macro nearest(matches, language) -%}
    {{ "'；最接近：'" if language == 'zh' else "'; nearest: '" }} || {{ matches }}.nearest_code
{%- endmacro %}

{# Whether two texts have anything in common: DuckDB compares bytes, of which all Chinese characters share some. #}
{% macro has_common_character(one, other) -%}
    list_has_any(string_split({{ one }}, ''), string_split({{ other }}, ''))
{%- endmacro %}
