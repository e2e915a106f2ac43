import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where Chromium is installed, if it is. */
export const chromium = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** What a browser made of a page. */
export interface Seen {
  /** The document after it was loaded, as markup. */
  readonly dom: string;
  /** What it said on its console: refused styles and scripts, errors. */
  readonly console: readonly string[];
  /** Whom it wanted to talk to: the first line of each request. */
  readonly requests: readonly string[];
}

/** How wide the document is, in pixels, in a window of each of these widths. */
export async function widthsOf(page: string, widths: readonly number[]): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-page-"));
  const frames = widths.map(
    (width) => `<iframe src="page.html" style="width:${width}px;height:900px;border:0"></iframe>`,
  );
  const script =
    "onload=()=>{document.title=[...document.querySelectorAll('iframe')]" +
    ".map(f=>f.contentDocument.documentElement.scrollWidth).join()}";
  writeFileSync(join(folder, "page.html"), page);
  writeFileSync(join(folder, "frames.html"), `<script>${script}</script>${frames.join("")}`);
  try {
    const { out } = await browse(folder, 9, "frames.html");
    return (/<title>([\d,]+)</.exec(out)?.[1] ?? "").split(",").map(Number);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens a page in Chromium, where all that it asks of a network ends in a proxy of ours that only notes it. */
export async function openPage(page: string): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-page-"));
  const requests: string[] = [];
  const proxy = createServer((socket) => {
    socket.once("data", (data) => {
      requests.push(data.toString("latin1").split("\r\n")[0]!);
      socket.destroy();
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((done) => void proxy.listen(0, "127.0.0.1", done));
  const { port } = proxy.address() as { port: number };
  writeFileSync(join(folder, "page.html"), page);
  try {
    const { out, err } = await browse(folder, port, "page.html");
    const console = err.split("\n").filter((line) => /:CONSOLE[:(]/.test(line));
    return { dom: out, console, requests: requests.filter((line) => !isOwn(line)) };
  } finally {
    proxy.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the browser asks for by itself, whatever page it shows. */
function isOwn(request: string): boolean {
  return /google|gvt1|gstatic|chromium/.test(request);
}

function browse(folder: string, port: number, file: string): Promise<{ readonly out: string; readonly err: string }> {
  const child = spawn(
    chromium!,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-extensions",
      "--hide-scrollbars",
      "--allow-file-access-from-files",
      `--user-data-dir=${join(folder, "profile")}`,
      `--proxy-server=127.0.0.1:${port}`,
      "--proxy-bypass-list=<-loopback>",
      "--enable-logging=stderr",
      "--virtual-time-budget=2000",
      "--dump-dom",
      pathToFileURL(join(folder, file)).href,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done) => child.once("close", () => done({ out, err })));
}
