-- The same department, phase, budget and code in two years that follow each other. An item that only one of the
-- years has is there too, the other amount empty: it is not zero, it is not printed.
WITH years AS (
  SELECT now.*, before.disclosure_id AS before_id
  FROM departments now
  JOIN departments before ON before.issuer = now.issuer AND before.region_code IS now.region_code
    AND before.phase = now.phase AND before.scope IS now.scope AND before.fiscal_year = now.fiscal_year - 1
),
items AS (
  SELECT y.disclosure_id, f.kind, f.code FROM years y JOIN expenditure_by_function f ON f.disclosure_id = y.disclosure_id
  UNION
  SELECT y.disclosure_id, f.kind, f.code FROM years y JOIN expenditure_by_function f ON f.disclosure_id = y.before_id
)
SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  i.kind, i.code, coalesce(now.name, before.name) AS name,
  now.total_fen, before.total_fen AS before_fen, now.total_fen - before.total_fen AS change_fen,
  d.before_id AS before_disclosure_id, now.table_no, now."row", now."column"
FROM items i
JOIN years d ON d.disclosure_id = i.disclosure_id
LEFT JOIN expenditure_by_function now ON now.disclosure_id = d.disclosure_id AND now.kind = i.kind AND now.code = i.code
LEFT JOIN expenditure_by_function before ON before.disclosure_id = d.before_id AND before.kind = i.kind
  AND before.code = i.code
