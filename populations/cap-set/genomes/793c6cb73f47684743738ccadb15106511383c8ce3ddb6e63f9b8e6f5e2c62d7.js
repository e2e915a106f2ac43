export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) {
  return Math.abs(zeros % -4 * (mirrored * 8) - mirrored * (rising + 4));
}
