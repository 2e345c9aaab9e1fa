SELECT
  d.disclosure_id, d.issuer, d.region_code, d.region, d.province, d.fiscal_year, d.phase, d.scope,
  l.table_no, l.period,
  max(l.amount_fen) FILTER (WHERE l.measure = 'total') AS total_fen,
  max(l.amount_fen) FILTER (WHERE l.measure = 'overseas_travel') AS overseas_travel_fen,
  max(l.amount_fen) FILTER (WHERE l.measure = 'official_vehicles') AS official_vehicles_fen,
  max(l.amount_fen) FILTER (WHERE l.measure = 'vehicle_purchase') AS vehicle_purchase_fen,
  max(l.amount_fen) FILTER (WHERE l.measure = 'vehicle_operation') AS vehicle_operation_fen,
  max(l.amount_fen) FILTER (WHERE l.measure = 'official_reception') AS official_reception_fen,
  min(l.row) AS "row", min(l.column) AS "column"
FROM lines l
JOIN principal_tables p ON p.disclosure_id = l.disclosure_id AND p.table_no = l.table_no
JOIN departments d ON d.disclosure_id = l.disclosure_id
WHERE p.kind = 'three_public'
GROUP BY l.disclosure_id, l.table_no, l.period
