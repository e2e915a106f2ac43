export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  if (round <= trust * Math.floor(Math.abs(mineBefore))) {
    return theirs;
  }
  return (trust <= (mine <= -2.53 - trust ? -5.23 : Math.cos(mineBefore) <= (mine <= -3.33 ? round : theirs) - trust / theirs - mine ? round : theirs) - theirsBefore / theirs - mine ? round : theirs) - ((coin < -4.556 ? round : theirs) - (theirs - theirs) - mine) * theirs - mine;
}
