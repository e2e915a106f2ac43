export default function act(x, xDot, theta, thetaDot) {
  return 0.464 * thetaDot + theta;
}
