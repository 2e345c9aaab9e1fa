-- The three budgets are disjoint, so that their leaves add up to the expenditure from fiscal appropriations.
-- An amount finer than a fen has none: a sum with it is empty, not short.
SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  l.table_no, p.kind,
  substr(l.code, 1, 3) AS class_code, class.name AS class_name,
  l.code, coalesce(c.name, l.label) AS name,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'total') = count(l.amount_fen) FILTER (WHERE l.measure = 'total')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'total') END AS total_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'basic_expenditure') = count(l.amount_fen) FILTER (WHERE l.measure = 'basic_expenditure')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'basic_expenditure') END AS basic_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'project_expenditure') = count(l.amount_fen) FILTER (WHERE l.measure = 'project_expenditure')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'project_expenditure') END AS project_fen,
  min(l.row) AS "row",
  coalesce(min(l.column) FILTER (WHERE l.measure = 'total'), min(l.column)) AS "column"
FROM leaf_lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN departments d ON d.disclosure_id = l.disclosure_id
LEFT JOIN codes c ON c.scheme = l.scheme AND c.year = l.code_year AND c.code = l.code
LEFT JOIN codes class ON class.scheme = l.scheme AND class.year = l.code_year AND class.code = substr(l.code, 1, 3)
WHERE p.kind IN ('general_public_expenditure', 'government_fund_expenditure', 'state_capital_expenditure')
  AND l.scheme = 'functional'
  AND l.period = 'this_year'
  AND l.measure IN ('total', 'basic_expenditure', 'project_expenditure')
GROUP BY l.disclosure_id, l.table_no, l.code
