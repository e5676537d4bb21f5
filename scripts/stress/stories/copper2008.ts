// Copper, June 2008 to June 2009: real monthly prices, a reserve with as much copper as the standard band allows.
import { monthsBetween } from "../months.ts";
import { Replay } from "../replay.ts";

const micro = 1_000_000n;

export async function copper2008(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "copper-2008",
    title: "Copper, 2008-06 to 2009-06: real prices",
    start: "2008-06",
    metals: ["AG", "CU"],
    deposit: { AG: 41, CU: 10 },
    overrides: { "issuance.bandBp": 2_500n },
  });
  for (const month of monthsBetween("2008-07", "2009-06")) {
    await replay.month(month);
    await replay.tryMint(month);
    await replay.redeem(month, 20_000n * micro, "AG");
  }
  await replay.audit();
  return replay;
}
