export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  let sum = theirs;
  for (let i = 0; i < 2; i++) {
    let total = sum;
    if (trust < coin) {
      sum += theirs;
    }
    if (theirs <= mine * round) {
      total += sum;
    }
    sum += Math.sin(mine - 3.59);
  }
  return sum;
}
