/** Reads requests like a sandbox child and answers as the body of `alone` says, in JavaScript with `ids` and `say`. */
export function fakeChild({ alone = "", configure = "say(1)" }: FakeChild): readonly string[] {
  const script = `
    const fs = require("fs");
    const word = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes; };
    const say = (kind, body = Buffer.alloc(0)) => fs.writeSync(4, Buffer.concat([word(body.length), Buffer.from([kind]), body]));
    const result = (id, numbers = [1, 7], verdict = 0) => say(3, Buffer.concat(
      [id, verdict, 0, 0].map(word).concat(Buffer.from(Float64Array.from(numbers).buffer))));
    const wait = () => { for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); };
    let held = Buffer.alloc(0);
    const chunk = Buffer.alloc(65536);
    for (;;) {
      const count = fs.readSync(3, chunk);
      if (count === 0) process.exit(0);
      held = Buffer.concat([held, chunk.subarray(0, count)]);
      while (held.length >= 5 && held.length >= 5 + held.readUInt32LE(0)) {
        const kind = held[4], body = held.subarray(5, 5 + held.readUInt32LE(0));
        held = held.subarray(5 + body.length);
        const { ids = [] } = JSON.parse(body);
        if (kind === 1) { ${configure}; } else { ${alone}; }
      }
    }`;
  return [process.execPath, "-e", script];
}

interface FakeChild {
  /** What it does when programs are to be played. */
  readonly alone?: string;
  /** What it does when it is configured. */
  readonly configure?: string;
}
