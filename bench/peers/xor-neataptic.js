// neataptic's loop on exclusive or: node xor-neataptic.js <its entry> <seeds> <generations>. Prints one JSON line.
import { createRequire } from "node:module";

const [entry, seeds, generations] = process.argv.slice(2);
const { Neat, methods } = createRequire(import.meta.url)(entry);
const population = 150;
const cases = [
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 0], 1],
  [[1, 1], 0],
];
let solved = false;
let precise = false;

// Its randomness is Math.random: seeded here, so that a round can be repeated.
let state = 1;
Math.random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

function fitness(network) {
  let error = 0;
  let isRight = true;
  for (const [inputs, answer] of cases) {
    const given = network.noTraceActivate(inputs)[0];
    error += (given - answer) ** 2;
    isRight &&= Math.abs(given - answer) < 0.5;
  }
  solved ||= isRight;
  precise ||= error < 0.1;
  return 4 - error;
}

async function run(seed) {
  state = seed;
  solved = false;
  precise = false;
  const loop = new Neat(2, 1, fitness, {
    popsize: population,
    mutation: methods.mutation.FFW,
    equal: true,
    elitism: 10,
    mutationRate: 0.5,
  });
  for (let generation = 0; generation < Number(generations); generation++) await loop.evolve();
  return { solved, precise, members: loop.population.length };
}

for (let seed = 0; seed < Number(seeds); seed++) await run(1000 + seed);
const cpu = process.cpuUsage();
const begun = performance.now();
const runs = [];
for (let seed = 1; seed <= Number(seeds); seed++) runs.push(await run(seed));
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    genomes: Number(seeds) * Number(generations) * population,
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    solved: runs.filter((one) => one.solved).length,
    precise: runs.filter((one) => one.precise).length,
    members: `${Math.min(...runs.map(({ members }) => members))} to ${Math.max(...runs.map(({ members }) => members))}`,
  }),
);
