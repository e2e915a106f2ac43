import type { Candidates, CommandWords, OptionWords } from "./completions.ts";

/** The completion script for fish. */
export function fishScript(commands: readonly CommandWords[]): string {
  const taking = commands.flatMap(({ name, options }) =>
    options.flatMap(({ names, value }) => (value === undefined ? [] : names.map((one) => quoted(`${name} ${one}`)))),
  );
  const names = commands.map(
    ({ name, about }) => `complete -c lamarck -n '__lamarck_at 0' -a ${name} -d ${quoted(about)}`,
  );
  return `# Completion for lamarck in fish. Load it with: lamarck completion fish | source
function __lamarck_words # the command and the arguments before the cursor, without options and their values
    set -l taking ${taking.join(" ")}
    set -l found
    set -l skip
    for word in (commandline -opc)[2..-1]
        if set -q skip[1]
            set skip
        else if string match -q -- '-*' $word
            contains -- "$found[1] $word" $taking; and set skip 1
        else
            set -a found $word
        end
    end
    test (count $found) -gt 0; and printf '%s\\n' $found
end
function __lamarck_at # whether so many words are there, the command among them, and it is this one
    set -l found (__lamarck_words)
    test (count $found) -eq $argv[1]; and test -z "$argv[2]" -o "$found[1]" = "$argv[2]"
end
function __lamarck_in # whether it is this command, with at least so many words
    set -l found (__lamarck_words)
    test "$found[1]" = "$argv[1]" -a (count $found) -ge $argv[2]
end
complete -c lamarck -f
${[...names, ...commands.flatMap(linesOf)].join("\n")}
`;
}

function linesOf({ name, options, places, isVariadic }: CommandWords): string[] {
  return [
    ...options.map((option) => optionLine(name, option)),
    ...places.flatMap((candidates, i) => {
      const isLast = isVariadic && i === places.length - 1;
      const condition = isLast ? `__lamarck_in ${name} ${i + 1}` : `__lamarck_at ${i + 1} ${name}`;
      return values(candidates).map((value) => `complete -c lamarck -n '${condition}' ${value}`);
    }),
  ];
}

function optionLine(command: string, { names, about, value }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const after = value === undefined ? [] : [value.also === "files" ? "-r" : "-x", ...values(value)];
  return [`complete -c lamarck -n '__lamarck_in ${command} 1'`, ...flags, ...after, "-d", quoted(about)].join(" ");
}

function values({ words, also }: Candidates): string[] {
  const all = [...words, ...(also === "runs" ? ["(lamarck complete runs 2>/dev/null)"] : [])];
  const found = all.length === 0 ? [] : [`-a '${all.join(" ")}'`];
  return also === "files" ? [["-F", ...found].join(" ")] : found;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
