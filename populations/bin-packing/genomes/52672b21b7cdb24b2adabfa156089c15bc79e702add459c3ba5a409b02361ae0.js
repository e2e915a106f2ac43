export default function priority(item, space, gap, twins, heirs, capacity) {
  let a = -0.85 * twins * heirs;
  let sum = gap >= 4.647 ? a : capacity - space;
  return sum;
}
