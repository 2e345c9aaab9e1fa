-- What is published again replaces what was published before: only the newest counts.
SELECT
  d.id AS disclosure_id, d.issuer, d.region_code, r.name AS region, p.name AS province,
  d.fiscal_year, d.phase, d.scope, d.level, d.title, d.published_on,
  '/disclosures/' || d.id || '/' AS address
FROM disclosures d
LEFT JOIN regions r ON r.code = d.region_code
LEFT JOIN regions p ON p.code = substr(d.region_code, 1, 2)
WHERE NOT EXISTS (SELECT 1 FROM disclosures later WHERE later.supersedes = d.id)
