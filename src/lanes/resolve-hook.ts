import { registerHooks } from "node:module";

const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
const entries: Readonly<Record<string, string>> = {
  lamarck: new URL(`../index${extension}`, import.meta.url).href,
  "lamarck/testing": new URL(`../testing/index${extension}`, import.meta.url).href,
};
let registered = false;

/** Lets a scenario's file, wherever it lies, import this very Lamarck by its name. For the calling thread; idempotent. */
export function provideLamarck(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = entries[specifier];
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
  });
}
