export default function f(x) {
  return x / x - Math.cos(Math.sin(Math.cos((1 * Math.log(1) - Math.cos(Math.sin((Math.cos(x / x) * x - (x - (Math.log(1) * x - Math.log(Math.sin(1))) - Math.exp(1) - Math.cos(Math.sin(x / Math.cos(x))))) * x))) * x) * x)) - Math.cos(Math.sin(x));
}
