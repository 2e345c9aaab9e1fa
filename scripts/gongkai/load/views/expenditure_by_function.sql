-- The three budgets are disjoint, so that their leaves add up to the expenditure from fiscal appropriations.
SELECT
  l.disclosure_id, d.issuer, d.fiscal_year, d.phase,
  l.table_no, t.kind,
  substr(l.code, 1, 3) AS class_code, class.name AS class_name,
  l.code, coalesce(c.name, l.label) AS name,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'total') = count(l.amount_fen) FILTER (WHERE l.measure = 'total')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'total') END AS total_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'basic_expenditure') = count(l.amount_fen) FILTER (WHERE l.measure = 'basic_expenditure')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'basic_expenditure') END AS basic_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'project_expenditure') = count(l.amount_fen) FILTER (WHERE l.measure = 'project_expenditure')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'project_expenditure') END AS project_fen,
  sum(l.amount_fen) FILTER (WHERE l.measure = 'total') / 1000000.0 AS total_wan
FROM leaf_lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN tables t ON t.disclosure_id = l.disclosure_id AND t.table_no = l.table_no
JOIN disclosures d ON d.id = l.disclosure_id
LEFT JOIN codes c ON c.scheme = l.scheme AND c.year = l.code_year AND c.code = l.code
LEFT JOIN codes class ON class.scheme = l.scheme AND class.year = l.code_year AND class.code = substr(l.code, 1, 3)
WHERE t.kind IN ('general_public_expenditure', 'government_fund_expenditure', 'state_capital_expenditure')
  AND l.scheme = 'functional'
  AND l.period = 'this_year'
  AND l.measure IN ('total', 'basic_expenditure', 'project_expenditure')
GROUP BY l.disclosure_id, l.table_no, l.code
