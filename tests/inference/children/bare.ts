// Plays exported models with nothing but ONNX Runtime: what anybody would write who has only the file.
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** A model's file, and what it sees step by step. */
export interface Play {
  readonly file: string;
  readonly observations: readonly (readonly number[])[];
}

const answers: number[][][] = [];
for (const { file, observations } of JSON.parse(readFileSync(process.argv[2]!, "utf8")) as readonly Play[]) {
  const session = await InferenceSession.create(file);
  const remembers = session.inputMetadata.find((input) => input.name === "memory");
  const units = remembers?.isTensor === true ? Number(remembers.shape[1]) : 0;
  let memory = new Tensor("float32", new Float32Array(units), [1, units]);
  const actions: number[][] = [];
  for (const observation of observations) {
    const feeds = { observation: new Tensor("float32", Float32Array.from(observation), [1, observation.length]) };
    const results = await session.run(units > 0 ? { ...feeds, memory } : feeds);
    actions.push([...(results["action"]!.data as Float32Array)]);
    if (units > 0) memory = results["memory_next"] as typeof memory;
  }
  answers.push(actions);
  await session.release();
}
process.stdout.write(JSON.stringify(answers));
