import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { isStepped, type Options, type SteppedScenario } from "../../src/scenario/scenario.ts";
import { toAscii } from "../../src/text/ascii.ts";
import { widthOf } from "../../src/text/width.ts";
import { createEpisodes } from "../../src/view/playback.ts";
import { createReplay } from "../../src/view/replay.ts";
import { type Count, counting, recordingOf } from "./recordings.ts";

const programs: Readonly<Record<string, string>> = {
  "bin-packing": "function f(item, space) { return -space; }",
  "symbolic-regression": "function f(x) { return x * x - 1; }",
  "cap-set": "function f(el, n, zeros, ones) { return zeros * 3 + ones; }",
  "cart-pole": "function f(x, v, theta, omega) { return 10 * theta + 2 * omega; }",
  "mountain-car": "function f(position, velocity) { return velocity < 0 ? -1 : 1; }",
  pendulum: "function f(cos, sin, speed) { return speed; }",
  acrobot: "function f(cos1, sin1, cos2, sin2, speed1, speed2) { return speed2; }",
  "double-pole": "function f(x, theta1, theta2) { return 6 * theta2 - 2 * theta1; }",
  maze: "function f(left, aheadLeft, ahead) { return ahead < 0.2 ? 1 : 0.01; }",
  "logic-tasks": "function f(a, b, last, tick) { return tick > 3 ? !last : a && b; }",
  pursuit: "function f(role, ahead, left) { return role * left; }",
  foraging: "function f(foodWay, foodNear, mateWay) { return foodNear > 0 ? foodWay : 1; }",
  "prisoners-dilemma": "function f(round, mine, theirs) { return theirs; }",
};
const settings: readonly (readonly [string, Options])[] = [
  ...builtinScenarios.map((name) => [name, {}] as const),
  ["bin-packing", { items: 40, trainCases: 1 }],
  ["cap-set", { n: 3, to: 8 }],
  ["symbolic-regression", { target: "nguyen-9" }],
  ["symbolic-regression", { scaling: true }],
];

const echo = "function f(step) { return step; }";

describe("The playback of an episode", () => {
  test.each(settings)(
    "of %s with %o draws any picture, in any order, as it draws it in sequence",
    async (name, options) => {
      const scenario = await loadScenario(name, options);
      const recording = recordingOf(scenario, programs[name]!);
      const open = (): ReturnType<ReturnType<typeof createEpisodes>["open"]> =>
        createEpisodes(scenario, recording).open(1 % recording.cases.length);
      const inSequence = open();
      const pictures = Array.from({ length: inSequence.frames }, (_, frame) =>
        inSequence.draw(frame, 80, 18).join("\n"),
      );
      expect(new Set(pictures).size).toBeGreaterThan(inSequence.frames / 2);
      const anyOrder = open();
      fc.assert(
        fc.property(fc.array(fc.nat(inSequence.frames - 1), { maxLength: 20 }), (frames) => {
          for (const frame of frames) expect(anyOrder.draw(frame, 80, 18).join("\n")).toBe(pictures[frame]);
        }),
        { numRuns: 10 },
      );
    },
  );

  test.each(settings)("of %s with %o is never larger than asked, also in ASCII", async (name, options) => {
    const scenario = await loadScenario(name, options);
    const recording = recordingOf(scenario, programs[name]!);
    const episodes = createEpisodes(scenario, recording);
    const sizes = fc.tuple(
      fc.nat(recording.cases.length - 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 160 }),
      fc.integer({ min: 1, max: 50 }),
    );
    fc.assert(
      fc.property(sizes, ([at, share, columns, rows]) => {
        const playback = episodes.open(at);
        const lines = playback.draw(Math.floor(share * (playback.frames - 1)), columns, rows);
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(toAscii(line)).toMatch(/^[ -~]*$/);
          expect(toAscii(line)).toHaveLength(widthOf(line));
          // A picture is made of signs that have one of their own in ASCII.
          expect(toAscii(line)).not.toContain("?");
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(builtinScenarios.filter((name) => !["bin-packing", "symbolic-regression", "cap-set"].includes(name)))(
    "of %s ends with the score that the judge gives",
    async (name) => {
      const scenario = (await loadScenario(name, {})) as SteppedScenario;
      const recording = recordingOf(scenario, programs[name]!);
      if (recording.outcome.status !== "scored" || !isStepped(scenario)) throw new Error("nothing was scored");
      for (const [i, recorded] of recording.cases.entries()) {
        const replay = createReplay(scenario, recorded);
        const seat = Math.max(0, recorded.case.seats?.indexOf("self") ?? 0);
        expect(scenario.world().score(replay.stateAt(replay.steps), seat)).toEqual(recording.outcome.scores[i]);
      }
    },
  );

  test("tells whose seat is whose, and what the case scored", async () => {
    const scenario = await loadScenario("prisoners-dilemma", {});
    const episodes = createEpisodes(
      scenario,
      recordingOf(scenario, programs["prisoners-dilemma"]!, 2),
      "train-win-stay-lose-shift",
    );
    expect(episodes.first).toBe(1);
    expect(episodes.cases.map(({ seats }) => seats)).toEqual([
      ["agent", "tit-for-tat"],
      ["win-stay-lose-shift", "agent"],
    ]);
    expect(episodes.cases[1]!.scores).toHaveLength(1);
    expect(episodes.open(1).draw(9, 80, 18).join("\n")).toMatch(/^win-stay-lose-shift +[█·▒x]{9}\nagent +[█·▒x]{9}$/m);
  });

  test("of an agent that failed says so", () => {
    const scenario = counting(3);
    const { cases } = recordingOf(scenario, echo);
    const outcome = { status: "failed", fault: { kind: "crashed", message: "no" } } as const;
    const failed = createEpisodes(scenario, {
      outcome,
      cases: cases.map(({ case: one, key }) => ({ case: one, key })),
    });
    expect(failed.open(0).draw(0, 80, 5).join(" ")).toContain("nothing to be seen");
    expect(failed.open(99).frames).toBe(1);
  });
});

describe("A replay", () => {
  const stateLine = ({ step, luck, past }: Count): string[] => [`${step} ${luck} ${past.join()}`];
  const worlds = (): readonly (readonly [string, SteppedScenario])[] => {
    let hidden = 0;
    return [
      ["plain data", counting(300, {}, stateLine)],
      [
        "a state that holds a function",
        counting(300, { begin: ({ steps }) => ({ step: 0, steps, luck: 1, past: [], tell: () => 1 }) }, stateLine),
      ],
      [
        "a world that keeps something outside its state",
        counting(
          300,
          {
            begin: ({ steps }) => ((hidden = 0), { step: 0, steps, luck: 1, past: [] }),
            step: (state: Count) => {
              hidden++;
              state.step++;
              state.luck = hidden * 7;
            },
          },
          stateLine,
        ),
      ],
      [
        "a picture that changes the state",
        counting(300, {}, (state: Count) => {
          const lines = stateLine(state);
          state.luck = 0;
          state.past.length = 0;
          return lines;
        }),
      ],
    ];
  };

  test.each(worlds())("of %s comes to the same state on every way", (_, scenario) => {
    const recording = recordingOf(scenario, echo);
    const sequence = createEpisodes(scenario, recording).open(0);
    const expected = Array.from({ length: 301 }, (_unused, frame) => sequence.draw(frame, 2000, 3)[0]);
    const other = createEpisodes(scenario, recording).open(0);
    for (const frame of [300, 0, 299, 150, 151, 149, 17, 16, 15, 300, 250]) {
      expect(other.draw(frame, 2000, 3)[0]).toBe(expected[frame]);
    }
  });

  test("plays only a small part of a long episode again to go back", () => {
    let played = 0;
    const scenario = counting(20_000, {
      step: (state: Count) => {
        played++;
        state.step++;
      },
    });
    const replay = createReplay(scenario, recordingOf(scenario, echo).cases[0]!);
    played = 0;
    for (const step of [19_999, 19_998, 10_000, 9_999, 1]) expect((replay.stateAt(step) as Count).step).toBe(step);
    expect(played).toBeLessThanOrEqual(5 * Math.ceil(20_000 / 64));
  });

  test("keeps no more copies than there is room for", () => {
    const big = Array.from({ length: 100_000 }, (_, i) => i);
    const scenario = counting(2000, { begin: ({ steps }) => ({ step: 0, steps, luck: 1, past: [], big }) });
    const replay = createReplay(scenario, recordingOf(scenario, echo).cases[0]!);
    expect((replay.stateAt(1999) as Count).step).toBe(1999);
    expect((replay.stateAt(3) as Count).step).toBe(3);
  });

  test.each([
    ["too few for all seats", [1], ["self", { reference: "b" }] as const, "do not make a whole episode"],
    ["more than the world takes", [1, 2, 3, 4], undefined, "is over after 3 of 4 steps"],
  ])("of actions that are %s is refused with the reason", (_, answer, seats, message) => {
    const scenario = counting(3);
    const one = { ...recordingOf(scenario, echo).cases[0]!.case, ...(seats === undefined ? {} : { seats }) };
    const recorded = { case: one, key: [1, 2], answer } as const;
    expect(() => createReplay(scenario, recorded)).toThrow(message);
    const outcome = { status: "scored", scores: [[0]], measures: [] } as const;
    expect(
      createEpisodes(scenario, { outcome, cases: [recorded] })
        .open(0)
        .draw(0, 80, 9)
        .join(" "),
    ).toContain(message);
  });
});

describe("A scenario's own drawing", () => {
  const drawn = (draw: SteppedScenario["draw"], columns = 40, rows = 4): readonly string[] => {
    const scenario = counting(5, {}, draw);
    return createEpisodes(scenario, recordingOf(scenario, echo)).open(0).draw(2, columns, rows);
  };
  const fault = (): never => {
    throw new Error("no \u001b[2Jpaint left");
  };

  test.each([
    ["throws", fault, "`draw` threw at frame 2: no [2Jpaint left"],
    ["gives no list", () => "text" as never, "gave no list of lines at frame 2"],
    ["gives nothing", () => undefined as never, "gave no list of lines at frame 2"],
    ["gives what cannot be a text", () => [Object.create(null)] as never, "`draw` threw at frame 2"],
  ])("that %s is told in the picture, and nothing breaks", (_, draw, message) => {
    expect(drawn(draw).join(" ")).toContain(message);
    expect(drawn(draw, 10, 3).length).toBeLessThanOrEqual(3);
  });

  test("is cut to its size and made harmless", () => {
    const lines = drawn(() => [
      "x".repeat(1e6),
      "漢字".repeat(30),
      "a\nb\tc\u001b[31m\u202e",
      ...Array<string>(1e5).fill("y"),
    ]);
    expect(lines).toEqual(["x".repeat(40), "漢字".repeat(10), "a b c[31m", "y"]);
  });

  test("that is missing leaves the state itself to look at", () => {
    const lines = drawn(undefined, 80, 10).join("\n");
    expect(lines).toMatch(/^step 2\/5 .*no `draw`/);
    expect(lines).toMatch(/^agent acts 2$/m);
    expect(lines).toMatch(/^past {2}\[\d+,\d+\]$/m);
  });

  test("of no known length is refused", async () => {
    const scenario = await loadScenario("cap-set", { n: 3 });
    const recording = recordingOf(scenario, programs["cap-set"]!);
    for (const frames of [0, -1, 1.5, Number.NaN, Infinity]) {
      const odd = { ...scenario, playback: () => ({ frames, draw: () => ["x"] }) };
      expect(createEpisodes(odd, recording).open(0).draw(0, 80, 4).join(" ")).toContain(`has ${frames} frames`);
    }
    const none = { ...scenario, playback: undefined } as never;
    expect(createEpisodes(none, recording).open(0).draw(0, 80, 4)[0]).toMatch(
      /^an answer of \d+ numbers .*no `playback`/,
    );
    const broken = { ...scenario, playback: fault };
    expect(createEpisodes(broken, recording).open(0).draw(0, 80, 4).join(" ")).toContain(
      "`playback` threw: no [2Jpaint",
    );
  });

  test("is asked only for pictures that there are", () => {
    const asked = new Set<number>();
    const scenario = counting(5, {}, ({ step }: Count) => (asked.add(step), ["x"]));
    const playback = createEpisodes(scenario, recordingOf(scenario, echo)).open(0);
    for (const frame of [-5, 1.7, 99, Number.NaN]) playback.draw(frame, 10, 3);
    expect([...asked].toSorted((a, b) => a - b)).toEqual([0, 1, 5]);
    expect(playback.draw(0, 0, 3)).toEqual([]);
    expect(playback.draw(0, 3, Number.NaN)).toEqual([]);
  });
});
