-- CROSS JOIN: from the findings, of which there are few, to the rest.
SELECT
  c.disclosure_id, d.issuer, r0.name AS region, d.fiscal_year, d.phase,
  c.check_no, c.rule, r.title, r.title_en, c.severity, c.place,
  c.printed_fen, c.printed_yuan, c.printed_wan, c.computed_fen, c.computed_yuan, c.computed_wan,
  c.difference_fen, c.difference_yuan, c.difference_wan,
  c.message, c.message_en,
  '/disclosures/' || c.disclosure_id || '/checks/#check-' || c.check_no AS address
FROM checks c
CROSS JOIN disclosures d ON d.id = c.disclosure_id
CROSS JOIN rules r ON r.rule = c.rule
LEFT JOIN regions r0 ON r0.code = d.region_code
WHERE c.status = 'fail'
