// The sandbox child: the only process that loads isolated-vm. It reads work from descriptor 3 and answers on 4,
// synchronously, because nothing else may happen here. It holds no secrets, and of what a guest returns it takes
// nothing but booleans, whole numbers and short texts; the answers travel through memory that the guest cannot name.
import { readSync, writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import ivm from "isolated-vm";
import { messageOf } from "../std/errors.ts";
import { bootScript } from "./boot-script.ts";
import { pureFunctions } from "./confine.ts";
import type { Alone, Configuration, AgentCode, Together } from "./protocol.ts";
import { createFrameReader, fromChild, header, resultFrame, startedFrame, toChild, verdicts } from "./protocol.ts";

/** Shared realms are renewed after so many batches that are compiled, so that programs do not pile up. */
const batchesPerRealmMax = 200;
const signOfLifeMs = 50;
/** How much fuel one call into an isolate may use: calls cost time, but a call is what the wall clock limits. */
const fuelPerCall = 4_000_000;
const numbersMin = 1 << 15;
const numbersMax = 1 << 23;
/** The shared realm runs only what is proven harmless; it needs room for many compiled programs. */
const sharedMemoryMb = 256;

// What makes a realm is compiled whole once, into the cached data, and not again, function by function, in each isolate.
// Not a flag of the command: Node itself would take twice as long to start.
setFlagsFromString("--no-lazy");

interface Realm {
  readonly isolate: ivm.Isolate;
  readonly context: ivm.Context;
  call(
    method: "seat" | "playCases" | "together" | "formulas" | "messageOf",
    inputs: readonly unknown[],
    timeout: number,
  ): unknown;
}

interface SharedRealm extends Realm {
  readonly others: ivm.Reference;
  batches: number;
}

interface Session {
  readonly configuration: Configuration;
  readonly setupText: string;
  readonly boot: string;
  readonly numbers: Float64Array;
  cached?: ivm.ExternalCopy<ArrayBuffer>;
  shared?: SharedRealm;
}

let session: Session | undefined;
const readyFrame = header(fromChild.ready, 0);

let held: Buffer[] = [];

function send(frame: Buffer): void {
  held.push(frame);
}

/** Sends what is held in one write, since each wakes the lane. */
function flush(): void {
  const bytes = Buffer.concat(held);
  held = [];
  for (let at = 0; at < bytes.length;) at += writeSync(4, bytes, at);
}

function createRealm(current: Session, memoryLimit: number, hostile: boolean): Realm {
  const isolate = new ivm.Isolate({ memoryLimit });
  const context = isolate.createContextSync();
  const { cached } = current;
  const script: ivm.Script & ivm.CachedDataResult = isolate.compileScriptSync(
    current.boot,
    cached ? { cachedData: cached } : { produceCachedData: true },
  );
  if (!cached && script.cachedData) current.cached = script.cachedData;
  const reference = { reference: true } as const;
  const boot = script.runSync(context, reference);
  const memory = new ivm.ExternalCopy(current.numbers.buffer as unknown as ArrayBuffer).copyInto();
  const runner = boot.applySync(undefined, [current.setupText, memory, hostile], {
    result: reference,
  }) as ivm.Reference;
  const methods = new Map<string, ivm.Reference>();
  return {
    isolate,
    context,
    call(method, inputs, timeout) {
      let target = methods.get(method);
      if (target === undefined) methods.set(method, (target = runner.getSync(method, reference)));
      return target.applySync(undefined, inputs as unknown[], { timeout }) as unknown;
    },
  };
}

function configure(configuration: Configuration): void {
  session?.shared?.isolate.dispose();
  const { setup, play } = configuration;
  const room = 2 + setup.cases.length * (setup.answer + 1);
  if (room > numbersMax) throw new RangeError(`its answers may hold ${room} numbers, more than ${numbersMax}`);
  const bytes = new SharedArrayBuffer(8 * Math.max(numbersMin, room * 4 > numbersMax ? room : room * 4));
  session = {
    configuration,
    setupText: JSON.stringify(setup),
    boot: bootScript(play),
    numbers: new Float64Array(bytes),
  };
  // A play that does not even load is the scenario's fault: it must show here, before any program is blamed.
  createRealm(session, configuration.memoryMb, true).isolate.dispose();
}

/** A factory of an agent, whatever the gate's ruling was. */
function factoryOf(agent: AgentCode): string {
  return agent.kind === "free" ? agent.code : `(function () {"use strict"; return (${agent.code}\n);})`;
}

function sharedRealm(current: Session): SharedRealm {
  const known = current.shared;
  if (known !== undefined && known.batches < batchesPerRealmMax) return known;
  known?.isolate.dispose();
  const realm = createRealm(current, sharedMemoryMb, false);
  const others = compileList(
    realm,
    current.configuration.others.map((other) => other.code),
  );
  return (current.shared = { ...realm, others, batches: 0 });
}

/** The functions of Math under names of their own, which no confined program can have. */
const mathNames = [...pureFunctions].map((name) => `Math$${name} = Math.${name}`).join(", ");
const mathCall = /\bMath\.(\w+)\(/g;

/**
 * Compiles function expressions in one script; the value is a reference to the list of the functions. Confined code
 * runs so briefly that V8 never learns where `Math.sin` is, and a name is found at once.
 */
function compileList(realm: Realm, codes: readonly string[]): ivm.Reference {
  const list = codes.map((code) => `(${code}\n)`).join(",");
  const source = `(function () {"use strict"; const ${mathNames}; return [${list.replace(mathCall, "Math$$$1(")}];})()`;
  return realm.isolate.compileScriptSync(source).runSync(realm.context, { reference: true });
}

function playTogether(current: Session, { ids, codes }: Together): void {
  const realm = sharedRealm(current);
  realm.batches++;
  const programs = compileList(realm, codes);
  playShared(current, realm, ids, (others, from, timeout) =>
    realm.call("together", [programs.derefInto(), others, from], timeout),
  );
  programs.release();
}

function playFormulas(current: Session, body: Buffer): void {
  const first = body.readDoubleLE(0);
  // Doubles stand at multiples of eight bytes, which a frame may not.
  const words = new Float64Array(body.length / 8 - 1);
  new Uint8Array(words.buffer).set(body.subarray(8));
  const ids: number[] = [];
  for (let at = 0; at < words.length; at += 1 + words[at]!) ids.push((first + ids.length) >>> 0);
  const copy = new ivm.ExternalCopy(words.buffer);
  const realm = sharedRealm(current);
  playShared(current, realm, ids, (others, from, timeout) =>
    realm.call("formulas", [copy.copyInto(), others, from], timeout),
  );
  copy.release();
}

/** Plays programs in the shared realm, as many to a call as their answers fit in the numbers. */
function playShared(
  current: Session,
  realm: SharedRealm,
  ids: readonly number[],
  call: (others: ivm.Dereference<unknown>, from: number, timeout: number) => unknown,
): void {
  const { setup, wallMs } = current.configuration;
  const timeout = Math.min(60_000, 1000 + wallMs * setup.cases.length * ids.length);
  for (let from = 0; from < ids.length;) {
    const played = Number(call(realm.others.derefInto(), from, timeout));
    if (!(played >= 1)) throw new RangeError("the shared realm played nothing");
    let offset = 0;
    for (let k = 0; k < played; k++) {
      const message = current.numbers[offset] === 0 ? "" : String(realm.call("messageOf", [k], timeout));
      const { frame, end } = frameOfNumbers(current, ids[from + k]!, offset, message);
      send(frame);
      offset = end;
    }
    from += played;
    if (from < ids.length) flush();
  }
}

/** The frame of the result that begins at this offset of the shared numbers, and the next offset. */
function frameOfNumbers(
  { numbers, configuration }: Session,
  id: number,
  start: number,
  message: string,
): { readonly frame: Buffer; readonly end: number } {
  const verdict = numbers[start]!;
  if (verdict !== 0) return { frame: frameOfFault(id, verdict, numbers[start + 1]!, message), end: start + 2 };
  let end = start + 1;
  for (let one = 0; one < configuration.setup.cases.length; one++) end += 1 + numbers[end]!;
  return {
    frame: resultFrame({ id, verdict, failedCase: 0, message: "", numbers: numbers.subarray(start + 1, end) }),
    end,
  };
}

function frameOfFault(id: number, verdict: number, failedCase: number, message: string): Buffer {
  return resultFrame({ id, verdict, failedCase, message: message.slice(0, 200), numbers: new Float64Array(0) });
}

function playAllAlone(current: Session, { ids, agents }: Alone): void {
  sendNow(startedFrame(ids[0]!));
  for (const [i, agent] of agents.entries()) {
    const next = ids[i + 1];
    playAlone(current, ids[i]!, agent, next === undefined ? readyFrame : startedFrame(next));
  }
}

function sendNow(frame: Buffer): void {
  send(frame);
  flush();
}

/** Plays one program in an isolate of its own and sends its result, with what comes `next` in the same write. */
function playAlone(current: Session, id: number, agent: AgentCode, next: Buffer): void {
  const { setup, wallMs, others, memoryMb } = current.configuration;
  let one = 0;
  let realm: Realm | undefined;
  try {
    realm = createRealm(current, memoryMb, true);
    const seated = [agent, ...others].map((other) =>
      realm!.isolate.compileScriptSync(factoryOf(other)).runSync(realm!.context, { reference: true, timeout: wallMs }),
    );
    realm.call(
      "seat",
      seated.map((factory) => factory.derefInto()),
      wallMs,
    );
    const together = Math.max(1, Math.floor(fuelPerCall / setup.fuel));
    let told = performance.now();
    let fine = true;
    for (; fine && one < setup.cases.length; one += together) {
      // A sign of life before cases, but not before each of many quick ones.
      if (performance.now() - told > signOfLifeMs) {
        sendNow(startedFrame(id));
        told = performance.now();
      }
      fine = realm.call("playCases", [one, Math.min(setup.cases.length, one + together)], wallMs) === true;
    }
    const message = fine ? "" : String(realm.call("messageOf", [0], wallMs));
    send(frameOfNumbers(current, id, 0, message).frame);
  } catch (error) {
    const why = messageOf(error);
    const limit = /timed out|memory limit|disposed/.test(why);
    send(frameOfFault(id, verdicts.indexOf(limit ? "exhausted" : "refused"), 0, why));
  } finally {
    // Before the isolate ends, which may fail: the result is known.
    sendNow(next);
    // After a time-out or a memory event nothing else may be done with the isolate.
    try {
      realm?.isolate.dispose();
    } catch {
      // It was disposed by its memory limit.
    }
  }
}

function obey(kind: number, message: unknown): void {
  if (kind === toChild.configure) configure(message as Configuration);
  else if (kind === toChild.together) playTogether(session!, message as Together);
  else if (kind === toChild.alone) playAllAlone(session!, message as Alone);
}

function take(kind: number, body: Buffer): void {
  try {
    if (kind === toChild.formulas) playFormulas(session!, body);
    else obey(kind, JSON.parse(body.toString("utf8")));
    // Those who play alone bring it with their last result.
    if (kind !== toChild.alone) sendNow(readyFrame);
  } catch (error) {
    if ((kind === toChild.together || kind === toChild.formulas) && session?.shared !== undefined) {
      session.shared.isolate.dispose();
      delete session.shared;
    }
    const text = Buffer.from(messageOf(error).slice(0, 1000));
    send(header(fromChild.broken, text.length));
    send(text);
    flush();
  }
}

const readFrames = createFrameReader(take);
const chunk = Buffer.allocUnsafe(1 << 16);
for (let count = readSync(3, chunk); count > 0; count = readSync(3, chunk))
  readFrames(Buffer.from(chunk.subarray(0, count)));
