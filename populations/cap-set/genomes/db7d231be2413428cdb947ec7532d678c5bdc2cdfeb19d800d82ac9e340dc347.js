export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) {
  return 1 < level ? mirrored : twos;
}
