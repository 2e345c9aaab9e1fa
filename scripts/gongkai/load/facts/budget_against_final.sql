-- What was budgeted and what was spent: the same department, year, budget and code in both disclosures.
SELECT
  f.disclosure_id, f.issuer, f.region_code, f.region, f.province, f.fiscal_year, f.scope,
  f.kind, f.code, f.name, b.total_fen AS budget_fen, f.total_fen AS final_fen, f.total_fen - b.total_fen AS change_fen,
  b.disclosure_id AS budget_disclosure_id, f.table_no, f."row", f."column"
FROM expenditure_by_function f
JOIN expenditure_by_function b ON b.issuer = f.issuer AND b.code = f.code AND b.fiscal_year = f.fiscal_year
  AND b.region_code IS f.region_code AND b.scope IS f.scope AND b.kind = f.kind AND b.phase = 'budget'
WHERE f.phase = 'final'
