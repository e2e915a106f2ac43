export default function act(x, xDot, theta, thetaDot) {
  return theta * (thetaDot / theta + 1.914);
}
