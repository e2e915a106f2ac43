/**
 * The words of formulas, each written as its place in this list. The first two are followed by a number: the constant
 * itself, or which input. A condition takes three values; then follow signs, operators between two values, functions of
 * one value and functions of two, the latter two by their names in `Math`.
 */
export const formulaWords: readonly string[] = (
  "constant input ?: ! negate ~ + - * / % ** | & ^ << >> >>> < > <= >= == != && || " +
  "sin cos exp log sqrt abs acos acosh asin asinh atan atanh cbrt ceil clz32 cosh expm1 floor fround log10 " +
  "log1p log2 round sign sinh tan tanh trunc " +
  "atan2 hypot imul max min pow"
).split(" ");

/** Computes the formula that stands in these places of the words; a truth value counts as 1 or 0. */
export type Calculate = (words: Float64Array, from: number, to: number, inputs: readonly unknown[]) => number;

/**
 * Makes what computes formulas: programs that are one expression over numbers and truth values, written in postfix
 * order. They have no text to compile, which for a program that runs a few times takes longer than to run it. Each word
 * is the operator of JavaScript with its name; conditions compute both branches, since nothing in a formula can be seen
 * to happen. `values` is how many values a formula may hold at once.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function createCalculator(names: readonly string[], values: number): Calculate {
  const stack = new Float64Array(values);
  const functions: ((...values: number[]) => number)[] = [];
  for (let word = 26; word < names.length; word++) functions[word] = Math[names[word] as "max"];

  /** The condition, the signs and the functions change the value on top; where the new top is, is told. */
  function apply(word: number, top: number): number {
    const value = stack[top]!;
    if (word >= 54) {
      stack[top - 1] = functions[word]!(stack[top - 1]!, value);
      return top - 1;
    }
    if (word >= 30) stack[top] = functions[word]!(value);
    else if (word === 26) stack[top] = Math.sin(value);
    else if (word === 27) stack[top] = Math.cos(value);
    else if (word === 28) stack[top] = Math.exp(value);
    else if (word === 29) stack[top] = Math.log(value);
    else if (word === 3) stack[top] = value !== 0 && value === value ? 0 : 1;
    else if (word === 4) stack[top] = -value;
    else if (word === 5) stack[top] = ~value;
    else {
      const test = stack[top - 2]!;
      stack[top - 2] = test !== 0 && test === test ? stack[top - 1]! : value;
      return top - 2;
    }
    return top;
  }

  function operate(word: number, a: number, b: number): number {
    switch (word) {
      case 6:
        return a + b;
      case 7:
        return a - b;
      case 8:
        return a * b;
      case 9:
        return a / b;
      case 10:
        return a % b;
      case 11:
        return a ** b;
      case 12:
        return a | b;
      case 13:
        return a & b;
      case 14:
        return a ^ b;
      case 15:
        return a << b;
      case 16:
        return a >> b;
      case 17:
        return a >>> b;
      case 18:
        return a < b ? 1 : 0;
      case 19:
        return a > b ? 1 : 0;
      case 20:
        return a <= b ? 1 : 0;
      case 21:
        return a >= b ? 1 : 0;
      case 22:
        return a === b ? 1 : 0;
      case 23:
        return a !== b ? 1 : 0;
      case 24:
        return a !== 0 && a === a ? b : a;
      default:
        return a !== 0 && a === a ? a : b;
    }
  }

  return (words, from, to, inputs) => {
    let top = -1;
    for (let at = from; at < to; at++) {
      const word = words[at]! | 0;
      if (word === 0) stack[++top] = words[++at]!;
      else if (word === 1) stack[++top] = Number(inputs[words[++at]!]);
      else if (word < 6 || word >= 26) top = apply(word, top);
      else {
        top--;
        stack[top] = operate(word, stack[top]!, stack[top + 1]!);
      }
    }
    return stack[0]!;
  };
}
