/** A p-value as people read it. */
export function pText(p: number): string {
  if (p < 1e-4) return "<0.0001";
  return p < 0.1 ? p.toPrecision(2) : p.toFixed(2);
}
