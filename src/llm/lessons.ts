import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import type { Desk, Lessons } from "../campaign/author.ts";
import type { State } from "../events/state.ts";
import { callLine, noReply, type Study, type Verdict } from "./asking.ts";
import type { Problem } from "./problem.ts";
import { faultsText, lessonsText, programsText } from "./prompt.ts";
import { fill } from "./prompts/fill.ts";
import { lessonsTemplate } from "./prompts/lessons.ts";
import { readLessons } from "./reading.ts";
import { casesText } from "./scores.ts";

const programsMax = 3;
/** Operators that are told of, those with the most births first. */
const operatorsMax = 30;

/** Has lessons drawn from the campaign so far, by the first of its models. */
export async function learn({ requests, asking }: Study, desk: Desk): Promise<Lessons> {
  const { scribe } = requests;
  const request = requests.request(scribe, "lessons", lessonsPrompt(requests.problem, desk));
  const question = { request, tariff: requests.tariff(scribe), role: "scratchpad" } as const;
  const reply = await asking.ask(question, desk);
  if (reply === undefined) return { calls: [] };
  const told = (verdict: Verdict): Lessons["calls"] => [callLine(question, reply, verdict)];
  if (reply.status === "failed") return { calls: told(noReply(reply.fault)) };
  const read = readLessons(reply.text);
  if ("why" in read) return { calls: told({ result: "rejected", why: read.why }) };
  return { lessons: read.made, calls: told({ result: "used" }) };
}

/** What is asked where lessons are to be drawn from the campaign so far (the meta-summary of ShinkaEvolve). */
function lessonsPrompt(problem: Problem, { state, lessons, failures }: Desk): string {
  const best = bestPrograms(state);
  return fill(lessonsTemplate, {
    evaluations: state.evaluations,
    programs: programsText(problem, best),
    cases: casesText(problem, best),
    operators: operatorsText(state),
    faults: faultsText(failures),
    lessons: lessonsText(lessons),
  });
}

/** The best programs of different fitness: what scores the same mostly is the same in other words. */
function bestPrograms({ members }: State): readonly Member[] {
  const programs = members.filter(({ genome }) => genome.kind === "program").toSorted(byMerit);
  const seen = new Set<number>();
  return programs.filter(({ fitness }) => !seen.has(fitness) && seen.add(fitness)).slice(0, programsMax);
}

function operatorsText({ operators }: State): string {
  const rows = [...operators].toSorted(([a, x], [b, y]) => y.births - x.births || (a < b ? -1 : 1));
  const lines = rows
    .slice(0, operatorsMax)
    .map(
      ([name, { births, improved, failed }]) =>
        `- ${name}: ${births} children, ${improved} better than their best parent, ${failed} failed`,
    );
  return lines.join("\n");
}
