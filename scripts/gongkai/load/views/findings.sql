SELECT
  c.disclosure_id, d.issuer, d.fiscal_year, d.phase,
  c.check_no, c.rule, r.title, r.title_en, c.severity, c.place,
  c.printed_wan, c.computed_wan, c.difference_fen, c.difference_wan,
  c.message, c.message_en
FROM checks c
JOIN disclosures d ON d.id = c.disclosure_id
JOIN rules r ON r.rule = c.rule
WHERE c.status = 'fail'
