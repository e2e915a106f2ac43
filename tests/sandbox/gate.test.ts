import { describe, expect, test } from "vitest";
import { createGate, rule } from "../../src/sandbox/gate.ts";
import type { Limits, Signature } from "../../src/scenario/scenario.ts";

const signature: Signature = {
  name: "f",
  about: "",
  parameters: [{ name: "x", type: "number", about: "" }],
  returns: "number",
};
const limits: Limits = { fuel: 1000, calls: 10, wallMs: 100, answer: 1 };
const agent = (body: string): string => `export default function f(x) { ${body} }`;
const nested = (depth: number): string => agent(`return ${"[".repeat(depth)}${"]".repeat(depth)};`);

describe("the gate", () => {
  test.each([
    ["text that is no JavaScript", "export default function f( {", /Unexpected token/],
    ["an import", `import fs from "node:fs"; export default () => 1;`, /`import` is not allowed/],
    ["an import call", agent(`return import("node:fs");`), /`import\(\)` is not allowed/],
    ["import.meta", agent("return import.meta.url;"), /`import.meta`/],
    ["new.target", agent("return new.target;"), /`new.target`/],
    ["an async function", "export default async function f(x) { return x; }", /`async` functions/],
    ["an async arrow", agent("return (async () => x)();"), /`async` functions/],
    ["an async generator", agent("async function* g() {} return g();"), /`async` functions/],
    ["await", "const a = await 1; export default () => a;", /`await` is not allowed/],
    ["for await", "for await (const a of []); export default () => 1;", /`for await`/],
    ["a second export", "export const a = 1; export default () => a;", /Only `export default`/],
    ["a list of exports", "const a = 1; export { a as b }; export default () => a;", /Only `export default`/],
    ["a re-export", `export * from "node:fs"; export default () => 1;`, /Only `export default`/],
    ["no export at all", "function f(x) { return x; }", /exports exactly one function/],
    ["an empty program", "", /exports exactly one function/],
    ["an exported class", "export default class { }", /not a class/],
    ["a bigint", agent("return Number(2n);"), /BigInt/],
    ["a debugger statement", agent("debugger; return x;"), /`debugger`/],
    ["a name of the meter's", agent("$$f.n = 1e9; return x;"), /begin with `\$\$`/],
    [
      "a name of the meter's, spelt with an escape",
      agent(String.raw`\u0024$f.n = 1e9; return x;`),
      /begin with `\$\$`/,
    ],
    ["a parameter named like the meter's", "export default function f($$x) { return 1; }", /begin with `\$\$`/],
    ["a with statement", agent("with (x) {} return 1;"), /'with' in strict mode/],
    ["too long a text", agent(`return 1; //${"-".repeat(65_536)}`), /larger than 65536/],
    ["too many nodes", agent(`return [${"0,".repeat(20_001)}];`), /more than 20000 syntax nodes/],
    ["too deep a nesting", nested(199), /nested more than 200 levels/],
    ["nesting that exhausts a parser", nested(30_000), /nested more than 200 levels/],
  ])("refuses %s, and says so", (_, source, message) => {
    const ruling = rule(source, signature, limits);
    expect(ruling).toMatchObject({ kind: "refused" });
    expect(ruling.kind === "refused" && ruling.message).toMatch(message);
    expect(ruling.kind === "refused" && ruling.message.length).toBeLessThanOrEqual(200);
  });

  test("lets any other program through with fuel, also when it is an arrow, nameless or in many parts", () => {
    for (const source of [
      "export default (x) => x;",
      "export default function (x) { return [x].length; }",
      "const k = 2; function g(x) { return k * x; } export default g;",
      "class A { static b = 1; #c = 2; static { A.b++; } d() { return this.#c; } } export default function f(x) { return new A().d(); }",
      nested(90),
    ]) {
      expect(rule(source, signature, limits)).toMatchObject({ kind: "free" });
    }
  });

  test("calls a program confined only when its cost for all calls of a case fits the fuel", () => {
    const looping = (rounds: number): string => agent(`for (let i = 0; i < ${rounds}; i++) { x += i; } return x;`);
    const outcomes = [1, 10, 1000].map((rounds) => rule(looping(rounds), signature, limits).kind);
    expect(outcomes).toEqual(["confined", "confined", "free"]);
    expect(rule(looping(10), signature, { ...limits, calls: 1000 }).kind).toBe("free");
  });

  test("finds a long text in a loop as dear as a long loop", () => {
    const long = `x = ${Array.from({ length: 90 }, () => "Math.sin(x)").join(" + ")};`;
    const dear = agent(`for (let i = 0; i < 100; i++) { ${long} } return x;`);
    expect(rule(dear, signature, { ...limits, calls: 1, fuel: 5_000 }).kind).toBe("free");
    expect(rule(dear, signature, { ...limits, calls: 1, fuel: 1_000_000 }).kind).toBe("confined");
  });

  test("finds a long expression dear too, by whichever way it is read", () => {
    const gate = createGate(signature, limits);
    const kinds = [10, 90, 100, 200].map((terms) => {
      const max = (from: number): string =>
        `Math.max(${Array.from({ length: 5 }, (_, k) => `x * ${from + k}`).join(", ")})`;
      const wide = Array.from({ length: terms / 5 }, (_, k) => max(5 * k)).join(" + ");
      const source = `export default function f(x) {\n  return ${wide};\n}\n`;
      expect(gate(source)).toEqual(rule(source, signature, limits));
      return gate(source).kind;
    });
    expect(kinds).toEqual(["confined", "confined", "confined", "free"]);
  });

  test("prints nothing that a script would read otherwise than a module", () => {
    const ruling = rule(agent("return x <!--x\n;"), signature, limits);
    expect(ruling.kind).toBe("free");
    expect(ruling.kind === "free" && ruling.code).not.toContain("<!--");
  });

  test("rules the same from memory", () => {
    const gate = createGate(signature, limits);
    const sources = ["export default (x) => x;", agent("return x;"), agent("return y"), "nonsense"];
    const first = sources.map(gate);
    expect(sources.map(gate)).toEqual(first);
    for (let k = 0; k < 5000; k++) gate(agent(`return ${k};`));
    expect(sources.map(gate)).toEqual(first);
    expect(first).toEqual(sources.map((source) => rule(source, signature, limits)));
  });
});
