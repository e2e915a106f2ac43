export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  let sum = -0.67;
  for (let i = 0; i < 14; i++) {
    sum += round <= mine ? i : sum - mine;
    if (theirs < trust) {
      let a = theirsBefore - mine;
      let b = 2.8551609 <= Math.cos(trust) / ((a + coin) / (coin / sum)) ? i / theirs : a;
      sum += b;
    }
  }
  sum += sum;
  return sum;
}
