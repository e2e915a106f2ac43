export default function priority(item, space, gap, twins, heirs, capacity) {
  let b = gap - 1.007 - capacity * heirs - capacity * heirs;
  if (4.86 <= item) {
    b += b + twins + (-2.2799628 - b);
  }
  if (space >= item && item - b < 4.18 + gap) {
    b += twins;
  }
  let a = Math.max((heirs <= b ? 0.603 : twins) * 4.01388, b);
  return (Math.floor(item) + a) / space;
}
