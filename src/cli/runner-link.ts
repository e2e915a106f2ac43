import { connectControl } from "../runner/control-client.ts";
import { noticesOf } from "../runner/notices.ts";
import type { Answer, Command } from "../runner/protocol.ts";
import { readRun, type RunReader } from "../store/run-directory.ts";
import type { Live, Notice } from "../view/live.ts";
import type { Link } from "../view/model.ts";
import { author } from "./author.ts";

/** What a viewer knows of a run's runner. */
export interface RunnerLink {
  live(): Live | undefined;
  /** The last minute of `live`. */
  ticks(): readonly Live[];
  notices(): readonly Notice[];
  /** How the viewer stands to it; undefined before that is known. */
  link(): Link | undefined;
  send(words: readonly string[]): Promise<Answer>;
  close(): void;
}

/** Who is told. */
export interface LinkListener {
  notice(notice: Notice): void;
  changed(): void;
}

const ticksMs = 60_000;
const noticesMax = 500;

/** Connects to the runner of a run, now or whenever there is one. */
export function linkRunner(run: RunReader, listener: LinkListener): RunnerLink {
  let link: Link | undefined;
  let live: Live | undefined;
  let ticks: readonly Live[] = [];
  let notices: readonly Notice[] = noticesOf(run.path);
  const client = connectControl({
    address: () => run.holder()?.socket,
    listener: {
      snapshot(now, all) {
        link = { state: "live" };
        [live, ticks, notices] = [now, [now], all];
        listener.changed();
      },
      tick(now) {
        live = now;
        ticks = [...ticks.filter(({ t }) => Date.parse(now.t) - Date.parse(t) <= ticksMs), now];
        listener.changed();
      },
      notice(notice) {
        notices = [...notices, notice].slice(-noticesMax);
        listener.notice(notice);
        listener.changed();
      },
      lost(reason) {
        const next = linkWithout(run, live, link?.state === "live" ? reason : undefined, reason);
        live = undefined;
        // A runner closes its socket before it lets go of the run: one that seemed lost may have come to its end.
        const isNews = link === undefined || link.state === "live" || (link.state === "lost" && next.state === "idle");
        if (!isNews) return;
        link = next;
        listener.changed();
      },
    },
  });
  return {
    live: () => live,
    ticks: () => ticks,
    notices: () => notices,
    link: () => link,
    send: (words) => client.send(commandOf(words)),
    close: client.close,
  };
}

/** A command out of its words; `--reason` and what follows it say why. */
function commandOf([verb = "", ...words]: readonly string[]): Command {
  const at = words.indexOf("--reason");
  const args = at < 0 ? words : words.slice(0, at);
  const reason = at < 0 ? "" : words.slice(at + 1).join(" ");
  return { verb, args, author: author(), ...(reason === "" ? {} : { reason }) };
}

/** How it stands where there is no connection: the run is over, or its runner is lost, with what to do. */
function linkWithout(run: RunReader, live: Live | undefined, said: string | undefined, reason: string): Link {
  if (live?.phase === "ended") return { state: "idle" };
  const now = new Date().toISOString();
  const holder = run.holder();
  if (holder !== undefined && said === undefined) {
    const text = `its runner, process ${holder.pid} on ${holder.host}, does not answer: ${reason}`;
    return { state: "lost", since: now, reason: text };
  }
  const { id, state, updated } = readRun(run.path).manifest;
  if (state !== "running") return { state: "idle" };
  const text = `${said ?? "its runner is gone without a word"}; \`lamarck resume ${id}\` goes on`;
  return { state: "lost", since: said === undefined ? updated : now, reason: text };
}
