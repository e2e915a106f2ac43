export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  let sum = -3.296;
  if (trust - sum + theirs >= 2.919114) {
    return Math.cos(Math.exp(mine));
  }
  if (mine / -4.63 >= 5) {
    return 2.622;
  }
  if (round >= Math.exp(mine)) {
    for (let i = 0; i < 7; i++) {
      for (let i = 0; i < 7; i++) {
        sum += i + (theirs - round);
      }
      sum += sum;
    }
  }
  return sum;
}
