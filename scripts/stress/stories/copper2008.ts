// Copper, June 2008 to June 2009: real monthly prices, and a reserve with more copper than the basket.
import { monthsBetween } from "../months.ts";
import { Replay } from "../replay.ts";
import type { Setting } from "../setting.ts";

const micro = 1_000_000n;

/** Three quarters copper: as far as a band of 25 % allows. */
export function copper2008(): Promise<Replay> {
  return play({
    name: "copper-2008",
    title: "Copper, 2008-06 to 2009-06: real prices",
    deposit: { AG: 41, CU: 10 },
    overrides: { "issuance.bandBp": 2_500n },
  });
}

/** Six tenths copper: as far as the standard band of 10 % allows. */
export function copper2008InStandardBand(): Promise<Replay> {
  return play({
    name: "copper-2008-standard-band",
    title: "Copper, 2008-06 to 2009-06, within the standard band: real prices",
    deposit: { AG: 50, CU: 6 },
  });
}

async function play(setting: Omit<Setting, "start" | "metals">): Promise<Replay> {
  const replay = await Replay.begin({ ...setting, start: "2008-06", metals: ["AG", "CU"] });
  for (const month of monthsBetween("2008-07", "2009-06")) {
    await replay.month(month);
    await replay.tryMint(month);
    await replay.redeem(month, 20_000n * micro, "AG");
  }
  await replay.audit();
  return replay;
}
