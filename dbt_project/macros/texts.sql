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
