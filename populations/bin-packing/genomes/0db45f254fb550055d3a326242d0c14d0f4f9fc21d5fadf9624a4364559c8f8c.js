export default function priority(item, space, gap, twins, heirs, capacity) {
  let a = heirs > -2.012;
  let b = (a ? Math.abs(twins * (gap - 3.411 + 0.7208) - item) : item) * (gap - 3.411);
  return (space - -2.51 + (-1.98 - capacity) + -3.947) * (Math.abs(gap - item) * b);
}
