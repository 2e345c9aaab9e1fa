-- A project stands in the list of projects, in the form of its targets, or in both: it is taken from the list where
-- the disclosure has one, so that a sum counts it once. One whose name was not read goes by its code, or by nothing.
WITH listed AS (
  SELECT l.disclosure_id, l.table_no, l.row, min(l.column) AS "column", l.project_code,
    COALESCE(l.label, l.project_code, '') AS project_name,
    max(l.amount_fen) AS budget_fen
  FROM lines l
  JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
  WHERE p.kind = 'project_expenditure' AND l.measure = 'total' AND l.period = 'this_year'
    AND NOT l.is_total AND NOT l.is_of_which AND l.code IS NULL
  GROUP BY l.disclosure_id, l.table_no, l.row
),
aimed AS (
  SELECT t.disclosure_id, t.table_no, min(t.row) AS "row", min(t.column) AS "column", t.project_code,
    COALESCE(t.project_name, t.project_code, '') AS project_name, max(t.budget_fen) AS budget_fen, count(*) AS targets, group_concat(t.indicator, '；') AS indicators
  FROM targets t
  WHERE t.scope = 'project'
  GROUP BY t.disclosure_id, t.project_code, t.project_name
),
every AS (
  SELECT l.*, a.targets, a.indicators
  FROM listed l
  LEFT JOIN aimed a ON a.disclosure_id = l.disclosure_id AND a.project_name = l.project_name
    AND (a.project_code = l.project_code OR l.project_code IS NULL OR a.project_code IS NULL)
  GROUP BY l.disclosure_id, l.table_no, l.row
  UNION ALL
  SELECT a.disclosure_id, a.table_no, a."row", a."column", a.project_code, a.project_name, a.budget_fen, a.targets,
    a.indicators
  FROM aimed a
  WHERE a.disclosure_id NOT IN (SELECT disclosure_id FROM listed)
)
SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  e.table_no, e.project_code, e.project_name, e.budget_fen, e.targets, e.indicators, e."row", e."column"
FROM every e
JOIN departments d ON d.disclosure_id = e.disclosure_id
