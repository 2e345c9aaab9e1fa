WITH operands AS (
  SELECT c.disclosure_id, c.check_no, o.value AS operand, instr(o.value, '#') AS mark,
    substr(o.value, instr(o.value, '#') + 1) AS place
  FROM checks c, json_each('["' || replace(c.operands, ';', '","') || '"]') o
  WHERE c.operands IS NOT NULL
)
SELECT
  disclosure_id, check_no, operand,
  CASE WHEN mark THEN substr(operand, 1, mark - 1) ELSE disclosure_id END AS operand_disclosure_id,
  CASE WHEN place LIKE 's%' THEN CAST(substr(place, 2) AS INTEGER) END AS statement_no,
  CASE WHEN place GLOB '[0-9]*' THEN CAST(place AS INTEGER) END AS table_no,
  CASE WHEN place GLOB '[0-9]*'
    THEN CAST(substr(place, instr(place, ':') + 1) AS INTEGER) END AS "row",
  CASE WHEN place GLOB '[0-9]*'
    THEN CAST(substr(place, instr(place, ':') + 1 + instr(substr(place, instr(place, ':') + 1), ':')) AS INTEGER)
  END AS "column"
FROM operands
