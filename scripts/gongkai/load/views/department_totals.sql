-- A side has up to two totals, 本年合计 and 总计 (with what is carried over); the larger contains the other.
SELECT
  d.id AS disclosure_id, d.issuer, d.fiscal_year, d.phase,
  max(l.amount_fen) FILTER (WHERE l.side = 'income') AS income_fen,
  max(l.amount_fen) FILTER (WHERE l.side = 'expenditure') AS expenditure_fen,
  max(l.amount_fen) FILTER (WHERE l.side = 'income') / 1000000.0 AS income_wan,
  max(l.amount_fen) FILTER (WHERE l.side = 'expenditure') / 1000000.0 AS expenditure_wan
FROM lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN disclosures d ON d.id = l.disclosure_id
WHERE p.kind = 'department_summary' AND l.is_total
GROUP BY d.id
