export default function priority(item, space, gap, twins, heirs, capacity) {
  if (item >= space) {
    return 2.9 + twins * capacity;
  }
  return heirs / -0.9592 * (gap + -2.67 + -2.9252);
}
