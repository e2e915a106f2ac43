/** A fenced block of code: its language, the file it is to be written to where it names one, and its text. */
export interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

/** The fenced blocks of a page of Markdown, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\S*)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language, 2: file, 3: text, index }) => ({
      language: language!,
      file,
      text: text!,
      line: page.slice(0, index).split("\n").length,
    }),
  );
}

/** The cells of the rows of the table under a heading row that begins with this cell, code marks and links kept. */
export function tableOf(page: string, firstHeading: string): string[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeading} |`));
  if (start < 0) return [];
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The targets of a page's links, blocks of code aside. */
export function linksOf(page: string): string[] {
  const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): string[] {
  const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
