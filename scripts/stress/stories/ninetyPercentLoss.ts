// Silver loses nine tenths of its price in five days of April 2012: made up, on top of the real prices.
import { dayMs, type Prices, pricesOf } from "../months.ts";
import { dayOf, Replay } from "../replay.ts";

const micro = 1_000_000n;
/** What is left of silver's price at the end of each day, in hundredths. */
const leftOfPrice = [63n, 40n, 25n, 16n, 10n];

function fallen(month: string, hundredths: bigint): Prices {
  const prices = pricesOf(month);
  return { ...prices, AG: ((prices.AG ?? 0n) * hundredths) / 100n };
}

export async function ninetyPercentLoss(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "ninety-percent-loss",
    title: "Silver loses 90 % within five days of April 2012: made up",
    start: "2012-03",
    metals: ["AG", "CU"],
    deposit: { AG: 19, CU: 1 },
    overrides: { "issuance.bandBp": 2_500n },
  });
  await replay.month("2012-04");
  await replay.tryMint("2012-04");
  for (const hundredths of leftOfPrice) {
    await replay.quote(fallen("2012-04", hundredths), undefined, dayMs);
    const day = dayOf(replay.ledger.timeMs);
    await replay.tryMint(day);
    await replay.redeem(day, 5_000n * micro, "CU");
    replay.record(day);
  }
  await replay.audit();
  await replay.block([{ actor: "issuer", type: "issuance/absorbLoss", content: {} }]);
  replay.record("loss absorbed");
  for (const month of ["2012-05", "2012-06", "2012-07", "2012-08"]) {
    await replay.month(month, undefined, fallen(month, 10n));
    await replay.tryMint(month);
    await replay.redeem(month, 5_000n * micro, "CU");
  }
  await replay.audit();
  return replay;
}
