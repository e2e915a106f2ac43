import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Playback, Scenario } from "../../../src/scenario/scenario.ts";
import { toAscii } from "../../../src/text/ascii.ts";
import { ascii, unicode } from "../../../src/text/symbols.ts";
import type { Key, Scene } from "../../../src/tui/screen.ts";
import { playbackScreen } from "../../../src/tui/screens/playback.ts";
import { momentOf } from "../../../src/tui/screens/playback-time.ts";
import type { Episode, Model } from "../../../src/view/model.ts";
import { createEpisodes, type Episodes } from "../../../src/view/playback.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { recordingOf } from "../../view/recordings.ts";
import { hostileModelOf, modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen, expectToFit } from "../screen-laws.ts";

const size = { columns: 80, rows: 20 };
let model: Model;
let cartPole: Episodes;
let dilemma: Episodes;

beforeAll(async () => {
  model = await modelOf("plain", "finished");
  const load = async (name: string, program: string): Promise<Episodes> => {
    const scenario: Scenario = await loadScenario(name, {});
    return createEpisodes(scenario, recordingOf(scenario, program, 4));
  };
  cartPole = await load("cart-pole", "function f(x, v, theta, omega) { return 10 * theta + 2 * omega; }");
  dilemma = await load("prisoners-dilemma", "function f(round, mine, theirs) { return theirs; }");
});

/** Episodes whose pictures are the numbers of their frames. */
function numbered(frames: number, cases = 3): Episodes {
  const playback = (index: number): Playback => ({
    frames,
    draw: (frame, columns) => [`case ${index} frame ${frame}`.slice(0, columns)],
  });
  const ids = Array.from({ length: cases }, (_, i) => ({ id: `case-${i}`, seats: [], scores: [i] }));
  return { cases: ids, first: 0, open: playback };
}

function ready(episodes: Episodes, since = 0): Episode {
  return { state: "ready", id: 17, since, episodes };
}

function at(clock: number, episode: Episode, changes: Partial<Scene> = {}): Scene {
  return sceneOf({ ...model, episode }, size, { clock, ...changes });
}

function shown(scene: Scene, state = playbackScreen.start): string {
  return textOf(playbackScreen.render(scene, state)).join("\n");
}

describe("The playback screen", () => {
  test("fits any terminal while there is nothing to play", () => checkScreen(playbackScreen));

  test("plays from the moment an episode is ready, to its end, and stays there", () => {
    const episode = ready(numbered(101), 5000);
    expect(shown(at(4000, episode))).toContain("frame 0");
    expect(shown(at(5000, episode))).toContain("frame 0");
    // 101 pictures in at most 25 s: five a second.
    expect(shown(at(6000, episode))).toContain("frame 5\n");
    expect(shown(at(6000, episode))).toMatch(/playing +5\/100 .* 5\/s {2}19s left/);
    expect(shown(at(1e7, episode))).toContain("frame 100");
    expect(shown(at(1e7, episode))).toMatch(/end +100\/100 .*r plays it again$/);
  });

  test("says who plays, on which case, with what score", () => {
    const text = shown(at(0, ready(dilemma), { selected: 3 }));
    expect(text.split("\n")[0]).toMatch(
      /^#17 {2}train-tit-for-tat \(1 of 4\) {2}\w+ \d\.\d+ {2}agent against tit-for-tat/,
    );
    expect(shown(at(0, ready(numbered(9)), { selected: 3 }))).toMatch(/^#17 {2}case-0 .* P plays #3\n/);
    expect(shown(at(0, ready(numbered(9)), { selected: 17 }))).not.toContain("P plays");
  });

  test("is paused and goes on with space, and begins again at its end", () => {
    const episode = ready(numbered(101));
    const paused = pressed(playbackScreen, at(1000, episode), [" "]);
    expect(paused.acts).toEqual([]);
    expect(shown(at(9000, episode), paused.state)).toMatch(/frame 5\n[^]*paused +5\/100/);
    const on = pressed(playbackScreen, at(9000, episode), [" "], paused.state);
    expect(shown(at(10_000, episode), on.state)).toContain("frame 10\n");
    const again = pressed(playbackScreen, at(1e6, episode), [" "]);
    expect(shown(at(1e6, episode), again.state)).toMatch(/frame 0\n[^]*playing/);
  });

  test.each<[Key, number, string]>([
    [".", 6, "paused"],
    ["right", 6, "paused"],
    [",", 4, "paused"],
    ["left", 4, "paused"],
    ["page-down", 15, "playing"],
    ["page-up", 0, "playing"],
    ["g", 0, "paused"],
    ["G", 100, "paused"],
    ["r", 0, "playing"],
    ["+", 5, "playing"],
    ["-", 5, "playing"],
  ])("goes with %s from picture 5 to picture %i, %s", (key, frame, state) => {
    const episode = ready(numbered(101));
    const scene = at(1000, episode);
    expect(momentOf(episode as never, pressed(playbackScreen, scene, [key]).state, 1000)).toMatchObject({
      frame,
      state,
    });
  });

  test("is faster and slower at once, and keeps its speed for the next case and the next variant", () => {
    const episode = ready(numbered(101));
    const { state } = pressed(playbackScreen, at(1000, episode), ["+", "+", "-", "+"]);
    expect(shown(at(2000, episode), state)).toMatch(/frame 25\n[^]*20\/s/);
    const next = pressed(playbackScreen, at(2000, episode), ["n"], state);
    expect(shown(at(3000, episode), next.state)).toMatch(/case-1 \(2 of 3\)[^]*case 1 frame 20\n/);
    const back = pressed(playbackScreen, at(3000, episode), ["N", "N"], next.state);
    expect(shown(at(3000, episode), back.state)).toContain("case 2 frame 0");
    expect(shown(at(8000, ready(numbered(500), 7000)), back.state)).toMatch(/case 0 frame 20\n[^]*20\/s/);
  });

  test("copies the command that plays the same, and plays what is selected", () => {
    const episode = ready(numbered(9));
    expect(pressed(playbackScreen, at(0, episode), ["n", "y"]).acts).toEqual([
      { do: "copy", text: `lamarck play ${model.view.facts.id} 17 --case case-1` },
    ]);
    expect(pressed(playbackScreen, at(0, episode, { selected: 4 }), ["P"]).acts).toEqual([{ do: "play", id: 4 }]);
    expect(pressed(playbackScreen, at(0, episode), ["P"]).acts).toMatchObject([{ do: "say" }]);
  });

  test.each<[Episode, RegExp]>([
    [{ state: "none" }, /Nothing is played yet\. P plays #4\./],
    [{ state: "loading", id: 8 }, /#8 is being played again/],
    [{ state: "failed", id: 8, message: "It threw." }, /#8 cannot be played back\.\nIt threw\.\n\nP plays #4\./],
  ])("says where it stands: %o", (episode, expected) => {
    expect(shown(at(0, episode, { selected: 4 }))).toMatch(expected);
    expect(pressed(playbackScreen, at(0, episode), [" ", "n", "y"]).acts).toMatchObject([
      { do: "say" },
      { do: "say" },
      { do: "say" },
    ]);
  });

  test("uses each key that its help names, and leaves all others", () => {
    const scene = at(1000, ready(numbered(9)), { selected: 4 });
    for (const key of playbackScreen.keys.flatMap(({ keys }) => keys)) {
      expect(playbackScreen.press(key, scene, playbackScreen.start), `the key ${key}`).toBeDefined();
    }
    for (const key of ["enter", "escape", "1", "q", "?", "d", "/", ":", "tab", "p"]) {
      expect(playbackScreen.press(key, scene, playbackScreen.start), `the key ${key}`).toBeUndefined();
    }
  });

  test("fits into any size, after any keys, with either set of characters", async () => {
    const hostile = await hostileModelOf("plain", "finished");
    const episodes = [ready(cartPole), ready(dilemma), ready(numbered(1, 1)), { state: "none" }] as const;
    const keys = fc.array(fc.constantFrom(...playbackScreen.keys.flatMap((binding) => binding.keys)), { maxLength: 6 });
    const room = fc.record({ columns: fc.integer({ min: 1, max: 160 }), rows: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...episodes),
        keys,
        room,
        fc.nat(60_000),
        fc.boolean(),
        (episode, typed, area, clock, isAscii) => {
          const scene = { ...sceneOf({ ...hostile, episode }, area, { clock }), symbols: isAscii ? ascii : unicode };
          const rows = playbackScreen.render(scene, pressed(playbackScreen, scene, typed).state);
          expectToFit(rows, area);
          for (const line of textOf(rows)) expect(toAscii(line).length).toBeLessThanOrEqual(area.columns);
        },
      ),
      { numRuns: 150 },
    );
  });
});
