// oxlint-disable no-control-regex -- what is written to a terminal is looked at as it is
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { row, span } from "../../src/text/row.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import { characters } from "../../src/text/width.ts";
import { abilityOf } from "../../src/tui/ability.ts";
import { completed, commands, orderOf } from "../../src/tui/commands.ts";
import { type InkKey, keyLabel, keysOf } from "../../src/tui/keys.ts";
import { edit, lineOf } from "../../src/tui/line.ts";
import { paint } from "../../src/tui/paint.ts";
import { screens } from "../../src/tui/screens.ts";
import { type ThemeName, themeOf, themes } from "../../src/tui/theme.ts";
import { anyRow, anyText, textOf } from "../text/laws.ts";

const anyTheme = fc.tuple(
  fc.constantFrom<ThemeName>(...themes),
  fc.constantFrom(0 as const, 16 as const, 256 as const),
);

describe("painting", () => {
  test("steers the terminal by colours and attributes alone, whatever the rows hold", () => {
    fc.assert(
      fc.property(anyRow, anyTheme, fc.constantFrom(unicode, ascii), (line, [name, colours], symbols) => {
        const [painted] = paint([line], themeOf(name, colours), symbols);
        const bare = painted!.replace(/\u001b\[[\d;]+m/g, "");
        expect(bare).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(bare.isWellFormed()).toBe(true);
        expect(symbols.name === "unicode" || /^[ -~]*$/.test(bare)).toBe(true);
        // The last code switches everything off.
        expect((painted!.match(/\u001b\[[\d;]+m/g) ?? ["\u001b[0m"]).at(-1)).toBe("\u001b[0m");
      }),
    );
  });

  test("switches a style on where it begins and off where it ends, and once for neighbours", () => {
    const line = row("a", span("b", "bad"), span("c", "bad"), "d");
    expect(paint([line], themeOf("default", 16), unicode)).toEqual(["a\u001b[1;31mbc\u001b[0md"]);
    expect(paint([row("plain")], themeOf("default", 256), unicode)).toEqual(["plain"]);
  });

  test("uses no colour where none is wanted, and marks what is selected even then", () => {
    const theme = themeOf("default", 0);
    for (const code of Object.values(theme)) expect(code).toMatch(/^(|[1247])$/);
    expect(theme.selected).toBe("7");
  });

  test("gives good, warning and bad three looks in every theme with colours", () => {
    for (const name of ["default", "safe"] as const) {
      const { good, warn, bad } = themeOf(name, 16);
      expect(new Set([good, warn, bad]).size).toBe(3);
    }
  });
});

describe("what a terminal can show", () => {
  test.each([
    ["colours", { TERM: "xterm-256color", LANG: "en_US.UTF-8" }, { colours: 256, symbols: unicode }],
    ["sixteen of them", { TERM: "screen", LC_ALL: "C.utf8" }, { colours: 16, symbols: unicode }],
    ["no colours where NO_COLOR is set", { TERM: "xterm-256color", NO_COLOR: "1" }, { colours: 0, theme: "mono" }],
    ["colours where it is set to nothing", { TERM: "xterm", NO_COLOR: "", COLORTERM: "truecolor" }, { colours: 256 }],
    ["nothing where the terminal is dumb", { TERM: "dumb", LANG: "C.UTF-8" }, { colours: 0, symbols: ascii }],
    ["ASCII where the locale is plain", { TERM: "xterm", LANG: "C" }, { symbols: ascii }],
    ["ASCII where LC_ALL overrules LANG", { TERM: "xterm", LC_ALL: "POSIX", LANG: "de_DE.UTF-8" }, { symbols: ascii }],
    ["ASCII on the console of Linux", { TERM: "linux", LANG: "C.UTF-8" }, { symbols: ascii }],
    ["ASCII where it is asked for", { TERM: "xterm", LANG: "C.UTF-8", LAMARCK_ASCII: "1" }, { symbols: ascii }],
    ["that it is far away", { TERM: "xterm", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }, { remote: true }],
    ["the colours that are asked for", { TERM: "xterm", LAMARCK_THEME: "safe" }, { theme: "safe", remote: false }],
  ])("is read out of its environment: %s", (_what, env, expected) => {
    expect(abilityOf(env)).toMatchObject(expected);
  });
});

describe("keys", () => {
  const names = (
    "upArrow downArrow leftArrow rightArrow pageUp pageDown home end return escape tab backspace delete " +
    "ctrl shift meta"
  ).split(" ");
  const none = Object.fromEntries(names.map((name) => [name, false])) as unknown as InkKey;

  test("have the names that screens know", () => {
    expect(keysOf("", { ...none, upArrow: true })).toEqual(["up"]);
    expect(keysOf("", { ...none, pageDown: true })).toEqual(["page-down"]);
    expect(keysOf("", { ...none, tab: true, shift: true })).toEqual(["shift-tab"]);
    expect(keysOf("c", { ...none, ctrl: true })).toEqual(["ctrl-c"]);
    expect(keysOf("G", { ...none, shift: true })).toEqual(["G"]);
    expect(keysOf("\r", { ...none, return: true })).toEqual(["enter"]);
    expect(keysOf("x", { ...none, meta: true })).toEqual(["alt-x"]);
  });

  test("that came as one are told apart, and rubbish is not endless", () => {
    expect(keysOf("jj\rk\t\u007f漢", none)).toEqual(["j", "j", "enter", "k", "tab", "backspace", "漢"]);
    expect(keysOf("\u0003\u0000\u202e", none)).toEqual(["ctrl-c"]);
    expect(keysOf("x".repeat(100_000), none).length).toBeLessThan(1000);
  });

  test("are called as people call them", () => {
    expect([" ", "enter", "ctrl-c", "page-up", "G"].map(keyLabel)).toEqual(["space", "Enter", "Ctrl-C", "PgUp", "G"]);
  });
});

describe("a line that is typed", () => {
  const keys = [
    "backspace",
    "delete",
    "left",
    "right",
    "home",
    "end",
    "ctrl-a",
    "ctrl-e",
    "ctrl-u",
    "ctrl-k",
    "ctrl-w",
  ];

  test("keeps its cursor inside, whatever is typed", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.array(fc.constantFrom("a", " ", "漢", "\u0301", ...keys), { maxLength: 30 }),
        (text, all) => {
          let line = lineOf(text);
          for (const key of all) line = edit(line, key) ?? line;
          expect(line.cursor).toBeGreaterThanOrEqual(0);
          expect(line.cursor).toBeLessThanOrEqual(characters(line.text).length);
        },
      ),
    );
  });

  test("is edited as in a shell", () => {
    const typed = (text: string, ...all: readonly string[]) =>
      all.reduce((line, key) => edit(line, key) ?? line, lineOf(text));
    expect(typed("set jobs 4", "ctrl-w").text).toBe("set jobs ");
    expect(typed("set jobs 4", "ctrl-a", "delete").text).toBe("et jobs 4");
    expect(typed("ab", "left", "x")).toEqual({ text: "axb", cursor: 2 });
    expect(typed("ab", "ctrl-u").text).toBe("");
    expect(typed("e\u0301x", "left", "backspace").text).toBe("x");
    expect(edit(lineOf("a"), "up")).toBeUndefined();
  });

  test("does not grow without end", () => {
    expect(lineOf("x".repeat(10_000)).text.length).toBe(500);
    expect(edit(lineOf("x".repeat(500)), "y")?.text.length).toBe(500);
  });
});

describe("commands", () => {
  test("are read whatever is typed", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...commands.map(({ name }) => name))), anyText, (name, rest) => {
        const { order } = orderOf(`${name} ${rest}`, screens);
        expect(order).toMatch(/^(send|goto|open|filter|theme|help|quit|nothing|wrong)$/);
        expect(typeof completed(name).text).toBe("string");
      }),
    );
  });
});

describe("rows", () => {
  test("keep their text when they are painted in a terminal that shows everything", () => {
    const line = row("±…│", span("漢字", "accent"));
    expect(paint([line], themeOf("mono", 256), unicode)[0]!.replace(/\u001b\[[\d;]+m/g, "")).toBe(textOf([line])[0]);
  });
});
