import { ascii, type Symbols, unicode } from "../text/symbols.ts";
import { type ThemeName, themes } from "./theme.ts";

/** What the terminal can show and how fast, as its environment says. */
export interface Ability {
  readonly symbols: Symbols;
  readonly theme: ThemeName;
  /** How many colours: none, the 16 that every terminal has, or 256. */
  readonly colours: 0 | 16 | 256;
  /** The terminal is at the other end of a network. */
  readonly remote: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the abilities out of the environment: NO_COLOR, TERM, COLORTERM, the locale, LAMARCK_ASCII and LAMARCK_THEME. */
export function abilityOf(env: Environment): Ability {
  const colours = coloursOf(env);
  const wanted = env["LAMARCK_THEME"];
  return {
    symbols: showsUnicode(env) ? unicode : ascii,
    theme: colours === 0 ? "mono" : (themes.find((name) => name === wanted) ?? "default"),
    colours,
    remote: isSet(env["SSH_CONNECTION"]) || isSet(env["SSH_TTY"]),
  };
}

function coloursOf(env: Environment): Ability["colours"] {
  const term = env["TERM"] ?? "";
  if (isSet(env["NO_COLOR"]) || term === "dumb" || term === "" || /^(vt|xterm-mono)/.test(term)) return 0;
  return /256|kitty|ghostty|alacritty|direct/.test(term) || isSet(env["COLORTERM"]) ? 256 : 16;
}

function showsUnicode(env: Environment): boolean {
  if (isSet(env["LAMARCK_ASCII"])) return env["LAMARCK_ASCII"] === "0";
  // The console of Linux has 512 glyphs, and braille is not among them.
  if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
  // The first that is set counts, as for the C library; Windows has none and shows Unicode.
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find(isSet);
  return locale === undefined ? isSet(env["WT_SESSION"]) || isSet(env["TERM_PROGRAM"]) : /utf-?8/i.test(locale);
}

/** An empty value is as none, as the NO_COLOR convention has it. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
