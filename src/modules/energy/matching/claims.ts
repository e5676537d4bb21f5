// Claims as they are kept: once for the zone and hour of generation, and as ranges of the bundles that they are taken from.
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import type { State } from "#src/state/view.ts";
import { take } from "../bundles.ts";
import { hourMs as hourLengthMs } from "../days/hours.ts";
import type { Claim } from "../days/schemas.ts";
import { claims } from "../tables.ts";
import type { IdRange } from "./claimedRanges.ts";
import type { HourBooks } from "./hourBooks.ts";
import type { TakenClaim } from "./offers.ts";

interface TakenOfBundle {
  readonly device: string;
  readonly bundle: number;
  readonly claimed: IdRange[];
  readonly stored: IdRange[];
}

/** Writes the claims of an hour by zone, in the order of devices and ids, and takes them out of their bundles. */
export function writeClaims(state: State, { dayMs, hour }: HourBooks, taken: readonly TakenClaim[]): void {
  const byZone = new Map<string, Claim[]>();
  const byBundle = new Map<string, TakenOfBundle>();
  for (const { offer, claim } of taken) {
    const { device, bundle, zone } = offer;
    append(byZone, zone, claim);
    const key = `${device} ${bundle}`;
    const entry = byBundle.get(key) ?? { device, bundle, claimed: [], stored: [] };
    byBundle.set(key, entry);
    const ranges = claim.charging === undefined ? entry.claimed : entry.stored;
    ranges.push({ firstId: claim.firstId, lastId: claim.lastId });
  }
  for (const { device, bundle, ...ranges } of byBundle.values()) take(state, device, bundle, ranges);
  const hourMs = dayMs + hour * hourLengthMs;
  for (const [zone, list] of byZone) {
    list.sort((a, b) => compareText(a.device, b.device) || a.firstId - b.firstId);
    for (let at = 0; at < list.length; at += limits.claimsPerPartMax) {
      claims.put(state, zone, hourMs, at / limits.claimsPerPartMax, list.slice(at, at + limits.claimsPerPartMax));
    }
  }
}

function append(lists: Map<string, Claim[]>, key: string, claim: Claim): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [claim]);
  else list.push(claim);
}
