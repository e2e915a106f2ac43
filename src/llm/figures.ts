/** A number with five significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** Lists of numbers up to this long are shown whole. */
const listLengthMax = 12;
/** How many numbers of a longer list are shown. */
const beginning = 4;

/** A case's instance as JSON, numbers with five digits and of long lists of numbers the beginning, range and mean. */
export function digest(value: unknown): string {
  if (typeof value === "number") return figure(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .map(([name, field]) => `${JSON.stringify(name)}: ${digest(field)}`)
    .join(", ")}}`;
}

function listText(list: readonly unknown[]): string {
  const shown = list.length <= listLengthMax ? list : list.slice(0, beginning);
  const items = shown.map(digest).join(", ");
  if (shown.length === list.length) return `[${items}]`;
  const numbers = list.filter((item) => typeof item === "number");
  if (numbers.length < list.length) return `[${items}, … ${list.length} in all]`;
  let [sum, low, high] = [0, Infinity, -Infinity];
  for (const item of numbers) {
    sum += item;
    low = Math.min(low, item);
    high = Math.max(high, item);
  }
  return `[${items}, … ${list.length} numbers from ${figure(low)} to ${figure(high)}, mean ${figure(sum / list.length)}]`;
}
