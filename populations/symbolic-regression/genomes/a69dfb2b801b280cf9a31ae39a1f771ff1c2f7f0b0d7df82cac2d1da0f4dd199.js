export default function f(x) {
  return Math.cos(x) * (x * Math.sin(x)) - Math.cos((Math.cos(Math.cos(x)) * (x * Math.sin(x)) - Math.cos(x * (Math.cos(Math.cos(x) * (x * x)) * (x * Math.sin(x)) * (x / 1)))) * Math.log(Math.cos(x)));
}
