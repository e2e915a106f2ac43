const call = "Math.fround(";

/**
 * Confined code in which every `Math.fround(x)` is `(list[0] = x, list[0])` with a `Float32Array` of this name: the same
 * number, which V8 compiles to one instruction long before it does so for the function. Code with comments, whose
 * brackets need not match, stays as it is; so do roundings of anything but one value.
 */
export function roundedInList(code: string, list: string): string {
  if (!code.includes(call) || code.includes("//") || code.includes("/*")) return code;
  const open: { readonly isRounding: boolean }[] = [];
  let text = "";
  for (let at = 0; at < code.length; at++) {
    const sign = code[at]!;
    if (sign === "M" && code.startsWith(call, at)) {
      open.push({ isRounding: true });
      text += `(${list}[0] = `;
      at += call.length - 1;
      if (code[at + 1] === ")") return code;
    } else if (sign === ")" && open.pop()?.isRounding === true) text += `, ${list}[0])`;
    else {
      if (sign === "(") open.push({ isRounding: false });
      if (sign === "," && open.at(-1)?.isRounding === true) return code;
      text += sign;
    }
  }
  return text;
}
