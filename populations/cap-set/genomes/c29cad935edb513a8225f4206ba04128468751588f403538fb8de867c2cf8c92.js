export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) {
  return Math.min((el.length / el.length + (twos <= 2 ? 6 : 8)) / (mirrored - twos), (n + ones) / (twos - twos));
}
