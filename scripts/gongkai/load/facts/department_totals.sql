-- A side has up to two totals, 本年合计 and 总计 (with what is carried over); the larger contains the other.
SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  max(l.amount_fen) FILTER (WHERE l.side = 'income') AS income_fen,
  max(l.amount_fen) FILTER (WHERE l.side = 'expenditure') AS expenditure_fen
FROM lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN departments d ON d.disclosure_id = l.disclosure_id
WHERE p.kind = 'department_summary' AND l.is_total
GROUP BY l.disclosure_id
