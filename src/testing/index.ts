// The contract suites: each takes an implementation and throws an error that names the law it breaks.
export { type ArchiveLaws, checkArchive } from "./archive.ts";
export { type BackendTrial, checkBackend } from "./backend.ts";
export { type EmitterLaws, checkEmitter } from "./emitter.ts";
export { checkEngine } from "./engine.ts";
export { type GenomeKindSamples, checkGenomeKind } from "./genome-kind.ts";
export { type OperatorTrial, checkOperator } from "./operator.ts";
export { type ScenarioCheck, checkScenario } from "./scenario.ts";
export { type SelectionLaws, checkSelection } from "./selection.ts";
export { checkModels, type ModelsTrial } from "./models.ts";
