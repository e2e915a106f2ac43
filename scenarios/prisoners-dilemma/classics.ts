/** The classic strategies; a rule is an expression in the agent's parameters, above 0 to cooperate. */
export const classics: readonly { readonly name: string; readonly about: string; readonly rule: string }[] = [
  {
    name: "tit-for-tat",
    about: "Cooperates first, then repeats the other's last move (A. Rapoport, in Axelrod 1984).",
    rule: "theirs < 0 ? -1 : 1",
  },
  {
    name: "win-stay-lose-shift",
    about: "Cooperates after both did the same, also known as Pavlov (Nowak and Sigmund 1993).",
    rule: "mine === theirs ? 1 : -1",
  },
  {
    name: "grim-trigger",
    about: "Cooperates until the other defects once, then never again (Friedman 1971).",
    rule: "round === 0 || trust === 1 ? 1 : -1",
  },
  {
    name: "generous-tit-for-tat",
    about: "Tit for tat that forgives one defection in three (Nowak and Sigmund 1992).",
    rule: "theirs < 0 && coin >= 1 / 3 ? -1 : 1",
  },
  {
    name: "tit-for-two-tats",
    about: "Defects only after two defections in a row (Axelrod 1984).",
    rule: "theirs < 0 && theirsBefore < 0 ? -1 : 1",
  },
  {
    name: "soft-majority",
    about: "Cooperates while the other did so in at least half of the rounds (Axelrod 1984).",
    rule: "trust >= 0.5 ? 1 : -1",
  },
  { name: "always-cooperate", about: "Always cooperates.", rule: "1" },
  { name: "always-defect", about: "Always defects.", rule: "-1" },
  { name: "random", about: "Cooperates in half of the rounds (Axelrod 1984).", rule: "coin < 0.5 ? 1 : -1" },
];
