export default function move(round, mine, theirs, mineBefore, theirsBefore, trust, coin) {
  return mineBefore * theirs * 11.59;
}
