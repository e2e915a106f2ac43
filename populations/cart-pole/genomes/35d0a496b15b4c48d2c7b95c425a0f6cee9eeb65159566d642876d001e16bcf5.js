export default function act(x, xDot, theta, thetaDot) {
  return thetaDot + theta + theta;
}
