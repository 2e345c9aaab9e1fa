SELECT
  c.disclosure_id, d.issuer, d.fiscal_year, d.phase,
  c.check_no, c.status, s.subject,
  s.printed AS text_printed, s.unit AS text_unit, s.page AS text_page, p.text AS paragraph,
  t.title AS table_title, l.label AS table_label, l.printed AS table_printed, l.unit AS table_unit,
  c.difference_fen, c.difference_wan, c.message, c.message_en
FROM checks c
JOIN disclosures d ON d.id = c.disclosure_id
JOIN check_operands so
  ON so.disclosure_id = c.disclosure_id AND so.check_no = c.check_no AND so.statement_no IS NOT NULL
  AND so.operand_disclosure_id = c.disclosure_id
JOIN statements s ON s.disclosure_id = c.disclosure_id AND s.statement_no = so.statement_no
JOIN paragraphs p ON p.disclosure_id = s.disclosure_id AND p.paragraph_no = s.paragraph_no
JOIN check_operands lo
  ON lo.disclosure_id = c.disclosure_id AND lo.check_no = c.check_no AND lo.table_no IS NOT NULL
  AND lo.operand_disclosure_id = c.disclosure_id
JOIN lines l
  ON l.disclosure_id = c.disclosure_id AND l.table_no = lo.table_no AND l.row = lo."row" AND l.column = lo."column"
JOIN tables t ON t.disclosure_id = l.disclosure_id AND t.table_no = l.table_no
