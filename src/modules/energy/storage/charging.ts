// Which certificates storage devices are charged with: what the loads of the hour left of the pool of the same zone.
import { minimum } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import type { HourMatching, HourVolume } from "../matching/matchHour.ts";
import { pairInOrder, shareOut } from "../matching/sharing.ts";

/** What one storage device gets from one generator. */
export interface ChargedPair {
  readonly generator: string;
  readonly charging: string;
  readonly wh: bigint;
}

/** An hour's matching, and what is left of the pool for storage devices. */
export interface HourOutcome extends HourMatching {
  readonly charged: readonly ChargedPair[];
}

/** What is left of the pool once loads are served and losses made up for. */
export function leftOver(pool: readonly HourVolume[], { pairs, losses }: HourMatching): HourVolume[] {
  const usedWh = new Map<string, bigint>();
  const use = (device: string, wh: bigint) => void usedWh.set(device, (usedWh.get(device) ?? 0n) + wh);
  for (const { generator, wh } of pairs) use(generator, wh);
  for (const { device, wh } of losses) use(device, wh);
  return pool.map((volume) => ({ ...volume, wh: volume.wh - (usedWh.get(volume.device) ?? 0n) }));
}

/**
 * Within each zone generators give, and storage devices get, in proportion (`shareOut`), both in the order of their names:
 * as much as there is, and as was charged.
 */
export function serveCharging(left: readonly HourVolume[], charges: readonly HourVolume[]): ChargedPair[] {
  const zones = [...new Set(charges.map(({ zone }) => zone))].sort(compareText);
  return zones.flatMap((zone) => {
    const [givers, takers] = [inZone(left, zone), inZone(charges, zone)];
    const [offeredWh, wantedWh] = [givers.map(({ wh }) => wh), takers.map(({ wh }) => wh)];
    const servedWh = minimum(sumOf(offeredWh), sumOf(wantedWh));
    return pairInOrder(shareOut(servedWh, offeredWh), shareOut(servedWh, wantedWh)).map(({ giver, taker, wh }) => ({
      generator: givers[giver]?.device ?? "",
      charging: takers[taker]?.device ?? "",
      wh,
    }));
  });
}

function inZone(volumes: readonly HourVolume[], zone: string): HourVolume[] {
  return volumes.filter((each) => each.zone === zone).sort((a, b) => compareText(a.device, b.device));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, wh) => sum + wh, 0n);
}
