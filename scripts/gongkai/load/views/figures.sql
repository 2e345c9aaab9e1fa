SELECT
  l.disclosure_id, d.issuer, d.fiscal_year, d.phase,
  l.table_no, t.kind, coalesce(k.name, t.title) AS kind_name,
  l.code, coalesce(c.name, l.label) AS name, l.label,
  l.measure, coalesce(m.name, l.measure) AS measure_name,
  l.fund, coalesce(f.name, l.fund) AS fund_name,
  l.period, l.is_total, l.amount_fen, l.amount_yuan, l.amount_wan, l.printed, l.unit,
  l.row, l.column,
  '/disclosures/' || l.disclosure_id || '/#t' || l.table_no || '-r' || l.row || '-c' || l.column AS address
FROM lines l
JOIN disclosures d ON d.id = l.disclosure_id
JOIN tables t ON t.disclosure_id = l.disclosure_id AND t.table_no = l.table_no
LEFT JOIN codes c ON c.scheme = l.scheme AND c.year = l.code_year AND c.code = l.code
LEFT JOIN terms k ON k.dimension = 'kind' AND k.term = t.kind
LEFT JOIN terms m ON m.dimension = 'measure' AND m.term = l.measure
LEFT JOIN terms f ON f.dimension = 'fund' AND f.term = l.fund
