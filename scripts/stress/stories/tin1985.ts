// Tin, August 1985 to December 1986: the collapse of the International Tin Council in real monthly prices.
import { monthsBetween } from "../months.ts";
import { Replay } from "../replay.ts";

const micro = 1_000_000n;

export async function tin1985(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "tin-1985",
    title: "Tin, 1985-08 to 1986-12: real prices",
    start: "1985-08",
    metals: ["AG", "CU", "SN"],
    deposit: { AG: 35, CU: 6, SN: 9 },
    overrides: { "issuance.bandBp": 2_500n },
  });
  for (const month of monthsBetween("1985-09", "1986-12")) {
    await replay.month(month);
    await replay.tryMint(month);
    await replay.redeem(month, 5_000n * micro, "AG");
  }
  await replay.audit();
  return replay;
}
