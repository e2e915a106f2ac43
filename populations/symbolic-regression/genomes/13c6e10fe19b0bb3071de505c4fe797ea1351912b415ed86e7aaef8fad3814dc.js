export default function f(x) {
  return (x - 0 * x) * (x / (Math.cos(Math.sin(Math.exp(2) + Math.exp(x / Math.exp(x / 4 * x) * x - 4))) / x / x)) / (x * x - (Math.exp(2) + 0)) + Math.log(Math.exp(Math.sin(x) * Math.sin(x) - 1));
}
