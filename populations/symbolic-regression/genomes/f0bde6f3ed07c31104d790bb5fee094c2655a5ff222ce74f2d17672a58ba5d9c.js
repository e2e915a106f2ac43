export default function f(x) {
  return x * Math.sin(x) * Math.cos(Math.sin(x)) - 1;
}
