export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) {
  return Math.max(twos, 3) % twos;
}
