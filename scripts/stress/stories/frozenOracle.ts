// Every feed stops between an announcement and its execution: in July 2011 for ten days, in October for sixteen.
import { dayMs, minuteMs, monthMs, pricesOf, slotOf } from "../months.ts";
import { dayOf, Replay } from "../replay.ts";

const micro = 1_000_000n;

/** No feed speaks from the second day on: a request that waits, a mint that is refused, and the block after the notice. */
async function freeze(replay: Replay, month: string): Promise<number> {
  await replay.monthBegins(month);
  await replay.quote(pricesOf(month), undefined, minuteMs);
  await replay.attest();
  replay.record(month);
  await replay.goTo(slotOf(month) * monthMs + 5 * dayMs);
  const day = dayOf(replay.ledger.timeMs);
  await replay.tryMint(day);
  const asked = await replay.request(5_000n * micro, "AG");
  await replay.goTo(slotOf(month) * monthMs + 7 * dayMs);
  replay.record("frozen");
  await replay.settle(dayOf(replay.ledger.timeMs), asked);
  return asked;
}

async function thaw(replay: Replay, month: string, afterDays: number): Promise<string> {
  const waitMs = slotOf(month) * monthMs + afterDays * dayMs - replay.ledger.timeMs;
  await replay.quote(pricesOf(month), undefined, waitMs);
  return dayOf(replay.ledger.timeMs);
}

export async function frozenOracle(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "frozen-oracle",
    title: "Every feed stops through a rebalance, 2011-07 and 2011-10: real prices",
    start: "2011-06",
    metals: ["AG", "CU"],
    deposit: { AG: 10, CU: 2 },
  });
  const july = await freeze(replay, "2011-07");
  const back = await thaw(replay, "2011-07", 10);
  await replay.settle(back, july);
  await replay.tryMint(back);
  replay.record(back);
  await replay.audit();

  for (const month of ["2011-08", "2011-09"]) await replay.month(month);
  const october = await freeze(replay, "2011-10");
  await replay.goTo(slotOf("2011-10") * monthMs + 14 * dayMs);
  await replay.settle(dayOf(replay.ledger.timeMs), october);
  replay.record("lapsed");
  const again = await thaw(replay, "2011-10", 16);
  await replay.redeem(again, 5_000n * micro, "AG");
  replay.record(again);
  await replay.audit();
  for (const month of ["2011-11", "2011-12", "2012-01"]) await replay.month(month);
  await replay.audit();
  return replay;
}
