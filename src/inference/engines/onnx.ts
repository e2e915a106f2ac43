import { type Provider, requireProvider } from "../providers.ts";
import { createUploader, openSession } from "../session.ts";
import { assertAlike } from "./brains.ts";
import type { Brain, Engine, Policy } from "./engine.ts";
import { crewsOf } from "./onnx/crews.ts";
import { createRoom } from "./onnx/room.ts";
import { createSessions } from "./onnx/sessions.ts";
import { createTeam, type Means, nextName, stepGraph, type Team } from "./onnx/team.ts";

/**
 * Networks on ONNX Runtime, on one thread: batched matrix products, with weights as inputs of graphs that are made
 * once for a shape and stay from generation to generation.
 *
 * A network's bits do not depend on who is beside it. Its graph follows from itself and from whether it sees one
 * observation a step or several. Graphs take 16 networks or a power of two times as many, zeros in the free places, so
 * that a network's numbers are never in the odd rest of a vector; products are batched, so sums have no term of a
 * neighbour's, not even 0 times infinity. Large networks are computed one by one, each in the cache for whole episodes.
 *
 * Sums are added in another order than the plain engine's. A network that overflows may be not finite here where it is
 * finite there: unused places of its matrices multiply infinity by 0.
 *
 * Throws `UserError` where this machine has not what the provider needs.
 */
export async function createOnnxEngine(name: "onnx" | "webgpu" | "cuda"): Promise<Engine> {
  const provider: Provider = name === "onnx" ? "cpu" : name;
  if (provider !== "cpu") await requireProvider(provider);
  const uploader = createUploader(provider);
  const sessions = createSessions(({ plan, places, columns }) =>
    openSession(stepGraph(plan, places, columns), {
      provider,
      resident: plan.memories.map((one) => nextName(one.name)),
    }),
  );
  const teams = new Set<Team>();
  return {
    name,
    load: (brains, columns) => load({ sessions, uploader, teams, columns }, brains),
    async close() {
      // A device's tensors are freed before its sessions: the other way round ends the process.
      for (const team of teams) team.free();
      await sessions.close();
      await uploader.close();
    },
  };
}

async function load(means: Means, brains: readonly Brain[]): Promise<Policy> {
  assertAlike(brains, means.columns);
  const crews = crewsOf(brains, !means.uploader.isRemote);
  const room = createRoom(crews, means.columns);
  const teams: Team[] = [];
  const free = (): void => {
    for (const team of teams) team.free();
  };
  try {
    for (const crew of crews) teams.push(await createTeam(means, crew, brains, room));
  } catch (error) {
    free();
    throw error;
  }
  const { inputs, outputs } = room;
  const isAlone = brains[0]!.kind === "network" && crews[0]!.places === 1;
  return {
    inputs,
    outputs,
    group: isAlone ? 1 : brains.length,
    async forward(group) {
      if (isAlone) return teams[group]!.run();
      room.gather();
      for (const team of teams) await team.run();
      room.scatter();
    },
    reset() {
      for (const team of teams) team.reset();
    },
    free,
  };
}
