-- A document may print a kind of table twice (one for each unit, a second file). Sums take one of each kind:
-- the one that is whole and has the most rows.
SELECT disclosure_id, kind, table_no
FROM (
  SELECT
    disclosure_id, kind, table_no,
    row_number() OVER (
      PARTITION BY disclosure_id, kind
      ORDER BY lost IS NOT NULL, rows - header_rows DESC, table_no
    ) AS place
  FROM tables
  WHERE kind IS NOT NULL
)
WHERE place = 1
