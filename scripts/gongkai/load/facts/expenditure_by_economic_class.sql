SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  l.table_no,
  substr(l.code, 1, 3) AS class_code, class.name AS class_name,
  l.code, coalesce(c.name, l.label) AS name,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'total') = count(l.amount_fen) FILTER (WHERE l.measure = 'total')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'total') END AS total_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'personnel') = count(l.amount_fen) FILTER (WHERE l.measure = 'personnel')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'personnel') END AS personnel_fen,
  CASE WHEN count(*) FILTER (WHERE l.measure = 'office_costs') = count(l.amount_fen) FILTER (WHERE l.measure = 'office_costs')
    THEN sum(l.amount_fen) FILTER (WHERE l.measure = 'office_costs') END AS office_costs_fen,
  min(l.row) AS "row",
  coalesce(min(l.column) FILTER (WHERE l.measure = 'total'), min(l.column)) AS "column"
FROM leaf_lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN departments d ON d.disclosure_id = l.disclosure_id
LEFT JOIN codes c ON c.scheme = l.scheme AND c.year = l.code_year AND c.code = l.code
LEFT JOIN codes class ON class.scheme = l.scheme AND class.year = l.code_year AND class.code = substr(l.code, 1, 3)
WHERE p.kind = 'general_public_basic_expenditure'
  AND l.scheme = 'economic'
  AND l.period = 'this_year'
  AND l.measure IN ('total', 'personnel', 'office_costs')
GROUP BY l.disclosure_id, l.table_no, l.code
