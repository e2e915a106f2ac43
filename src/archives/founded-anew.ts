import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import type { Member } from "./member.ts";
import { byMerit, settled } from "./merit.ts";

/**
 * Empties an archive whose best is as old as so many generations (from 1), so that its search begins anew at another
 * place: what a population has against local optima, as strategies have restarts. The best of all lives on apart, on an
 * island after the others where nobody is born. Throws `UserError` for an age out of range.
 */
export function foundedAnew(archive: Archive, after: number): Archive {
  expectWhole("restartAfter", after, 1, 1_000_000);
  const home = archive.islands;
  return {
    name: `${archive.name}-founded-anew`,
    capacity: archive.capacity + 1,
    islands: archive.islands,
    apart: home,
    place(placement) {
      const { generation, members } = placement;
      const apart = members.filter(({ island }) => island === home);
      const living = archive.place({ ...placement, members: members.filter(({ island }) => island < home) });
      const [best] = living.toSorted(byMerit);
      if (best === undefined || generation - best.generation < after) return [...living, ...apart];
      return [kept([best, ...apart], home)];
    },
  };
}

function kept(some: readonly Member[], home: number): Member {
  return settled(some.toSorted(byMerit)[0]!, home, 0);
}
