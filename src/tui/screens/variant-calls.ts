import { count, dollars, duration } from "../../text/figures.ts";
import { fact } from "../../text/layout.ts";
import { type Row, row, type Span, span, type Style } from "../../text/row.ts";
import { oneLine, sanitize } from "../../text/sanitize.ts";
import { head } from "../../text/width.ts";
import type { CallResult, ModelCall } from "../../variation/calls.ts";
import type { Exchange } from "../../view/calls.ts";
import type { Model, VariantRow } from "../../view/model.ts";
import { usageText } from "../../view/money.ts";
import { replyText } from "../../view/reply-text.ts";
import { nameOf } from "./variant-words.ts";

/** Longer texts are cut, so that a frame never takes long. */
const textMax = 40_000;

/** What language models were asked for a variant and what they answered, call by call; or why there is nothing to show. */
export function callRows(model: Model, variant: VariantRow, columns: number): readonly Row[] {
  const { id, calls = 0 } = variant;
  if (variant.model === undefined) return said(`No language model was asked to write ${nameOf(id)}.`);
  if (calls === 0) return said(`${variant.model} was to write ${nameOf(id)}, and was not asked: see the log (8).`);
  const known = model.view.calls.of(id);
  if (known.length === 0) {
    return said(`It was long ago: lamarck show ${model.view.facts.select} ${id} --prompt has it.`);
  }
  const exchanges = known.map(({ call }) => model.exchange(call));
  const system = exchanges.find((one) => one !== undefined)?.system;
  return [
    ...known.flatMap((call, i) => oneCall(call, exchanges[i], { which: `call ${i + 1} of ${known.length}`, columns })),
    ...(system === undefined ? [] : titled("what every call begins with", system, columns)),
  ];
}

function said(text: string): readonly Row[] {
  return [row(span(text, "dim"))];
}

const styles: Readonly<Record<CallResult, Style>> = {
  used: "good",
  rejected: "warn",
  duplicate: "warn",
  failed: "bad",
};

function oneCall(
  call: ModelCall,
  exchange: Exchange | undefined,
  { which, columns }: { readonly which: string; readonly columns: number },
): readonly Row[] {
  const { role, model, result, why, usage, usd, observed } = call;
  const took = observed === undefined ? "" : `  ${duration(observed.ms / 1000)}`;
  const heading = row(
    span(which, "strong"),
    `  ${role}  ${model}  `,
    span(result, styles[result]),
    span(`  ${dollars(usd)}${took}`),
  );
  return [
    heading,
    ...(why === undefined ? [] : textRows(why, columns, styles[result])),
    row(span(usageText(usage), "dim")),
    ...(exchange === undefined
      ? said("Its text is not in the run's calls.jsonl.")
      : [...titled("prompt", exchange.prompt, columns), ...titled("reply", replyOf(exchange), columns)]),
    row(),
  ];
}

function replyOf({ reply }: Exchange): string {
  return reply.status === "replied" ? replyText(reply.text) : `none: ${reply.fault.name}: ${reply.fault.message}`;
}

function titled(title: string, text: string, columns: number): readonly Row[] {
  const more = text.length - textMax;
  const cut = more <= 0 ? [] : [row(span(`${count(more)} more characters are not shown`, "dim"))];
  return [row(span(title, "title")), ...textRows(text.slice(0, textMax), columns), ...cut];
}

/** Text as it is, in rows of at most so many columns, broken between words where that leaves most of a row. */
function textRows(text: string, columns: number, style: Style = "plain"): readonly Row[] {
  const lines = sanitize(text.replace(/\r\n?/g, "\n")).replaceAll("\t", "  ").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const rows: Row[] = [];
    for (let rest = line; rest !== "" || rows.length === 0;) {
      const shown = beginning(rest, Math.max(2, columns));
      rows.push(row(span(shown, style)));
      // A character that is wider than a row is left out.
      rest = shown === "" ? "" : rest.slice(shown.length);
    }
    return rows;
  });
}

/** As much of a line as there is room for. */
function beginning(line: string, columns: number): string {
  const shown = head(line, columns);
  const end = shown.lastIndexOf(" ") + 1;
  return shown.length === line.length || end <= shown.length / 2 ? shown : shown.slice(0, end);
}

/** Who wrote a variant and at what cost, a fact a row; none where no model was to write it. */
export function authorFacts(model: Model, variant: VariantRow, labelColumns: number): readonly Row[] {
  if (variant.model === undefined) return [];
  const { calls = 0, usd = 0, draft, operator } = variant;
  if (calls === 0)
    return [fact("model", row(span(`${variant.model} was not asked: ${operator} made this`, "dim")), labelColumns)];
  const isWritten = draft === operator;
  const known = model.view.calls.of(variant.id);
  const ended = known.filter(({ result }) => result !== "used").map(({ result }) => result);
  const cost: Span[] = [
    span(dollars(usd), "strong"),
    span(
      `  ${count(calls)} ${calls === 1 ? "call" : "calls"}${ended.length === 0 ? "" : `, ${ended.join(", ")}`}`,
      "dim",
    ),
  ];
  const author = isWritten
    ? row(variant.model, span("  c shows what it was asked and answered", "dim"))
    : row(span(`${draft} by ${variant.model} came to nothing: ${operator} made this in its place`, "warn"));
  const why = isWritten ? undefined : known.findLast((call) => call.why !== undefined)?.why;
  return [
    fact("model", author, labelColumns),
    fact("cost", row(...cost), labelColumns),
    ...(why === undefined ? [] : [fact("", row(span(oneLine(why), "dim")), labelColumns)]),
  ];
}
