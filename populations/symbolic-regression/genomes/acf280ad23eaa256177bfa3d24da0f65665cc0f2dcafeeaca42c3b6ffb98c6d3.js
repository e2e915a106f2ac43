export default function f(x) {
  return Math.sin(x) * (x * Math.cos(x)) - Math.cos(Math.sin(Math.cos(Math.log(2) * (x * x * (x * Math.cos(x))))) * (Math.sin(x) * (x * Math.cos(Math.cos(x))) - Math.cos(x * Math.log(2) * (x * Math.log(Math.exp(x) - x)))) * (Math.sin(x) * (x * Math.log(2))));
}
