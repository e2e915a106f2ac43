import type { Neat, NeatNode } from "../../genome/kinds/network/neat.ts";
import { type PortNames, unitNames } from "../../genome/kinds/network/unit-names.ts";

/**
 * A part of a network as people read it: what it leads from, through and to, then each node as a formula. Hidden nodes are
 * called h0, h1 and so on in the order of the whole network; `before` is the value of the last step.
 */
export function networkText(part: Neat, whole: Neat, names: PortNames): string {
  const { inputs, outputs } = part;
  const called = unitNames(whole, names);
  const hidden = whole.nodes.filter(({ id }) => id >= inputs + outputs);
  const sources = new Set(part.connections.map(({ from }) => from));
  const isHidden = (id: number): boolean => id >= inputs + outputs;
  const told = part.nodes.filter(
    ({ id, bias }) => isHidden(id) || bias !== 0 || part.connections.some(({ to }) => to === id),
  );
  const listed = (ids: readonly number[]): string => ids.map((id) => called.get(id)!).join(", ");
  const stations = [
    Array.from({ length: inputs }, (_, id) => id).filter((id) => sources.has(id)),
    hidden.map(({ id }) => id).filter((id) => told.some((node) => node.id === id)),
    Array.from({ length: outputs }, (_, i) => inputs + i).filter((id) => told.some((node) => node.id === id)),
  ];
  const [from, ...on] = stations.map(listed);
  const path = [from || "bias", ...on].filter((station) => station !== "").join(" -> ");
  return [path, ...told.map((node) => `${called.get(node.id)!} = ${formulaOf(node, part, called)}`)].join("\n");
}

function formulaOf(
  { id, activation, bias }: NeatNode,
  { connections }: Neat,
  called: ReadonlyMap<number, string>,
): string {
  const terms = connections
    .filter(({ to }) => to === id)
    .map(({ from, weight, delayed }) => [weight, ` ${called.get(from)!}${delayed ? " before" : ""}`] as const);
  const sum = [...terms, ...(bias === 0 ? [] : [[bias, ""] as const])]
    .map(([factor, name], i) => {
      const sign = factor < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      return `${sign}${figure(Math.abs(factor))}${name}`;
    })
    .join("");
  return activation === "linear" ? sum || "0" : `${activation}(${sum || 0})`;
}

/** Three digits. */
function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
