/** What decides when a frame is due. */
export interface FrameClockPorts {
  /** Milliseconds since any moment. */
  clock(): number;
  /** Whether the terminal has not yet taken what was written: then a frame is left out. */
  isBehind(): boolean;
  /** Whether the picture moves by itself. */
  isMoving(): boolean;
  /** The terminal is at the other end of a network: where the line was too slow, frames come once a second. */
  readonly isRemote: boolean;
  draw(): void;
  /** What `draw` throws. */
  fail(error: unknown): void;
}

/** Draws when something changed: at once after keys, else four times a second at most, and once for the clocks. */
export interface FrameClock {
  keyPressed(): void;
  changed(): void;
  /** Draws without waiting. */
  now(): void;
  close(): void;
}

/** Milliseconds between frames: as usual, when nobody watches or the line is slow, while something moves, after keys. */
const frameMs = { usual: 250, slow: 1000, moving: 100, keys: 40 } as const;
const unattendedMs = 300_000;
const behindMs = 10_000;

/** Starts a clock of frames. Frames that the terminal cannot take are dropped, never queued. */
export function createFrameClock(ports: FrameClockPorts): FrameClock {
  const { clock } = ports;
  let isChanged = true;
  let isClosed = false;
  let lastKey = clock();
  let lastDrawn = Number.NEGATIVE_INFINITY;
  let lastBehind = Number.NEGATIVE_INFINITY;
  let keyTimer: NodeJS.Timeout | undefined;

  const draw = (): void => {
    if (isClosed) return;
    const at = clock();
    if (ports.isBehind()) {
      lastBehind = at;
      isChanged = true;
      return;
    }
    lastDrawn = at;
    isChanged = false;
    try {
      ports.draw();
    } catch (error) {
      ports.fail(error);
    }
  };
  const pace = (): number => {
    if (ports.isMoving()) return frameMs.moving;
    const isSlow = ports.isRemote && clock() - lastBehind < behindMs;
    return isSlow || clock() - lastKey > unattendedMs ? frameMs.slow : frameMs.usual;
  };
  const beat = (): void => {
    const isNewSecond = Math.floor(clock() / 1000) !== Math.floor(lastDrawn / 1000);
    if (isChanged || isNewSecond || ports.isMoving()) draw();
    timer = setTimeout(beat, pace());
  };
  let timer = setTimeout(beat, 0);
  return {
    keyPressed() {
      lastKey = clock();
      // Once for all keys that came together.
      keyTimer ??= setTimeout(
        () => {
          keyTimer = undefined;
          draw();
        },
        Math.max(0, lastDrawn + frameMs.keys - lastKey),
      );
    },
    changed: () => void (isChanged = true),
    now: draw,
    close() {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(keyTimer);
    },
  };
}
