// The second part: green power and compute, from meters to money, over HTTP against a node of its own.
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import type { Clock } from "../clock.ts";
import { quote } from "../feeders.ts";
import { meterDataCentres } from "./dataCentres.ts";
import { deliverCompute } from "./deliveries.ts";
import { depositMetal } from "./deposits.ts";
import { priceNano, priceSources } from "./figures.ts";
import { importHours } from "./hours.ts";
import { matchHours } from "./matching.ts";
import { activateRoom, mintWithin, proveSupport } from "./proving.ts";
import { endRights, pledgeRights } from "./rights.ts";
import { walkToGenerators } from "./walk.ts";

export const powerChapters = 10;

export async function playPower(cast: Cast, story: Story, clock: Clock): Promise<void> {
  await importHours(cast, story);
  await meterDataCentres(cast, story);
  await matchHours(cast, story, clock);

  await quote(cast, priceNano);
  const metal = await depositMetal(cast);
  await deliverCompute(cast, story, { bob: metal.bob.AG[0] ?? 0, carol: metal.carol.AG[0] ?? 0 });
  await proveSupport(cast, story);
  await activateRoom(cast, story);
  for (const source of priceSources) story.say(`    ${source}`);
  const { AG: silver, CU: copper } = metal.bob;
  const all = [...silver.slice(1), ...copper];
  const part = [...silver.slice(1, 19), ...copper.slice(0, 2)];
  await mintWithin(cast, story, [...metal.alice.AG, ...metal.alice.CU], { all, part });
  await walkToGenerators(cast, story);

  const rights = await pledgeRights(cast, story, metal);
  await endRights(cast, story, clock, rights);
}
