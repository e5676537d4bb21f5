// What is dedicated to single loads in one hour: it serves them before anything else does.
import { minimum } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import { shareOut } from "./sharing.ts";

/** Generation of one device that may serve one load of its zone alone. */
export interface DedicatedVolume {
  readonly generator: string;
  readonly load: string;
  readonly wh: bigint;
}

/** Generation of one device that covers consumption of one load. */
export interface MatchedPair {
  readonly generator: string;
  readonly load: string;
  readonly wh: bigint;
}

interface LoadVolume {
  readonly device: string;
  readonly zone: string;
  readonly wh: bigint;
}

/**
 * Each load gets what is dedicated to it, up to its consumption; when there is more, its generators give in proportion
 * (`shareOut`), in the order of their names. Returns the pairs, and what is left of each load's consumption. What is
 * dedicated to a load that is not among these serves nobody.
 */
export function serveDedicated(dedicated: readonly DedicatedVolume[], loads: readonly LoadVolume[]) {
  const byLoad = new Map<string, DedicatedVolume[]>();
  for (const volume of dedicated) {
    const list = byLoad.get(volume.load);
    if (list === undefined) byLoad.set(volume.load, [volume]);
    else list.push(volume);
  }
  const pairs: MatchedPair[] = [];
  const open = loads.map((load): LoadVolume => {
    const volumes = (byLoad.get(load.device) ?? []).sort((a, b) => compareText(a.generator, b.generator));
    const offeredWh = volumes.reduce((sum, { wh }) => sum + wh, 0n);
    const servedWh = minimum(load.wh, offeredWh);
    for (const [at, wh] of shareOut(servedWh, weightsOf(volumes)).entries()) {
      const generator = volumes[at]?.generator ?? "";
      if (wh > 0n) pairs.push({ generator, load: load.device, wh });
    }
    return { ...load, wh: load.wh - servedWh };
  });
  pairs.sort((a, b) => compareText(a.load, b.load) || compareText(a.generator, b.generator));
  return { pairs, loads: open };
}

const weightsOf = (volumes: readonly DedicatedVolume[]) => volumes.map(({ wh }) => wh);
