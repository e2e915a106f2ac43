import { Tensor } from "onnxruntime-node";
import { type Noise, withNoise } from "../../genome/kinds/network/noise.ts";
import { layersOf, type Network } from "../../genome/kinds/network/shape.ts";
import { assert } from "../../std/errors.ts";
import { type Provider, requireProvider } from "../providers.ts";
import { createUploader, openSession } from "../session.ts";
import { assertAlike } from "./brains.ts";
import type { Brain, Engine, Policy } from "./engine.ts";
import { blockWidth } from "./onnx/block-width.ts";
import { type Crew, crewsOf, crewsTogether, type Setting } from "./onnx/crews.ts";
import { noisyPlan, sharedOf } from "./onnx/noisy.ts";
import { packed } from "./onnx/pack.ts";
import type { StepPlan } from "./onnx/plan.ts";
import { createRoom } from "./onnx/room.ts";
import { createSessions } from "./onnx/sessions.ts";
import { createTeam, type Matrices, type Means, nextName, stepGraph, type Team } from "./onnx/team.ts";

/** The engine, which computes noise on a base by itself. */
export type OnnxEngine = Required<Engine>;

export interface OnnxOptions {
  /** Whether blocks of channels are used where the processor has them: true where left out. */
  readonly inBlocks?: boolean;
}

/**
 * Networks on ONNX Runtime, on one thread: convolutions in groups, or batched matrix products where the processor has no
 * blocks for these, with weights as inputs of graphs that are made once for a shape and stay from generation to
 * generation.
 *
 * A network's bits do not depend on who is beside it. Its graph follows from itself and from how many observations it
 * sees a step. Graphs take 16 networks or a power of two times as many, zeros in the free places, so that a network's
 * numbers are never in the odd rest of a vector; each has products of its own, so sums have no term of a neighbour's,
 * not even 0 times infinity. Groups are as large as the caches hold them for whole episodes, down to one network by
 * itself where that is large.
 *
 * Sums are added in another order than the plain engine's. A network that overflows may be not finite here where it is
 * finite there: unused places of its matrices multiply infinity by 0.
 *
 * Throws `UserError` where this machine has not what the provider needs.
 */
export async function createOnnxEngine(
  name: "onnx" | "webgpu" | "cuda",
  { inBlocks = true }: OnnxOptions = {},
): Promise<OnnxEngine> {
  const provider: Provider = name === "onnx" ? "cpu" : name;
  if (provider !== "cpu") await requireProvider(provider);
  const uploader = createUploader(provider);
  const sessions = createSessions(({ plan, places, columns }) =>
    openSession(stepGraph(plan, places, columns), {
      provider,
      resident: plan.memories.map((one) => nextName(one.name)),
    }),
  );
  const means = { sessions, uploader, teams: new Set<Team>() };
  const width =
    provider === "cpu" && inBlocks
      ? await blockWidth((trial, brains, columns) => load({ ...means, columns, blockWidth: trial }, brains))
      : undefined;
  return {
    name,
    load: async (brains, columns) => load({ ...means, columns, blockWidth: width }, brains),
    loadPerturbed: async (base, noises, columns) =>
      loadPerturbed({ ...means, columns, blockWidth: width }, base, noises),
    async close() {
      // A device's tensors are freed before its sessions: the other way round ends the process.
      for (const team of means.teams) team.free();
      sessions.close();
      uploader.close();
    },
  };
}

function load(means: Means, brains: readonly Brain[]): Policy {
  assertAlike(brains, means.columns);
  const crews = crewsOf(brains, settingOf(means));
  return policyOf(means, crews, (crew) => packed(crew, brains, means.uploader));
}

/**
 * Networks of so many weights at most have them written out where they see several observations a step: convolutions of
 * these are two to four times as fast there as products with the base and the noise, which pays off within 100 steps.
 */
const writtenOutMax = 8192;

function loadPerturbed(means: Means, base: Network, noises: readonly Noise[]): Policy {
  const rank = noises[0]?.rank ?? 0;
  assert(
    rank >= 1 && noises.every((noise) => noise.rank === rank),
    "noise of networks beside each other is of one rank",
  );
  if (means.columns > 1 && means.blockWidth !== undefined && base.weights.length <= writtenOutMax) {
    return load(means, writtenOut(base, noises));
  }
  const width = means.columns === 1 ? means.blockWidth : undefined;
  const plan = noisyPlan(base, rank, width);
  const shared: Record<string, Tensor> = {};
  for (const [i, weights] of sharedOf(base, rank, width).entries()) {
    const { name, rows, columns } = plan.shared[i]!;
    shared[name] = means.uploader.upload(new Tensor("float32", weights, [rows, columns]));
  }
  return policyOf(means, crewsTogether(plan, noises.length, settingOf(means)), (crew) => ({
    ...shared,
    ...packed(crew, noises, means.uploader),
  }));
}

function writtenOut({ shape, weights }: Network, noises: readonly Noise[]): readonly Brain[] {
  const layers = layersOf(shape);
  return noises.map((noise) => {
    return { kind: "network", network: { shape, weights: withNoise(layers, weights, noise) } };
  });
}

function settingOf({ uploader, columns, blockWidth: width }: Means): Setting {
  return { isOnDevice: uploader.isRemote, columns, blockWidth: width };
}

/**
 * Networks crew by crew: a full crew is a group, and the last ones are one together. Networks of several plans, which are
 * not in the order of their crews, are all one group.
 */
function policyOf<P extends StepPlan>(
  means: Means,
  crews: readonly Crew<P>[],
  matricesOf: (crew: Crew<P>) => Matrices,
): Policy {
  const room = createRoom(crews, means.columns);
  const teams: Team[] = [];
  const free = (): void => {
    for (const team of teams) team.free();
  };
  try {
    for (const crew of crews) teams.push(createTeam(means, crew, matricesOf(crew), room));
  } catch (error) {
    free();
    throw error;
  }
  const isOnePlan = crews.every(({ plan }) => plan === crews[0]!.plan);
  const group = isOnePlan ? crews[0]!.networks.length : crews.reduce((sum, crew) => sum + crew.networks.length, 0);
  const groups: Team[][] = [];
  for (const [i, crew] of crews.entries())
    (groups[isOnePlan ? Math.floor(crew.networks[0]! / group) : 0] ??= []).push(teams[i]!);
  return {
    inputs: room.inputs,
    outputs: room.outputs,
    group,
    forward(one) {
      room.gather();
      for (const team of groups[one]!) team.run();
      room.scatter();
    },
    reset() {
      for (const team of teams) team.reset();
    },
    free,
  };
}
