import { Tensor } from "onnxruntime-node";
import type { Judgement } from "../scenario/scenario.ts";
import type { Flow } from "../scenario/flow.ts";
import { assertAlike } from "./engines/brains.ts";
import type { Brain } from "./engines/engine.ts";
import { type Crew, crewsOf } from "./engines/onnx/crews.ts";
import type { Plan } from "./engines/onnx/plan.ts";
import { packed } from "./engines/onnx/pack.ts";
import { createSessions } from "./engines/onnx/sessions.ts";
import { rolloutGraph } from "./flow/graph.ts";
import { type Provider, requireProvider } from "./providers.ts";
import { createUploader, openSession } from "./session.ts";

/** How an episode ended. */
export interface Ending extends Judgement {
  /** Whether an output was not finite, which ended the episode as it was before. */
  readonly wrong: boolean;
}

/** Plays whole episodes of one world inside inference graphs. */
export interface Rollouts {
  /** Plays every network from each of these states. Throws `WorldError` where there is no memory. */
  play(brains: readonly Brain[], starts: readonly (readonly number[])[]): Promise<readonly (readonly Ending[])[]>;
  /** Frees what it holds. Idempotent. */
  close(): Promise<void>;
}

/** Starts rollouts on a provider. Throws `UserError` where this machine has not what it needs. */
export async function createRollouts(provider: Provider, flow: Flow): Promise<Rollouts> {
  if (provider !== "cpu") await requireProvider(provider);
  const uploader = createUploader(provider);
  const sessions = createSessions(({ plan, places, columns }) => {
    // A device is not asked each step whether all is over: the answer would have to be waited for.
    const graph = rolloutGraph(flow, plan, { networks: places, episodes: columns, endsEarly: !uploader.isRemote });
    return openSession(graph, { provider, mayFallBack: true });
  });

  function playCrew(
    crew: Crew<Plan>,
    brains: readonly Brain[],
    starts: readonly (readonly number[])[],
  ): readonly (readonly Ending[])[] {
    const { plan, places } = crew;
    const need = { plan, places, columns: starts.length };
    const session = sessions.take(need);
    const feeds = { ...packed(crew, brains, uploader), state: statesFor(places, flow.state, starts) };
    try {
      const { ended, wrong } = session.run(feeds, { ended: null, wrong: null });
      const states = ended!.data as Float32Array;
      const wrongs = wrong!.data as Uint8Array;
      return crew.networks.map((_, place) =>
        starts.map((_start, episode) => {
          const first = place * flow.state * starts.length + episode;
          const state = Array.from({ length: flow.state }, (_number, i) => states[first + i * starts.length]!);
          const isWrong = wrongs[place * starts.length + episode] === 1;
          return { scores: flow.score(state), measures: flow.measure(state), wrong: isWrong };
        }),
      );
    } finally {
      uploader.release(Object.values(feeds));
      sessions.giveBack(need);
    }
  }

  return {
    async play(brains, starts) {
      assertAlike(brains, starts.length);
      const endings: (readonly Ending[])[] = [];
      for (const crew of crewsOf(brains, { isOnDevice: uploader.isRemote, columns: starts.length })) {
        const played = playCrew(crew, brains, starts);
        for (const [place, network] of crew.networks.entries()) endings[network] = played[place]!;
      }
      return endings;
    },
    async close() {
      sessions.close();
      uploader.close();
    },
  };
}

/** The states of all episodes, the same for each network, as [networks, numbers, episodes]. */
function statesFor(networks: number, numbers: number, starts: readonly (readonly number[])[]): Tensor {
  const each = Float32Array.from(
    { length: numbers * starts.length },
    (_, i) => starts[i % starts.length]![Math.floor(i / starts.length)]!,
  );
  const all = new Float32Array(networks * each.length);
  for (let network = 0; network < networks; network++) all.set(each, network * each.length);
  return new Tensor("float32", all, [networks, numbers, starts.length]);
}
