// Plays a runner that waits for one reply: its settings and the request are words of its command line.
import { couriered } from "../../src/cli/couriered.ts";
import type { CourierSettings } from "../../src/cli/courier-lines.ts";
import type { KeptReply, ModelRequest } from "../../src/llm/model.ts";
import { readKept } from "../../src/store/kept.ts";

const [settings, request] = process.argv.slice(2).map((word) => JSON.parse(word) as unknown) as [
  CourierSettings,
  ModelRequest,
];
const { find } = readKept<KeptReply>(settings.calls);
await couriered({ settings, find }).ask(request, new AbortController().signal);
