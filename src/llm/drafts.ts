import type { Desk, Manuscript, Refusal } from "../campaign/author.ts";
import type { Member } from "../archives/member.ts";
import type { Draft } from "../emitters/emitter.ts";
import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import type { CallRole, ModelCall } from "../variation/calls.ts";
import { callLine, noReply, type Study, type Verdict } from "./asking.ts";
import { programShown } from "./fences.ts";
import type { ModelReply } from "./model.ts";
import { promptOperator } from "./operators.ts";
import { againPrompt, childPrompt, faultWords, type Material, parentsInOrder } from "./prompt.ts";
import { type ReadingFrame, readChild } from "./reading.ts";

/** The most parents that a draft tries. */
const triesMax = 4;
/** The most calls of a draft: one for each of the parents that are tried, and a single second try. */
export const callsMost = triesMax + 1;

/** What came of one call for a child. */
type Answer =
  | { readonly kind: "child"; readonly genome: Genome }
  | { readonly kind: "rejected"; readonly reply: string; readonly why: string }
  | { readonly kind: "duplicate" }
  /** There was no reply, or no leave to ask for one. */
  | { readonly kind: "none" };

/** Asks once for a child; the call is told. */
type Ask = (prompt: string, role: CallRole) => Promise<Answer>;

/** Has the child of a draft written: the parents are tried one after the other until there is a child that is news. */
export async function write(study: Study, draft: Draft, desk: Desk): Promise<Manuscript> {
  const operator = promptOperator(draft.operator);
  const calls: ModelCall[] = [];
  let isMended = false;
  for (let place = 0; place < Math.min(draft.tries.length, triesMax); place++) {
    const material = materialOf(draft, desk, place);
    if (material === undefined) break;
    const prompt = childPrompt(study.requests.problem, material);
    const ask = askFor({ study, draft, desk, material, calls });
    let answer = await ask(prompt, operator.mends === true ? "repair" : "edit");
    if (answer.kind === "rejected" && !isMended) {
      isMended = true;
      answer = await ask(againPrompt(prompt, answer.reply, answer.why), "repair");
    }
    if (answer.kind === "child") {
      return { child: { genome: answer.genome, parents: programsOf(material).map(({ id }) => id) }, calls };
    }
    if (answer.kind !== "duplicate") break;
  }
  return { calls };
}

/** What the child is asked for with; undefined where there is nothing to mend. */
function materialOf(draft: Draft, desk: Desk, place: number): Material | undefined {
  const operator = promptOperator(draft.operator);
  const { parents, inspirations } = draft.tries[place]!;
  const { state, failures, lessons } = desk;
  const failure = operator.mends === true ? failures[(draft.turn + place) % failures.length] : undefined;
  if (operator.mends === true && failure === undefined) return undefined;
  return {
    operator,
    parents: operator.mends === true ? [] : parents,
    ...(failure === undefined ? {} : { failure }),
    best: [state.best].find(isProgram),
    inspirations: inspirations.filter(isProgram),
    failures,
    lessons,
    turn: { generation: state.generation + 1, writer: draft.turn, place },
  };
}

/** Others than programs, which may live on other islands, are not shown. */
function isProgram(member: Member | undefined): boolean {
  return member?.genome.kind === programKind.name;
}

/** The programs that a child is made from, in the order of the prompt. */
function programsOf({ failure, parents }: Material): readonly { readonly id: number; readonly genome: Genome }[] {
  return failure === undefined ? parentsInOrder(parents) : [failure];
}

interface Sitting {
  readonly study: Study;
  readonly draft: Draft;
  readonly desk: Desk;
  readonly material: Material;
  /** All calls of the draft, to which one is added. */
  readonly calls: ModelCall[];
}

function askFor({ study: { requests, asking }, draft, desk, material, calls }: Sitting): Ask {
  const { shape } = material.operator;
  const [first] = programsOf(material);
  const frame = { shape, shown: programShown(first!.genome.bytes), sizeMax: requests.problem.sizeMax };
  return async (prompt, role) => {
    const request = requests.request(draft.model, shape, prompt);
    const question = { request, tariff: requests.tariff(draft.model), role, operator: draft.operator };
    const reply = await asking.ask(question, desk);
    if (reply === undefined) return { kind: "none" };
    const { answer, verdict } = await judged(reply, frame, desk);
    calls.push(callLine(question, reply, verdict));
    return answer;
  };
}

interface Judged {
  readonly answer: Answer;
  readonly verdict: Verdict;
}

async function judged(reply: ModelReply, frame: ReadingFrame, desk: Desk): Promise<Judged> {
  if (reply.status === "failed") return { answer: { kind: "none" }, verdict: noReply(reply.fault) };
  const read = readChild(reply.text, frame);
  if ("why" in read) return rejected(reply.text, read.why);
  const refusal = await desk.refusal(read.made);
  if (refusal === undefined) return { answer: { kind: "child", genome: read.made }, verdict: { result: "used" } };
  if (refusal.kind === "failed") {
    return rejected(reply.text, `the program failed when it was tried on a few cases: ${faultWords(refusal.fault)}`);
  }
  return { answer: { kind: "duplicate" }, verdict: { result: "duplicate", why: duplicateWords(refusal) } };
}

function rejected(reply: string, why: string): Judged {
  return { answer: { kind: "rejected", reply, why }, verdict: { result: "rejected", why } };
}

function duplicateWords(refusal: Exclude<Refusal, { kind: "failed" }>): string {
  if (refusal.kind === "duplicate") return `the program equals variant ${refusal.of}`;
  return `the program scores on a few cases just as variant ${refusal.as} does`;
}
