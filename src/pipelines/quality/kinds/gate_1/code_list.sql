{#
subject: a file without a finding of this rule, or a code in a file that no list of codes knows
subject_zh: "未触发本规则的文件，或文件中代码表没有的代码"
needs:
  staging.stg_arrivals: [arrival_id, path, received_at]
  staging.stg_submissions: [arrival_id, plant_id]
  staging.stg_findings: [rule_id, arrival_id, submission_id, plant_id, period, sheet, address, cell_id, finding_key, found, found_zh, expected, expected_zh, received_at]
needs_history: {compares: [true]}
parameters:
  compares: {type: truth value, default: false, is: "Whether other submissions of the plant decide it"}
#}
{% include 'parse_findings.sql' %}
