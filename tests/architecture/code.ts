/** Every module that a text imports: statically, as a type, by re-export or by `import()`. */
export function importsOf(text: string): string[] {
  return [...codeOf(text).matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]!);
}

const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const quoted = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const pattern = String.raw`(?<=(?:[(,=:[!&|?{;]|=>|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*`;
const literal = new RegExp(`(${comment})|(${quoted})|${pattern}`, "y");
const templatePart = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{)/y;

/** The code of a text: without comments and without what literals say, but for the names of imported modules. */
export function codeOf(text: string): string {
  const resumeAt: number[] = [];
  let code = "";
  let depth = 0;
  let at = 0;
  const skipTemplatePart = (): void => {
    templatePart.lastIndex = at;
    const part = templatePart.exec(text);
    at = part ? templatePart.lastIndex : text.length;
    if (part?.[1] === "${") resumeAt.push(depth);
    code += part?.[1] === "${" ? " (" : " ";
  };
  while (at < text.length) {
    literal.lastIndex = at;
    const match = literal.exec(text);
    if (match) {
      at = literal.lastIndex;
      const isModule = match[2] && /\b(?:from|import)\s*\(?\s*$/.test(code.slice(-40));
      code += match[1] ? " " : isModule ? match[2] : '""';
      continue;
    }
    const character = text[at++]!;
    if (character === "`") skipTemplatePart();
    else if (character === "}" && resumeAt.at(-1) === depth) {
      resumeAt.pop();
      code += ")";
      skipTemplatePart();
    } else {
      if (character === "{") depth++;
      if (character === "}") depth--;
      code += character;
    }
  }
  return code;
}
