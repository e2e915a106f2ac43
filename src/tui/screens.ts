import type { Screen } from "./screen.ts";
import { archiveScreen } from "./screens/archive.ts";
import { capabilitiesScreen } from "./screens/capabilities.ts";
import { evaluationsScreen } from "./screens/evaluations.ts";
import { logScreen } from "./screens/log.ts";
import { overviewScreen } from "./screens/overview.ts";
import { playbackScreen } from "./screens/playback.ts";
import { populationScreen } from "./screens/population.ts";
import { treeScreen } from "./screens/tree.ts";
import { variantScreen } from "./screens/variant.ts";
import { workersScreen } from "./screens/workers.ts";

/** All screens: those with a tab in the order of their digits, then those that are opened from others. */
export const screens: readonly Screen<unknown>[] = [
  overviewScreen,
  populationScreen,
  treeScreen,
  archiveScreen,
  capabilitiesScreen,
  evaluationsScreen,
  workersScreen,
  logScreen,
  variantScreen,
  playbackScreen,
];
