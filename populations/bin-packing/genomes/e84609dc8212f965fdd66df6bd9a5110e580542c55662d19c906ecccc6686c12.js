export default function priority(item, space, gap, twins, heirs, capacity) {
  return Math.exp(twins) * Math.floor(heirs - heirs * (gap / 4.21));
}
