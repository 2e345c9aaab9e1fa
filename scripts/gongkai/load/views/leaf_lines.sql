SELECT l.*
FROM lines l
WHERE l.code IS NOT NULL
  AND NOT l.is_of_which
  AND NOT l.is_total
  AND NOT EXISTS (
    SELECT 1
    FROM lines child
    WHERE child.disclosure_id = l.disclosure_id
      AND child.table_no = l.table_no
      AND child.measure = l.measure
      AND child.code > l.code AND child.code < l.code || ':'
      AND child.scheme = l.scheme
      AND child.fund = l.fund
      AND child.period = l.period
      AND child.side IS l.side
      AND NOT child.is_of_which
  )
