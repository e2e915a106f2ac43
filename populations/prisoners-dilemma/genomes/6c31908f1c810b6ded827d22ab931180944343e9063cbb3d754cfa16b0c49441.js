export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  let sum = 0.15;
  sum = -0.9989 + theirsBefore;
  sum = Math.min(sum, (round <= sum ? sum / Math.min(sum, 2.138) : -0.981 + mine) + theirsBefore);
  sum = Math.max(sum, (round <= sum ? -0.058 : -1.142 + mine) + theirs);
  return sum / (round - coin) / ((mineBefore - (theirsBefore < theirs ? mine + mineBefore : round - 5.03)) / Math.sin(theirsBefore * 0.793));
}
