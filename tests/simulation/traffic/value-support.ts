// Traffic of the module `value-support`: days proved when they are matched, too early, twice, or by the wrong hands.
import { isFrozen } from "../model/accounts/book.ts";
import { computeOf, dayMs } from "../model/compute/book.ts";
import { energyOf } from "../model/energy/book.ts";
import { supportOf } from "../model/value-support/book.ts";
import { opensRoom } from "../model/value-support.ts";
import type { Draft, Traffic, World } from "../world.ts";

function proveSupport(world: World): Draft | undefined {
  const { random, model } = world;
  const deliveries = computeOf(model).deliveries.values();
  const fit = deliveries.filter(({ counter, site, startMs }) => {
    const { load } = computeOf(model).sites.at(site);
    return counter !== undefined && opensRoom(model, load, startMs - (startMs % dayMs));
  });
  if (fit.length === 0 && random.percent(70)) return undefined;
  const found = random.pickMaybe(random.percent(80) && fit.length > 0 ? fit : deliveries);
  const site = found === undefined ? undefined : computeOf(model).sites.at(found.site);
  const loads = energyOf(model).devices.keys();
  const load = site !== undefined && random.percent(95) ? site.load : random.pick(loads);
  const { holder } = energyOf(model).devices.at(load);
  if (isFrozen(model, holder)) return undefined;
  const startMs = found?.startMs ?? model.timeMs;
  const fromMs = startMs - (startMs % dayMs) + (random.percent(3) ? 3_600_000 : 0);
  const actor = random.percent(96) ? holder : world.someone();
  const days = random.percent(85) ? 1 : random.between(1, 3);
  return { actor, content: { load: random.percent(98) ? load : "nowhere", fromMs, days } };
}

export const traffic: Traffic = {
  proveSupport: { weight: 8, draft: proveSupport },
  claimFees: {
    weight: 3,
    draft(world) {
      const { random, model } = world;
      const found = random.pickMaybe(supportOf(model).proofs.entries());
      if (found === undefined || isFrozen(model, found[1].prover)) return undefined;
      const actor = random.percent(95) ? found[1].prover : world.someone();
      return { actor, content: { proof: random.percent(96) ? found[0] : found[0] + 70 } };
    },
  },
};
