import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { messageOf, WorldError } from "../std/errors.ts";

/** The longest path of a Unix socket, in bytes. */
const pathBytesMax = 107;
/** A socket that nobody listens to is left alone for so long: it may belong to a runner that is just starting. */
const staleMs = 60_000;
const sweptMax = 256;

/**
 * A name for the socket of the process that runs in this folder, in a folder that only this user can enter; a named pipe
 * on Windows. Throws `WorldError` where there is no safe and short enough place.
 */
export function socketPathFor(folder: string, env: Readonly<Record<string, string | undefined>>): string {
  const unique = [folder, process.pid, process.hrtime.bigint()].join(" ");
  const name = createHash("sha256").update(unique).digest("hex").slice(0, 20);
  if (process.platform === "win32") return `\\\\.\\pipe\\lamarck-${name}`;
  const reasons: string[] = [];
  for (const base of new Set([env["XDG_RUNTIME_DIR"], tmpdir(), "/tmp"])) {
    if (base === undefined || base === "") continue;
    const path = join(base, `lamarck-${userInfo().uid}`, `${name}.sock`);
    const reason = Buffer.byteLength(path) > pathBytesMax ? "its path is too long" : makeSafe(join(path, ".."));
    if (reason === undefined) return path;
    reasons.push(`${base}: ${reason}`);
  }
  throw new WorldError(
    "no-socket",
    `There is no place for the socket that viewers connect to (${reasons.join("; ")})`,
    "Set XDG_RUNTIME_DIR to a folder of yours with a short path, such as /run/user/1000.",
  );
}

/** Makes the folder where it is not there; returns what stands in the way of trusting it. */
export function makeSafe(folder: string): string | undefined {
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const found = lstatSync(folder);
    if (!found.isDirectory()) return "it is no folder";
    if (found.uid !== userInfo().uid) return `it belongs to user ${found.uid}`;
    return (found.mode & 0o077) === 0 ? undefined : "others may enter it";
  } catch (error) {
    return messageOf(error);
  }
}

/** Removes sockets of runners that are gone without a word. */
export async function removeStaleSockets(socket: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = join(socket, "..");
  const names = readdirSync(folder).filter((name) => name.endsWith(".sock"));
  await Promise.all(
    names.slice(0, sweptMax).map(async (name) => {
      const path = join(folder, name);
      const changed = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (Date.now() - changed > staleMs && (await isDeserted(path))) rmSync(path, { force: true });
    }),
  );
}

function isDeserted(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => (probe.destroy(), resolve(false)));
    probe.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED"));
  });
}
