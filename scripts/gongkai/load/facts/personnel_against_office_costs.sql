SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  d.table_no, sum(d.total_fen) AS total_fen, sum(d.personnel_fen) AS personnel_fen,
  sum(d.office_costs_fen) AS office_costs_fen
FROM expenditure_by_economic_class d
GROUP BY d.disclosure_id
HAVING count(*) = count(d.total_fen)
