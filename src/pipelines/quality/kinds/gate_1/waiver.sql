{#
subject: a waiver of a rule of this gate, whether it still holds
may_block: false
needs_history: true
needs: {}
parameters: {}
#}
{% include 'waivers.sql' %}
