import type { Style } from "../text/row.ts";

/** The looks there are: 16 colours as the terminal defines them, colours that the colour-blind tell apart, none. */
export const themes = ["default", "safe", "mono"] as const;
export type ThemeName = (typeof themes)[number];

/** How styles look: SGR parameters, empty for plain text. */
export type Theme = Readonly<Record<Style, string>>;

/** Attributes alone: bold, dim, underlined and inverse. What they cannot say is said by the text. */
const mono: Theme = {
  plain: "",
  dim: "2",
  strong: "1",
  title: "1",
  good: "",
  warn: "1",
  bad: "1",
  accent: "4",
  selected: "7",
  "series-1": "",
  "series-2": "",
  "series-3": "2",
  "heat-1": "2",
  "heat-2": "2",
  "heat-3": "",
  "heat-4": "",
  "heat-5": "1",
  keyword: "1",
  literal: "",
  comment: "2",
  added: "1",
  removed: "2",
};

const standard: Theme = {
  ...mono,
  title: "1",
  good: "32",
  warn: "33",
  bad: "1;31",
  accent: "36",
  "series-1": "32",
  "series-2": "36",
  "series-3": "35",
  "heat-1": "34",
  "heat-2": "36",
  "heat-3": "32",
  "heat-4": "33",
  "heat-5": "1;33",
  keyword: "35",
  literal: "36",
  comment: "2",
  added: "32",
  removed: "31",
};

/** Blue against orange and yellow: told apart with every common colour blindness. */
const safe: Theme = {
  ...standard,
  good: "94",
  warn: "33",
  bad: "1;4;33",
  "series-1": "94",
  "series-2": "33",
  "series-3": "",
  "heat-1": "2;34",
  "heat-2": "34",
  "heat-3": "94",
  "heat-4": "33",
  "heat-5": "1;93",
  keyword: "1",
  literal: "94",
  added: "94",
  removed: "33",
};

/** Blue to yellow, each step lighter than the one before: read right in grey and with colour blindness too. */
const heats: Partial<Theme> = {
  "heat-1": "38;5;60",
  "heat-2": "38;5;31",
  "heat-3": "38;5;36",
  "heat-4": "38;5;113",
  "heat-5": "38;5;227",
};

/** The theme of this name for a terminal with so many colours; none are used where there are none. */
export function themeOf(name: ThemeName, colours: 0 | 16 | 256): Theme {
  if (colours === 0 || name === "mono") return mono;
  const theme = name === "safe" ? safe : standard;
  return colours === 256 ? { ...theme, ...heats } : theme;
}
