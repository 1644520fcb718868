{#
subject: a waiver of a rule of this gate, whether it still holds
subject_zh: "对本关规则的一项豁免是否仍然有效"
may_block: false
needs_history: true
needs: {}
parameters: {}
#}
{% include 'waivers.sql' %}
