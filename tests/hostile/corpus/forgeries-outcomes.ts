import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Programs that want a better score than they earn by how they end: at a limit, with a failure, out of range. */
export const outcomeForgeries: readonly HostileProgram[] = ofClass("forgeries", [
  {
    name: "swallows-the-fuel",
    about: "burns all fuel, catches what that throws, and answers as if nothing had been",
    source: js`export default function f(x) { try { for (;;); } catch {} return -1; }`,
    expect: ["exhausted"],
    forges: true,
  },
  {
    name: "swallows-the-fuel-in-finally",
    about: "returns from a finally block, over the error of the empty tank, and from a generator's return",
    source: js`function* g() { try { yield 0; for (;;); } finally { return -1; } }
export default function f(x) { for (const v of g()); try { while (true); } finally { return -1; } }`,
    expect: ["exhausted"],
    forges: true,
  },
  {
    name: "keeps-the-fuel-error",
    about: "keeps what the empty tank throws, marks it as a success, and throws it again",
    source: js`let kept;
export default function f(x) {
  if (!kept) try { for (;;); } catch (e) { kept = e; }
  try { Object.assign(kept, { status: "scored", scores: [[0]], kind: "ok", message: "ok" }); } catch {}
  throw kept;
}`,
    expect: ["exhausted"],
    forges: true,
  },
  {
    name: "poses-as-a-limit",
    about: "throws what a timeout or a memory limit would say, so that it is blamed on the machine and tried again",
    source: js`export default function f(x) {
  throw new Error(x < 1 ? "Script execution timed out." : "Isolate was disposed during execution due to memory limit");
}`,
    expect: ["crashed"],
    forges: true,
  },
  {
    name: "poses-as-a-result",
    about: "throws a finished outcome",
    source: js`export default function f(x) { throw { status: "scored", scores: Array(20).fill([0]), measures: [], fuel: 0, message: "ok" }; }`,
    expect: ["crashed"],
    forges: true,
  },
  {
    name: "skips-hard-cases",
    about: "throws on every case that it would lose, hoping that the others are averaged",
    source: js`export default function f(x) { if (x > 0) throw "skip"; return -1; }`,
    expect: ["crashed"],
    forges: true,
  },
  {
    name: "overflowing-answers",
    about: "numbers whose squares overflow, so that sums of errors become infinite or not numbers",
    source: js`let n = 0; export default function f(x) { return (n++ & 1 ? 1 : -1) * 1.7976931348623157e308; }`,
    expect: ["ok", "bad-action"],
    forges: true,
  },
]);
