SELECT
  c.disclosure_id, c.check_no, o.value AS operand,
  CASE WHEN o.value LIKE 's%' THEN CAST(substr(o.value, 2) AS INTEGER) END AS statement_no,
  CASE WHEN o.value GLOB '[0-9]*' THEN CAST(o.value AS INTEGER) END AS table_no,
  CASE WHEN o.value GLOB '[0-9]*'
    THEN CAST(substr(o.value, instr(o.value, ':') + 1) AS INTEGER) END AS "row",
  CASE WHEN o.value GLOB '[0-9]*'
    THEN CAST(substr(o.value, instr(o.value, ':') + 1 + instr(substr(o.value, instr(o.value, ':') + 1), ':')) AS INTEGER)
  END AS "column"
FROM checks c, json_each('["' || replace(c.operands, ';', '","') || '"]') o
WHERE c.operands IS NOT NULL
