import { type Random, randomFromSeed } from "../../std/random.ts";
import type { Usage } from "../../variation/calls.ts";
import { type Answer, answerTo } from "./answer.ts";
import { type FaultName, faultNames, type StubSettings } from "./options.ts";
import type { StubRequest } from "./request.ts";

/** What the stub does with a request. */
export interface Plan {
  readonly request: StubRequest;
  readonly answer: Answer;
  readonly usage: Usage;
  /** What goes wrong. */
  readonly fault: FaultName | undefined;
  /** Which of two ways a fault takes. */
  readonly coin: boolean;
  readonly latencyMs: number;
}

/** Plans an answer. It depends on the request and the settings alone: not on time, order or other requests. */
export function planOf(request: StubRequest, settings: StubSettings): Plan {
  const random = randomFromSeed(settings.seed).fork(request.hash);
  const fault = faultOf(settings.faults, random.fork("fault"));
  const answer = answerTo(request, { fault, useless: settings.useless, random: random.fork("answer") });
  const [least, most] = settings.latencyMs;
  return {
    request,
    answer,
    usage: usageOf(request, answer, { scale: settings.tokensScale, isCold: random.fork("cold").chance(settings.cold) }),
    fault,
    coin: random.fork("coin").chance(0.5),
    latencyMs: least + (most - least) * random.fork("latency").next(),
  };
}

function faultOf(shares: StubSettings["faults"], random: Random): FaultName | undefined {
  let left = random.next();
  return faultNames.find((name) => (left -= shares[name] ?? 0) < 0);
}

/**
 * What a call counts: four bytes a token, of the answer never more than was allowed. Whether the marked prefix is still
 * in the cache is drawn for each request: a memory of what was asked before would make costs depend on the order.
 */
function usageOf(
  { prefix, rest, outputMax }: StubRequest,
  { text }: Answer,
  { scale, isCold }: { readonly scale: number; readonly isCold: boolean },
): Usage {
  const tokens = (part: string): number => Math.ceil((Buffer.byteLength(part) / 4) * scale);
  return {
    input: tokens(rest),
    cacheWrite: isCold ? tokens(prefix) : 0,
    cacheRead: isCold ? 0 : tokens(prefix),
    output: Math.max(1, Math.min(tokens(text), Math.ceil(outputMax * scale))),
  };
}
