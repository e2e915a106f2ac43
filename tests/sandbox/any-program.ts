import { parse } from "acorn";
import fc from "fast-check";

// Texts that may or may not be proven: mostly harmless parts, with wild ones among them.

const names = fc.constantFrom("x", "flag", "list", "i", "j", "y", "z", "x", "flag", "y");
const wild = fc.constantFrom(
  "Math",
  "this",
  "arguments",
  "undefined",
  "NaN",
  "f",
  "null",
  '"a"',
  "(x = 1)",
  "x++",
  "[1]",
  "(() => x)()",
  "`a`",
  "list.at(0)",
  "Math.random()",
  "list?.[0]",
  "void 0",
  "(x, 1)",
  "list.constructor",
  "globalThis",
);
const literals = fc.constantFrom("0", "1", "2", "0.5", "1e3", "true", "false", "0x10", "1e999");
const operators = fc.constantFrom(..."+ - * / % ** < <= > >= == != === !== | & ^ << >> >>> && || ??".split(" "));

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const one = tie("expression");
  return {
    expression: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { arbitrary: fc.oneof(names, literals), weight: 6 },
      { arbitrary: wild, weight: 1 },
      { arbitrary: fc.tuple(one, operators, one).map(([a, operator, b]) => `((${a}) ${operator} (${b}))`), weight: 5 },
      { arbitrary: fc.tuple(fc.constantFrom("-", "+", "!", "~", "typeof "), one).map((p) => p.join("")), weight: 2 },
      { arbitrary: fc.tuple(one, one, one).map(([a, b, c]) => `(${a} ? ${b} : ${c})`), weight: 2 },
      { arbitrary: one.map((key) => `list[${key}]`), weight: 3 },
      { arbitrary: fc.tuple(one, one).map(([a, b]) => `Math.max(${a}, ${b})`), weight: 2 },
      { arbitrary: fc.constantFrom("list.length", "Math.PI", "Math.sqrt(x)"), weight: 2 },
    ),
  };
});

const target = fc.constantFrom("x", "y", "z", "flag", "i", "list[0]", "f");
const assignment = fc.constantFrom("=", "=", "+=", "-=", "*=", "**=", "%=", "&&=", "<<=");
const bound = fc.oneof(fc.constantFrom("3", "list.length", "7.5", "x", "9000"), expression);

const { statement } = fc.letrec<{ statement: string }>((tie) => {
  const one = tie("statement");
  return {
    statement: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      { arbitrary: fc.tuple(target, assignment, expression).map(([a, b, c]) => `${a} ${b} ${c};`), weight: 4 },
      {
        arbitrary: fc
          .tuple(fc.constantFrom("let", "const", "let", "var"), fc.constantFrom("y", "z", "i", "x"), expression)
          .map(([kind, name, value]) => `${kind} ${name} = ${value};`),
        weight: 5,
      },
      { arbitrary: target.map((name) => `${name}++;`), weight: 1 },
      { arbitrary: fc.tuple(expression, one).map(([test, then]) => `if (${test}) { ${then} }`), weight: 3 },
      { arbitrary: fc.tuple(expression, one, one).map(([a, b, c]) => `if (${a}) { ${b} } else { ${c} }`), weight: 2 },
      {
        arbitrary: fc
          .tuple(fc.constantFrom("i", "j"), fc.constantFrom("<", "<="), bound, one)
          .map(([name, less, end, body]) => `for (let ${name} = 0; ${name} ${less} ${end}; ${name}++) { ${body} }`),
        weight: 3,
      },
      { arbitrary: expression.map((value) => `return ${value};`), weight: 1 },
      { arbitrary: fc.constantFrom("break;", "continue;", "while (flag) {}", ";", "throw x;", "{}"), weight: 1 },
    ),
  };
});

function parses(body: string): boolean {
  try {
    return parse(`(x, flag, list) => { ${body} }`, { ecmaVersion: 2024, sourceType: "module" }).body.length === 1;
  } catch {
    return false;
  }
}

/** An expression of such a body. */
export const anyExpression: fc.Arbitrary<string> = expression.filter((value) => parses(`return ${value};`));

/** The body of a function of `x`, `flag` and `list` that is JavaScript, and may be anything from tame to wild. */
export const anyBody: fc.Arbitrary<string> = fc
  .tuple(fc.array(statement, { maxLength: 3 }), expression)
  .map(([statements, value]) => [...statements, `return ${value};`].join(" "))
  .filter(parses);
