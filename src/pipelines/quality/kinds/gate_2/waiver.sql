{#
subject: a waiver of a rule of this gate, whether it still holds
may_block: false
needs: {}
parameters: {}
#}
{% include 'waivers.sql' %}
