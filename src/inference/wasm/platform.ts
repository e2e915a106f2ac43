/** The part of WebAssembly that the kernel uses; the libraries of TypeScript declare it for browsers only. */
interface Platform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { readonly host: Readonly<Record<string, WasmMemory | ((...numbers: number[]) => number | void)>> },
  ) => WasmInstance;
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
}

/** A compiled module. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Memory in pages of 64 KiB; its buffer is another one after it has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

declare const WebAssembly: Platform;

export const { Module, Instance, Memory } = WebAssembly;
