export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) {
  return 2 >= twos ? Math.min(-2, Math.floor(-3)) : Math.max(ones, level) < level ? 2 : twos < mirrored ? 1 + 9 : el[3];
}
