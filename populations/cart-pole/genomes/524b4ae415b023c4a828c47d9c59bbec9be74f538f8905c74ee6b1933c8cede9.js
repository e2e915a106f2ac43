export default function act(x, xDot, theta, thetaDot) {
  return theta + (thetaDot + xDot);
}
