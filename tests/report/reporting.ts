import type { Campaign } from "../../src/campaign/assemble.ts";
import type { Capability } from "../../src/capabilities/capability.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { Event } from "../../src/events/event.ts";
import { createChronicle } from "../../src/report/chronicle.ts";
import type { ReportFacts } from "../../src/report/report-facts.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { viewing } from "../view/viewing.ts";

/** What a report of these events is made of; every program is the one text that is given. */
export function reporting(campaign: Campaign, events: readonly Event[], program = sample): ReportFacts {
  const chronicle = createChronicle();
  for (const event of events) chronicle.apply(event);
  return {
    view: viewing(campaign, events),
    chronicle,
    state: events.at(-1)?.type === "campaign-finished" ? "finished" : "stopped",
    logHash: chronicle.hash(),
    asked: [],
    capabilities: [],
    made: { t: "2026-01-02T03:04:05.678Z", lamarck: "0.0.0" },
    genome: (hash) => ({ kind: "program", hash, bytes: program }),
  };
}

const sample = "export default function guess(hint) {\n  return Math.abs(hint) + 1.5;\n}\n";

/** Everything that a page must not do, in one text. */
export const evil =
  "</style></script></pre></title><script>document.title='owned';fetch('http://evil.example/')</script>" +
  "<img src=http://evil.example/x onerror=alert(1)>\u202e\u2066gnp.\u0000\u001b[31m\u001b]8;;http://evil.example\u0007<!--]]>\"'`${1}&lt;";

/** The same events with that text wherever evolved code, a scenario or a person could put one. */
export function hostileReport(campaign: Campaign, events: readonly Event[]): ReportFacts {
  const { scenario } = campaign;
  const world: Campaign = {
    ...campaign,
    scenario: {
      ...scenario,
      name: `name ${evil}`,
      brief: `brief ${evil}`,
      agent: { ...scenario.agent, about: `agent ${evil}` },
      objectives: [{ ...scenario.objectives[0], name: `objective ${evil}`, about: evil }],
    },
  };
  const report = reporting(world, events.map(soiled), `// program ${evil}\nexport default function f() {}\n`);
  const asked = [{ t: evil, author: `author ${evil}`, text: `asked ${evil}`, reason: evil }];
  return { ...report, state: evil, asked, capabilities: [evilCapability(report.view.facts.id)] };
}

function evilCapability(run: string): Capability {
  const { ablation, example, firstSeen } = capabilityWith();
  return capabilityWith({
    name: `name ${evil}`,
    label: `label ${evil}`,
    scenario: { path: evil, options: { [evil]: evil }, hash: evil },
    pattern: [evil],
    program: `program ${evil} part ${evil}`,
    ablation: { ...ablation, part: `part ${evil}`, places: [[8, 12]] },
    example: { ...example, case: `case ${evil}`, tokens: [`token ${evil}`], marked: [0] },
    exploit: { suspected: true, why: `why ${evil}` },
    firstSeen: { ...firstSeen, run },
  });
}

function soiled(event: Event): Event {
  if (event.type === "variant-born") return { ...event, operator: `operator ${evil}` };
  if (event.type === "campaign-started") {
    const scenario = { path: `/path/${evil}`, options: { [`option ${evil}`]: evil } };
    return { ...event, spec: { ...event.spec, scenario }, observed: { t: evil, lamarck: evil, node: evil } };
  }
  if (event.type === "agent-judged" && typeof event.agent === "string") return { ...event, agent: `reference ${evil}` };
  if (event.type !== "variant-evaluated" || event.outcome.status !== "failed") return event;
  const fault = { kind: "crashed", message: `message ${evil}` } as const;
  const outcome: Outcome = { status: "failed", fault };
  return { ...event, outcome, observed: { note: `note ${evil}` } };
}
