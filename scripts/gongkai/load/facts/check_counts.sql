SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  c.rule, c.status, c.severity, count(*) AS checks
FROM checks c
JOIN departments d ON d.disclosure_id = c.disclosure_id
GROUP BY c.disclosure_id, c.rule, c.status, c.severity
