// Lamarck's public API. What is not exported here is free to change.
export type { Archive, Placement } from "./archives/archive.ts";
export type { Member } from "./archives/member.ts";
export { type Campaign, assemble } from "./campaign/assemble.ts";
export { defaultSpec } from "./campaign/default-spec.ts";
export type { Ending } from "./campaign/run.ts";
export type { Emitter, EmitterMemory, Proposal, Told } from "./emitters/emitter.ts";
export { type Backend, type Batch, type CaseSet, type ScenarioAddress, evaluateAll } from "./evaluation/backend.ts";
export type { Failed, Fault, FaultKind, Observed, Outcome, Scored } from "./evaluation/evaluation.ts";
export type { RecordedCase, Recording } from "./evaluation/recording.ts";
export type { Event, Line } from "./events/event.ts";
export type {
  ArchiveSpec,
  Budget,
  CampaignSpec,
  EmitterSpec,
  IslandsSpec,
  KindName,
  NetworkSettings,
  SelectionSpec,
} from "./events/spec.ts";
export type { State } from "./events/state.ts";
export { type Genome, type GenomeKind, genomeOf } from "./genome/genome.ts";
export { genomeKinds } from "./genome/kinds.ts";
export { type Sitting, runCampaign } from "./runner/run-campaign.ts";
export { type Sandbox, type SandboxOptions, createSandbox } from "./sandbox/backend.ts";
export { builtinScenarios } from "./scenario/builtin.ts";
export { loadScenario } from "./scenario/load.ts";
export { type Picture, createPicture } from "./scenario/picture.ts";
export type {
  Agent,
  Answer,
  Case,
  Judgement,
  Limits,
  Measure,
  Objective,
  OptionFile,
  Options,
  OptionSpec,
  OptionValue,
  Parameter,
  Playback,
  PlayedScenario,
  Plays,
  Primitives,
  Reference,
  Scenario,
  ScenarioFactory,
  Seat,
  Signature,
  Split,
  SteppedScenario,
  ValueType,
  World,
} from "./scenario/scenario.ts";
export { primitivesOf } from "./scenario/scenario.ts";
export type { Selection } from "./selection/selection.ts";
export { UserError, WorldError } from "./std/errors.ts";
export { type Random, randomFromSeed } from "./std/random.ts";
export {
  type Manifest,
  type RunReader,
  type RunWriter,
  findRun,
  listRuns,
  openRun,
  readRun,
} from "./store/run-directory.ts";
export type { Operator, VariationContext } from "./variation/operator.ts";
export { simplify } from "./variation/simplify.ts";
export type { Target } from "./scenario/target.ts";
export { clamp, rungeKutta } from "./scenario/flow.ts";
export type { Arithmetic, Flow, Stepped } from "./scenario/flow.ts";
export type { Tensors } from "./scenario/tensors.ts";
export { type Inference, type InferenceOptions, createInference } from "./inference/backend.ts";
