import { join } from "node:path";
import type { VariantBorn } from "../events/event.ts";
import type { KeptReply } from "../llm/model.ts";
import { UserError } from "../std/errors.ts";
import { readKept } from "../store/kept.ts";
import type { RunReader } from "../store/run-directory.ts";
import { dollars, duration } from "../text/figures.ts";
import { oneLine, sanitize } from "../text/sanitize.ts";
import type { ModelCall } from "../variation/calls.ts";
import type { Exchange } from "../view/calls.ts";
import { usageText } from "../view/money.ts";
import { replyText } from "../view/reply-text.ts";

/** A call of a language model, and what is kept of it with the run. */
export interface Asked {
  readonly call: ModelCall;
  readonly exchange: Exchange | undefined;
}

/** Finds what is kept under a call's hash; what is damaged on the disk is not there. */
export function exchangesIn(folder: string): (call: string) => Exchange | undefined {
  const kept = readKept<KeptReply>(join(folder, "calls.jsonl"));
  return (call) => {
    try {
      const found = kept.find(call);
      return found === undefined ? undefined : exchangeOf(found);
    } catch {
      return undefined;
    }
  };
}

function exchangeOf({ request, reply }: KeptReply): Exchange {
  const { model, system, prompt } = request;
  const answer =
    reply.status === "replied"
      ? { status: reply.status, text: reply.text }
      : { status: reply.status, fault: reply.fault };
  return { model, system, prompt, reply: answer };
}

/** The calls that were made for a variant, in their order, with what is kept of them. */
export function askedFor(run: RunReader, id: number): readonly Asked[] {
  let pending: ModelCall[] = [];
  for (const event of run.events()) {
    if (event.type === "model-asked" && event.role !== "scratchpad" && event.role !== "naming") {
      const { type: _, generation: __, ...call } = event;
      pending.push(call);
    }
    if (event.type !== "variant-born") continue;
    if (event.id === id) {
      const exchange = exchangesIn(run.path);
      return pending.map((call) => ({ call, exchange: exchange(call.call) }));
    }
    pending = [];
  }
  return [];
}

/** Says that no language model was asked for a variant. */
export function notAsked(run: RunReader, id: number): UserError {
  const hint = `\`lamarck top ${run.manifest.id} --where 'calls>0'\` lists those for whom one was.`;
  return new UserError("not-asked", `No language model was asked for #${id} of ${run.manifest.id}`, hint);
}

/** Who wrote a child and at what cost, or what came of the attempt, on a line. */
export function authorText(
  { operator, draft }: Pick<VariantBorn, "operator" | "draft">,
  asked: readonly Asked[],
): string {
  const usd = asked.reduce((sum, { call }) => sum + call.usd, 0);
  const cost = `${dollars(usd)}, ${asked.length} ${asked.length === 1 ? "call" : "calls"}`;
  if (draft === undefined) return operator;
  if (asked.length === 0) return oneLine(`${draft.model} was not asked; ${operator} made it`);
  if (operator === draft.operator) return oneLine(`${operator} by ${draft.model}, ${cost}`);
  return oneLine(`${draft.operator} by ${draft.model} came to nothing (${cost}); ${operator} made it in its place`);
}

/** What was asked and answered, for people: what every call begins with once, then each call with its reply and verdict. */
export function askedText(asked: readonly Asked[]): string {
  let before: string | undefined;
  const parts = asked.flatMap(({ call, exchange }, i) => {
    const title = `call ${i + 1} of ${asked.length}: ${call.role}, ${oneLine(call.model, 60)}`;
    if (exchange === undefined) return [heading(title), "Its text is not in the run's calls.jsonl.", verdict(call)];
    const { system, prompt, reply } = exchange;
    const isNew = system !== before;
    before = system;
    return [
      ...(isNew ? [heading("system: what calls begin with"), sanitize(system).trimEnd()] : []),
      heading(title),
      sanitize(prompt).trimEnd(),
      heading("reply"),
      reply.status === "replied" ? sanitize(replyText(reply.text)).trimEnd() : "none",
      verdict(call),
    ];
  });
  return parts.join("\n\n");
}

function heading(title: string): string {
  return `──── ${title} ${"─".repeat(Math.max(4, 72 - title.length))}`;
}

function verdict({ result, why, usage, usd, observed }: ModelCall): string {
  const took = observed === undefined ? "" : `  ${duration(observed.ms / 1000)}, tries ${observed.tries}`;
  const reason = why === undefined ? "" : `: ${oneLine(why, 300)}`;
  return `${heading(`${result}${reason}`)}\n${usageText(usage)} tokens  ${dollars(usd)}${took}`;
}
