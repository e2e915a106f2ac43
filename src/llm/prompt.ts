import { byMerit } from "../archives/merit.ts";
import type { Member } from "../archives/member.ts";
import type { Fault } from "../evaluation/evaluation.ts";
import type { Failure } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import { assert } from "../std/errors.ts";
import { cut, fenced, oneLine, programShown, prose } from "./fences.ts";
import type { PromptOperator } from "./operators/operator.ts";
import type { Problem } from "./problem.ts";
import {
  againTemplate,
  childTemplate,
  faultsTemplate,
  inspirationsTemplate,
  lessonsTemplate,
  turnTemplate,
} from "./prompts/child.ts";
import { fill } from "./prompts/fill.ts";
import { figure } from "./figures.ts";
import { lessonLengthMax, lessonsMax } from "./reading.ts";
import { contrastText, scoreOf, scoresText, casesText } from "./scores.ts";

/** What one child is asked for with. */
export interface Material {
  readonly operator: PromptOperator;
  /** The parents; none where it mends. */
  readonly parents: readonly Member[];
  /** What it mends. */
  readonly failure?: Failure;
  /** The best of the campaign so far. */
  readonly best?: Member | undefined;
  readonly inspirations: readonly Member[];
  /** The latest first. */
  readonly failures: readonly Failure[];
  readonly lessons: readonly string[];
  /** Which generation it is for, and its places among the drafts and among the tries, from 0. */
  readonly turn: { readonly generation: number; readonly writer: number; readonly place: number };
}

/** The most UTF-8 bytes of a whole prompt; second tries, which quote a reply, use what first ones leave. */
export const promptBytesMax = 48 * 1024;
const firstBytesMax = 42_700;
const programBytesMax = 8 * 1024;
const replyBytesMax = 5 * 1024;

const inspirationsMax = 2;
const faultsMax = 3;

/** The programs that a child is made from, the one to be changed first: the better before the worse. */
export function parentsInOrder(parents: readonly Member[]): readonly Member[] {
  return parents.toSorted(byMerit);
}

/** What is asked for a child. */
export function childPrompt(problem: Problem, material: Material): string {
  const { operator, failure, best, turn, lessons } = material;
  const parents = parentsInOrder(material.parents);
  const ids = failure === undefined ? parents.map(({ id }) => id) : [failure.id];
  const holes = {
    programs: failure === undefined ? programsText(problem, parents) : failureText(failure),
    contrasts: contrastsText(problem, parents),
    cases: casesText(problem, parents),
    best: best === undefined ? "" : bestText(problem, best, ids),
    inspirations: inspirationsText(problem, material),
    faults: faultsText(material.failures),
    lessons: lessonsText(lessons),
    task: operator.task(ids).trim(),
    turn: fill(turnTemplate, { writer: turn.writer + 1, generation: turn.generation, place: turn.place + 1 }),
  };
  const whole = fill(childTemplate, holes);
  const prompt =
    Buffer.byteLength(whole) <= firstBytesMax ? whole : fill(childTemplate, { ...holes, inspirations: "" });
  assert(Buffer.byteLength(prompt) <= firstBytesMax, "a prompt keeps to its size");
  return prompt;
}

/** What is asked where a first reply was refused: the same, with that reply and what is wrong with it. */
export function againPrompt(prompt: string, reply: string, why: string): string {
  return fill(againTemplate, {
    prompt,
    reply: fenced("reply", prose(reply, replyBytesMax)),
    fault: fenced("fault", oneLine(why, 300)),
  });
}

/** Programs with their scores. */
export function programsText(problem: Problem, members: readonly Member[]): string {
  return members.map((member) => `${programText(problem, member)}\n${scoresText(problem, member)}`).join("\n\n");
}

/** What went wrong of late, each fault once; empty where nothing did. */
export function faultsText(failures: readonly Failure[]): string {
  const faults = new Set(failures.map(({ fault }) => faultText(fault)));
  if (faults.size === 0) return "";
  return fill(faultsTemplate, { faults: [...faults].slice(0, faultsMax).join("\n") });
}

/** What was learnt; empty where nothing was. */
export function lessonsText(lessons: readonly string[]): string {
  if (lessons.length === 0) return "";
  const shown = lessons.slice(0, lessonsMax).map((lesson) => fenced("lesson", oneLine(lesson, lessonLengthMax)));
  return fill(lessonsTemplate, { lessons: shown.join("\n") });
}

function programText(problem: Problem, member: Member): string {
  const { id, size, genome } = member;
  return fenced("program", shownCut(genome), { id, score: Number(figure(scoreOf(problem, member))), size });
}

function failureText({ id, genome, fault }: Failure): string {
  return `${fenced("program", shownCut(genome), { id, size: programKind.size(genome) })}\n${faultText(fault)}`;
}

function shownCut({ bytes }: Genome): string {
  return cut(programShown(bytes), programBytesMax);
}

/** A fault in words, as second tries and the log have it too. */
export function faultWords({ kind, case: at, message }: Fault): string {
  return oneLine(`${kind}${at === undefined ? "" : ` on case ${at}`}: ${message}`, 250);
}

function faultText(fault: Fault): string {
  return fenced("fault", faultWords(fault));
}

function bestText(problem: Problem, best: Member, ids: readonly number[]): string {
  if (ids.includes(best.id)) return `Program ${best.id} is the best so far.`;
  return `The best program so far scores ${figure(scoreOf(problem, best))}.`;
}

function contrastsText(problem: Problem, [first, ...others]: readonly Member[]): string {
  if (first === undefined) return "";
  return others.map((other) => contrastText(problem, [first, other])).join("\n");
}

function inspirationsText(problem: Problem, { inspirations }: Material): string {
  if (inspirations.length === 0) return "";
  const programs = inspirations.slice(0, inspirationsMax).map((member) => programText(problem, member));
  return fill(inspirationsTemplate, { programs: programs.join("\n\n") });
}
