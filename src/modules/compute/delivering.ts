// What one hour of a delivery adds to its site's day, within the site's time and energy.
import { maximum } from "#src/core/arithmetic.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { attributedWh, dayMs, hourMs, leastMilliWh, shareOfHour, wholeShare } from "./rules.ts";
import type { Ability, Delivery, DeliveryRecord, Site, SiteDay } from "./schemas.ts";
import { siteDays } from "./tables.ts";

const none = (): bigint[] => new Array<bigint>(24).fill(0n);

export const emptyDay = (): SiteDay => ({
  usedShare: none(),
  leastMilliWh: none(),
  attributedWh: none(),
  withheldWh: none(),
  deliveredMicroScu: none(),
  meteredMicroScu: none(),
  timedMicroScu: none(),
  slowestP99Ms: none(),
});

/** The figures of one hour, in the units of `SiteDay`. */
export type HourSums = { readonly [Name in keyof SiteDay]: bigint };

const noHour: HourSums = {
  usedShare: 0n,
  leastMilliWh: 0n,
  attributedWh: 0n,
  withheldWh: 0n,
  deliveredMicroScu: 0n,
  meteredMicroScu: 0n,
  timedMicroScu: 0n,
  slowestP99Ms: 0n,
};

export function hourSums(state: StateReader, site: string, atMs: number): HourSums {
  const start = atMs - (atMs % dayMs);
  const day = siteDays.get(state, site, start);
  const at = (atMs - start) / hourMs;
  return {
    usedShare: day?.usedShare[at] ?? 0n,
    leastMilliWh: day?.leastMilliWh[at] ?? 0n,
    attributedWh: day?.attributedWh[at] ?? 0n,
    withheldWh: day?.withheldWh[at] ?? 0n,
    deliveredMicroScu: day?.deliveredMicroScu[at] ?? 0n,
    meteredMicroScu: day?.meteredMicroScu[at] ?? 0n,
    timedMicroScu: day?.timedMicroScu[at] ?? 0n,
    slowestP99Ms: day?.slowestP99Ms[at] ?? 0n,
  };
}

/** What a record adds to each of its hours; refuses hours that are not matched, and what exceeds their time or energy. */
export function planHours(
  state: StateReader,
  { load }: Stored<Site>,
  ability: Stored<Ability>,
  { site, startMs, hoursMicroScu, counter, latencyP99Ms }: DeliveryRecord,
): HourSums[] {
  return hoursMicroScu.map((microScu, at) => {
    const atMs = startMs + at * hourMs;
    const matched = energy.loadHour(state, load, atMs);
    if (matched === undefined) throw refusals.hourNotMatched({ site, hourMs: atMs });
    const before = hourSums(state, site, atMs);
    const joules = counter?.hoursJoules[at];
    const ownWh = joules === undefined ? 0n : attributedWh(joules, energy.pueOfHour(state, load, atMs));
    const added = {
      usedShare: shareOfHour(microScu, ability.capacityMicroScu),
      leastMilliWh: leastMilliWh(microScu, ability.bestMicroScuPerKwh),
      attributedWh: ownWh,
      // Until chance has passed it over, or a verifier has run it again.
      withheldWh: ownWh,
      deliveredMicroScu: microScu,
      meteredMicroScu: joules === undefined ? 0n : microScu,
      timedMicroScu: latencyP99Ms === undefined ? 0n : microScu,
      slowestP99Ms: microScu === 0n ? 0n : BigInt(latencyP99Ms ?? 0),
    };
    if (before.usedShare + added.usedShare > wholeShare) throw refusals.capacityExceeded({ site, hourMs: atMs });
    const { demandWh } = matched;
    const isLeastUsed = before.leastMilliWh + added.leastMilliWh <= demandWh * 1_000n;
    const isAttributedUsed = before.attributedWh + added.attributedWh <= demandWh;
    // Work that took less than the best hardware needs was not done on what is installed.
    const isPlausible = joules === undefined || joules * 1_000n >= added.leastMilliWh * 3_600n;
    if (!isLeastUsed || !isAttributedUsed || !isPlausible) {
      throw refusals.energyExceeded({ site, hourMs: atMs, demandWh });
    }
    return added;
  });
}

/** A delivery that nobody challenged, or that passed: its energy opens room from now on. */
export function releaseEnergy(state: State, { site, startMs, attributedWh: ownWh }: Stored<Delivery>): void {
  addHours(
    state,
    site,
    startMs,
    ownWh.map((wh) => ({ ...noHour, withheldWh: -wh })),
  );
}

/** A delivery that failed has delivered nothing; its energy was used all the same, and stays withheld. */
export function voidWork(
  state: State,
  { site, startMs, hoursMicroScu, counter, latencyP99Ms }: Stored<Delivery>,
): void {
  const meteredOf = (microScu: bigint) => (counter === undefined ? 0n : -microScu);
  const timedOf = (microScu: bigint) => (latencyP99Ms === undefined ? 0n : -microScu);
  addHours(
    state,
    site,
    startMs,
    hoursMicroScu.map((each) => ({
      ...noHour,
      deliveredMicroScu: -each,
      meteredMicroScu: meteredOf(each),
      timedMicroScu: timedOf(each),
    })),
  );
}

export function addHours(state: State, site: string, startMs: number, planned: readonly HourSums[]): void {
  for (const [at, added] of planned.entries()) {
    const atMs = startMs + at * hourMs;
    const start = atMs - (atMs % dayMs);
    const before = siteDays.get(state, site, start) ?? emptyDay();
    const hour = (atMs - start) / hourMs;
    const plus = (list: readonly bigint[], more: bigint) =>
      list.map((value, each) => (each === hour ? value + more : value));
    siteDays.put(state, site, start, {
      usedShare: plus(before.usedShare, added.usedShare),
      leastMilliWh: plus(before.leastMilliWh, added.leastMilliWh),
      attributedWh: plus(before.attributedWh, added.attributedWh),
      withheldWh: plus(before.withheldWh, added.withheldWh),
      deliveredMicroScu: plus(before.deliveredMicroScu, added.deliveredMicroScu),
      meteredMicroScu: plus(before.meteredMicroScu, added.meteredMicroScu),
      timedMicroScu: plus(before.timedMicroScu, added.timedMicroScu),
      slowestP99Ms: before.slowestP99Ms.map((value, each) =>
        each === hour ? maximum(value, added.slowestP99Ms) : value,
      ),
    });
  }
}
