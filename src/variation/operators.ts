import type { Operator } from "./operator.ts";
import { conditionalWrap } from "./operators/conditional-wrap.ts";
import { constantPerturbation, constantTuning } from "./operators/constants.ts";
import { localIntroduction, localReuse } from "./operators/locals.ts";
import { loopInsertion } from "./operators/loop-insertion.ts";
import {
  addConnection,
  addNode,
  deleteConnection,
  deleteNode,
  neatCrossover,
  neatMating,
  neatMutation,
  randomNeat,
  toggleConnection,
  weightPerturbation,
} from "./operators/neat.ts";
import {
  isoLine,
  isotropic,
  randomNetwork,
  unitCrossover,
  weightCrossover,
  weightReplacement,
} from "./operators/network.ts";
import { pointMutation } from "./operators/point-mutation.ts";
import { grownProgram, rampedProgram } from "./operators/random-program.ts";
import { hoist, shrink } from "./operators/reduction.ts";
import { statementDeletion, statementDuplication, statementInsertion, statementSwap } from "./operators/statements.ts";
import { subtreeCrossover } from "./operators/subtree-crossover.ts";
import { subtreeMutation } from "./operators/subtree-mutation.ts";
import { substitution } from "./operators/substitution.ts";
import { gaussian, line, uniformCrossover } from "./operators/vector.ts";

/** The built-in operators on programs; they ask nobody. */
export const programOperators: readonly Operator[] = [
  rampedProgram,
  grownProgram,
  subtreeCrossover,
  subtreeMutation,
  pointMutation,
  hoist,
  shrink,
  substitution,
  constantPerturbation,
  constantTuning,
  conditionalWrap,
  loopInsertion,
  localIntroduction,
  localReuse,
  statementInsertion,
  statementDeletion,
  statementDuplication,
  statementSwap,
];

/** The built-in operators on vectors. */
export const vectorOperators: readonly Operator[] = [gaussian, line, uniformCrossover];

/** The built-in operators on networks with a fixed topology. */
export const networkOperators: readonly Operator[] = [
  randomNetwork,
  isotropic,
  isoLine,
  weightCrossover,
  unitCrossover,
  weightReplacement,
];

/** The built-in operators on networks whose topology evolves. */
export const neatOperators: readonly Operator[] = [
  randomNeat,
  neatMutation,
  weightPerturbation,
  addConnection,
  addNode,
  toggleConnection,
  deleteConnection,
  deleteNode,
  neatCrossover,
  neatMating,
];
