import type { Event } from "../events/event.ts";
import { parseLine } from "./run-directory.ts";
import { tailOf } from "./tail.ts";

/** The log of a run while somebody writes it. */
export interface LogFollower {
  /**
   * The next events that are whole on the disk, at most so many; none where there are none yet. Throws `WorldError`
   * where the log is damaged or cannot be read.
   */
  poll(eventsMax: number): readonly Event[];
  /** How far it is read: bytes of the file, and events. */
  position(): { readonly bytes: number; readonly events: number };
  /** Bytes of the file when it was last polled. */
  size(): number;
  /**
   * How often the log was cut before the position, or replaced: the poll that found it so began again with the first
   * event, and what was made of earlier ones is void. Compare before applying.
   */
  restarts(): number;
}

/** Follows the file of a log from its beginning; it need not be there yet. */
export function followLog(path: string): LogFollower {
  const tail = tailOf(path);
  let events = 0;
  let restarts = 0;
  return {
    poll(eventsMax) {
      const found: Event[] = [];
      if (eventsMax < 1) return found;
      tail.read((line) => {
        if (tail.restarts() > restarts) events = 0;
        restarts = tail.restarts();
        found.push(parseLine(line.toString("utf8"), events, path).event);
        events++;
        return found.length < eventsMax;
      });
      // A file that was cut to nothing has no line to tell by.
      if (tail.restarts() > restarts) events = 0;
      restarts = tail.restarts();
      return found;
    },
    position: () => ({ bytes: tail.position(), events }),
    size: () => tail.size(),
    restarts: () => restarts,
  };
}
