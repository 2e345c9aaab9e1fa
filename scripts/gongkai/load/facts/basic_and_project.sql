SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  max(l.amount_fen) FILTER (WHERE p.kind = 'general_public_expenditure' AND l.measure = 'total') AS general_public_fen,
  max(l.amount_fen) FILTER (WHERE p.kind = 'general_public_expenditure' AND l.measure = 'basic_expenditure') AS general_public_basic_fen,
  max(l.amount_fen) FILTER (WHERE p.kind = 'general_public_expenditure' AND l.measure = 'project_expenditure') AS general_public_project_fen,
  max(l.amount_fen) FILTER (WHERE p.kind = 'department_expenditure' AND l.measure = 'total') AS department_fen,
  max(l.amount_fen) FILTER (WHERE p.kind = 'department_expenditure' AND l.measure = 'basic_expenditure') AS department_basic_fen,
  max(l.amount_fen) FILTER (WHERE p.kind = 'department_expenditure' AND l.measure = 'project_expenditure') AS department_project_fen
FROM lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN departments d ON d.disclosure_id = l.disclosure_id
WHERE p.kind IN ('general_public_expenditure', 'department_expenditure')
  AND l.is_total
  AND l.period = 'this_year'
GROUP BY l.disclosure_id
