SELECT
  t.disclosure_id, d.issuer, d.fiscal_year,
  t.scope, t.project_code, t.project_name, t.budget_fen, t.budget_wan,
  t.section, t.indicator, t.comparator, t.value, t.unit, t.weight, t.core,
  t.table_no, t.row, t.column
FROM targets t
JOIN disclosures d ON d.id = t.disclosure_id
