import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Size } from "../../src/text/row.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import { rowWidth } from "../../src/text/layout.ts";
import { globalKeys, helpLines } from "../../src/tui/bindings.ts";
import { commands } from "../../src/tui/commands.ts";
import { leaveRows } from "../../src/tui/leave.ts";
import { frameRows } from "../../src/tui/frame.ts";
import { paste, press } from "../../src/tui/press.ts";
import type { Key } from "../../src/tui/screen.ts";
import { type AppState, type Effect, type Situation, startState, unread } from "../../src/tui/state.ts";
import { settled } from "../../src/tui/act.ts";
import type { Model } from "../../src/view/model.ts";
import { hostileModelOf, modelOf, startedAt, textOf } from "./models.ts";
import { sampleScreens } from "./sample-screen.ts";

let live: Model;
let finished: Model;
let lost: Model;
let hostile: Model;
beforeAll(async () => {
  live = await modelOf("islands", "running");
  finished = await modelOf("islands", "finished");
  lost = await modelOf("islands", "lost");
  hostile = await hostileModelOf("islands", "running");
});

const size: Size = { columns: 80, rows: 24 };

function situationOf(changes: Partial<Situation> = {}): Situation {
  const base = {
    screens: sampleScreens,
    size,
    symbols: unicode,
    now: startedAt,
    zoneMinutes: 0,
    clock: 0,
    role: "owner",
  } as const;
  return { ...base, model: live, ...changes };
}

/** The state after keys, and all effects on the way. */
function after(keys: readonly Key[], situation = situationOf(), from = startState("overview", "default")) {
  return keys.reduce<{ state: AppState; effects: readonly Effect[] }>(
    (now, key) => {
      const next = press(now.state, key, situation);
      return { state: next.state, effects: [...now.effects, ...next.effects] };
    },
    { state: from, effects: [] },
  );
}

const typed = (text: string): readonly Key[] => Array.from(text);

const letters = Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ?/:+-.,#=><~_漢🙂\u0301");
const allKeys: readonly Key[] = letters.concat(
  "up down left right page-up page-down home end enter escape tab shift-tab backspace delete".split(" "),
  "ctrl-c ctrl-l ctrl-z ctrl-a ctrl-w ctrl-u alt-x ctrl-enter".split(" "),
);
const anyKeys = fc.array(fc.constantFrom(...allKeys), { maxLength: 40 });
const anySize = fc.record({ columns: fc.integer({ min: 1, max: 240 }), rows: fc.integer({ min: 1, max: 70 }) });

describe("any keys in any order", () => {
  test("leave a state that can be drawn: exactly as many rows as the terminal has, none wider", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyKeys, anySize), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("live", "finished", "lost", "hostile"),
        fc.constantFrom("owner", "guest", "reader"),
        fc.constantFrom(unicode, ascii),
        (stretches, which, role, symbols) => {
          const model = { live, finished, lost, hostile }[which];
          let state = startState("overview", "default");
          for (const [keys, room] of stretches) {
            const situation = situationOf({ model, size: room, role, symbols });
            for (const key of keys) state = press(state, key, situation).state;
            const rows = frameRows(state, situation);
            expect(rows.length).toBe(room.rows);
            for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(room.columns);
            expect(textOf(rows).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          }
          expect(sampleScreens.some(({ id }) => id === state.screen)).toBe(true);
          expect(state.trail.length).toBeLessThanOrEqual(16);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("always let Esc back to the first screen, with nothing over it and no filter", () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        const { state } = after([...keys, ...Array.from({ length: 24 }, () => "escape")]);
        expect([state.screen, state.mode, state.filter]).toEqual(["overview", { on: "screen" }, ""]);
      }),
    );
  });

  test("steer nothing in a viewer that only reads", () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        const { effects } = after(keys, situationOf({ role: "reader" }));
        expect(effects.filter((effect) => effect.do === "send")).toEqual([]);
        expect(effects.filter((effect) => effect.do === "leave" && effect.how !== "detach")).toEqual([]);
      }),
    );
  });

  test("kill or stop a campaign only through Ctrl-C again, the dialog or a command", () => {
    const harmless = allKeys.filter((key) => !["ctrl-c", "q", ":"].includes(key));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...harmless), { maxLength: 40 }), (keys) => {
        const words = after(keys).effects.flatMap((effect) => (effect.do === "send" ? [effect.words[0]] : []));
        expect(words.filter((word) => word === "stop" || word === "kill")).toEqual([]);
      }),
    );
  });
});

describe("the help", () => {
  test("lists only keys that do something, on every screen", () => {
    for (const screen of sampleScreens) {
      const from = { ...startState(screen.id, "default"), selected: 3, filter: "id=1" };
      for (const { keys } of [...screen.keys, ...globalKeys]) {
        for (const key of keys) {
          const { state, effects } = press(from, key, situationOf());
          const isUnknown = state.message?.text.includes("does nothing here") === true;
          const isSame = state === from && effects.length === 0;
          const isHere = state.screen === from.screen && /^[1-8D]$/.test(key);
          expect({ key, isUnknown, isSame: isSame && !isHere }).toEqual({ key, isUnknown: false, isSame: false });
        }
      }
    }
  });

  test("shows the screen's keys first, and leaves out what the screen takes for itself", () => {
    const lines = helpLines(sampleScreens[0]!, "");
    expect(lines[0]).toEqual({ part: "On Overview", keys: "j Down", does: "the next one" });
    expect(lines.filter(({ keys }) => keys === "Enter").map(({ part }) => part)).toEqual(["On Overview"]);
    expect(lines.filter(({ part }) => part === "Commands").length).toBe(commands.length);
    expect(lines.find(({ does }) => does.startsWith("the screens"))?.keys).toBe("1-8");
  });

  test("is searched by what is typed", () => {
    const { state } = after(["?", "/", ...typed("detach")]);
    const rows = textOf(frameRows(state, situationOf())).join("\n");
    expect(rows).toContain("leave this viewer");
    expect(rows).not.toContain("another choice of colours");
    expect(after(["escape", "escape"], situationOf(), state).state.mode).toEqual({ on: "screen" });
  });

  test("is scrolled to its end and no further", () => {
    const { state } = after(["?", ...Array.from({ length: 90 }, () => "page-down")]);
    expect(textOf(frameRows(state, situationOf())).join("\n")).toContain(":quit");
  });
});

describe("keys that work everywhere", () => {
  test("open screens by their digit and by Tab, and Esc goes back the same way", () => {
    expect(after(["8"]).state.screen).toBe("log");
    expect(after(["8", "tab"]).state.screen).toBe("overview");
    expect(after(["shift-tab"]).state.screen).toBe("log");
    expect(after(["2", "enter", "5", "escape"]).state.screen).toBe("variant");
    expect(after(["2", "enter", "5", "escape", "escape"]).state.screen).toBe("population");
  });

  test("say so in a line when they have nothing to do", () => {
    expect(after(["Z"]).state.message?.text).toBe("Z does nothing here; ? lists the keys.");
    expect(after(["Z", "3"]).state.message).toBeUndefined();
    expect(after(["p"]).state.message?.text).toContain("No variant is selected");
  });

  test("pause and go on with the space bar, by what the runner does now", () => {
    expect(after([" "]).effects).toEqual([{ do: "send", words: ["pause"] }]);
    const paused = { ...live, live: { ...live.live!, phase: "paused" as const } };
    expect(after([" "], situationOf({ model: paused })).effects).toEqual([{ do: "send", words: ["resume"] }]);
    const nobody = after([" "], situationOf({ model: lost }));
    expect(nobody.effects).toEqual([]);
    expect(nobody.state.message?.text).toContain("lamarck resume r7q2");
  });

  test("copy the command that shows what is selected, without anything that steers a terminal", () => {
    expect(after(["y"]).effects).toEqual([{ do: "copy", text: "lamarck attach r7q2" }]);
    expect(after(["j", "y"]).effects).toEqual([{ do: "copy", text: "lamarck show r7q2 1" }]);
    expect(after(["j", "c"]).effects).toEqual([{ do: "copy", text: "lamarck show r7q2 1[31m" }]);
  });

  test("pin and mark, and take both away again", () => {
    expect([...after(["j", "p"]).state.pinned]).toEqual([1]);
    expect([...after(["j", "p", "p"]).state.pinned]).toEqual([]);
    expect(after(["j", "m"]).state.marked).toBe(1);
    expect(after(["j", "m", "m"]).state.marked).toBeUndefined();
  });

  test("do what a screen asks for only after yes", () => {
    const { state, effects } = after(["j", "K"]);
    expect(effects).toEqual([]);
    expect(textOf(frameRows(state, situationOf())).at(-1)).toContain("End #1?");
    expect(after(["enter", " ", "x"], situationOf(), state).effects).toEqual([]);
    expect(after(["y"], situationOf(), state).effects).toEqual([{ do: "send", words: ["note", "end 1"] }]);
    expect(after(["n", "y"], situationOf(), state).effects.some((effect) => effect.do === "send")).toBe(false);
  });

  test("play a variant that there is", () => {
    const { state, effects } = after(["j", "P"]);
    expect([state.screen, effects]).toEqual(["playback", [{ do: "play", id: 1 }]]);
  });
});

describe("a filter", () => {
  test("is typed, applied with Enter and cleared with Esc", () => {
    const { state } = after(["/", ...typed("fit>0.8 island=0"), "enter"]);
    expect([state.filter, state.mode]).toEqual(["fit>0.8 island=0", { on: "screen" }]);
    expect(after(["escape"], situationOf(), state).state.filter).toBe("");
  });

  test("that cannot be read is refused in words, and what was typed stays", () => {
    const { state } = after(["/", ...typed("fit>>x"), "enter"]);
    expect(state.filter).toBe("");
    expect(state.mode).toMatchObject({ on: "line", line: { text: "fit>>x" } });
    expect(state.message?.level).toBe("warn");
  });

  test("takes pasted text, which is never taken for keys", () => {
    const pasted = paste(after(["/"]).state, "id=7\nq\u001b[A", situationOf());
    expect(pasted.state.mode).toMatchObject({ on: "line", line: { text: "id=7 q[A" } });
    const ignored = paste(startState("overview", "default"), "qqq:kill\n", situationOf());
    expect([ignored.effects, ignored.state.mode]).toEqual([[], { on: "screen" }]);
  });
});

describe("a command", () => {
  const obey = (text: string) => after([":", ...typed(text), "enter"]);

  test("goes to the runner as `lamarck ctl` would send it", () => {
    expect(obey("set jobs 4").effects).toEqual([{ do: "send", words: ["set", "jobs", "4"] }]);
    expect(obey("note looks  real").effects).toEqual([{ do: "send", words: ["note", "looks real"] }]);
    expect(obey("kill").effects).toEqual([]);
    expect(after([":", ...typed("kill"), "enter", "y"]).effects).toEqual([
      { do: "send", words: ["kill"] },
      { do: "leave", how: "kill" },
    ]);
  });

  test("or is done here", () => {
    expect(obey("goto #12").state).toMatchObject({ screen: "variant", selected: 12 });
    expect(obey("goto best").state.screen).toBe("variant");
    expect(obey("open archive").state.screen).toBe("archive");
    expect(obey("open 8").state.screen).toBe("log");
    expect(obey("open pop").state.screen).toBe("population");
    expect(obey("filter gen>3").state.filter).toBe("gen>3");
    expect(obey("theme safe").state.theme).toBe("safe");
    expect(obey("help").state.mode.on).toBe("help");
    expect(obey("quit").state.mode.on).toBe("leave");
  });

  test("that is none is answered with what was meant", () => {
    expect(obey("puase").state.message?.text).toBe("There is no command puase; did you mean pause?");
    expect(obey("goto 99999999").state.message?.text).toBe("There is no #99999999.");
    expect(obey("goto champion").state.message?.text).toBe("There is a champion when the campaign has ended.");
    expect(obey("set jobs").state.message?.text).toContain(":set jobs|budget-evals");
  });

  test("is completed by Tab and remembered", () => {
    expect(after([":", "c", "tab"]).state.mode).toMatchObject({ line: { text: "checkpoint " } });
    const again = after([":", ...typed("pause"), "enter", ":", ...typed("resume"), "enter", ":", "up", "up"]);
    expect(again.state.mode).toMatchObject({ line: { text: "pause" } });
  });

  test("can be written as it is listed", () => {
    for (const { name, usage } of commands) expect(usage.startsWith(name)).toBe(true);
  });
});

describe("leaving", () => {
  test("asks first where the campaign runs, and the harmless choice is the first", () => {
    const { state, effects } = after(["q"]);
    expect([state.mode, effects]).toEqual([{ on: "leave", choice: 0 }, []]);
    expect(after(["q", "enter"]).effects).toEqual([{ do: "leave", how: "detach" }]);
    expect(after(["q", "escape", "q", "d"]).effects).toEqual([{ do: "leave", how: "detach" }]);
    expect(after(["q", "p"]).effects).toEqual([{ do: "send", words: ["pause"] }]);
    expect(after(["q", "k", "enter"]).effects.at(-1)).toEqual({ do: "leave", how: "kill" });
    expect(after(["q", "k"]).effects).toEqual([]);
    expect(after(["d"]).effects).toEqual([{ do: "leave", how: "detach" }]);
  });

  test("tells of calls of models where nothing else is under way", () => {
    const author = { inFlight: 4, queued: 2, recorded: 0, asked: 9, limited: 0, overloaded: 0 };
    const told = (flying: number): string => {
      const model: Model = { ...live, live: { ...live.live!, flying, author } };
      return textOf(leaveRows(situationOf({ model }), 0, size)).join("\n");
    };
    expect(told(0)).toContain("Calls of language models under way: 6.");
    expect(told(3)).toContain("Programs that are being evaluated: 3.");
  });

  test("waits for a stop, and q leaves without waiting", () => {
    const { state, effects } = after(["q", "s"]);
    expect(effects).toEqual([{ do: "send", words: ["stop"] }]);
    expect(settled(state, situationOf())).toEqual([]);
    expect(settled(state, situationOf({ model: finished }))).toEqual([{ do: "leave", how: "stop" }]);
    expect(after(["q"], situationOf(), state).effects).toEqual([{ do: "leave", how: "stop" }]);
  });

  test("needs no question where nobody runs the campaign", () => {
    for (const model of [finished, lost])
      for (const key of ["q", "d", "ctrl-c"])
        expect(after([key], situationOf({ model })).effects).toEqual([{ do: "leave", how: "ended" }]);
  });

  test("by Ctrl-C asks, then stops, then kills; whoever attached is let go at once", () => {
    expect(after(["ctrl-c"]).state.mode.on).toBe("leave");
    expect(after(["ctrl-c", "ctrl-c"]).effects).toEqual([{ do: "send", words: ["stop"] }]);
    expect(after(["ctrl-c", "ctrl-c", "ctrl-c"]).effects.slice(1)).toEqual([
      { do: "send", words: ["kill"] },
      { do: "leave", how: "kill" },
    ]);
    const slow = after(["ctrl-c"], situationOf({ clock: 9000 }), after(["ctrl-c"]).state);
    expect([slow.state.mode.on, slow.effects]).toEqual(["leave", []]);
    expect(after(["ctrl-c"], situationOf({ role: "guest" })).effects).toEqual([{ do: "leave", how: "detach" }]);
  });
});

describe("what was not read yet", () => {
  test("is counted on the tab of the log until it is opened", () => {
    const start = startState("overview", "default");
    const count = unread(start, live);
    expect(count).toBeGreaterThan(0);
    expect(textOf(frameRows(start, situationOf()))[1]).toContain(`!${count}`);
    const { state } = after(["8", "1"]);
    expect(unread(state, live)).toBe(0);
    const warning = { seq: 99, t: "2026-07-01T10:00:00Z", level: "warn", text: "lane 2 was started again" } as const;
    expect(unread(state, { ...live, notices: [...live.notices, warning] })).toBe(1);
  });
});
