export default function f(x) {
  return Math.cos(x) / (x * 1) / 1 * (Math.cos(Math.cos(Math.sin(Math.sin(Math.sin(x - Math.cos(x) / Math.sin(x))) * (x * 1 - (1 - (1 + x)))) * x) * (1 * x - 0 / x) * (Math.sin(Math.cos(Math.exp(Math.cos(x))) * 2) / 1)) * (x - (x + x)));
}
