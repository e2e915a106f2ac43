export default function priority(item, space, gap, twins, heirs, capacity) {
  if (capacity <= Math.abs(gap) / (capacity <= Math.abs(2.65) + item ? gap - twins : Math.abs(heirs)) + (Math.abs(3.97) + item - space - space)) {
    return Math.abs(2.67) / -7.3667;
  }
  return (twins + twins) / Math.abs(heirs) + (Math.abs(heirs) + item - space);
}
