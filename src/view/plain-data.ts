/**
 * How many values a piece of plain data holds: objects, lists, typed arrays, texts, numbers and the like. Undefined
 * where it is more than so many, or anything else (functions, instances of classes, loops).
 */
export function plainSize(data: unknown, most: number): number | undefined {
  let values = 0;
  const above = new Set<object>();
  const measure = (value: unknown): boolean => {
    if (++values > most || typeof value === "function" || typeof value === "symbol") return false;
    if (typeof value !== "object" || value === null) return true;
    if (ArrayBuffer.isView(value)) return (values += value.byteLength >> 2) <= most;
    if (above.has(value) || !isPlain(value)) return false;
    above.add(value);
    const whole = Object.values(value).every(measure);
    above.delete(value);
    return whole;
  };
  return measure(data) ? values : undefined;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
