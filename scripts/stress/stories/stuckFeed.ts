// Copper's feed sticks in April 2010: its feeders repeat an old observation, then fall silent, and speak again in May.
import { dayMs, minuteMs, pricesOf } from "../months.ts";
import { agreed, dayOf, Replay, type Voices } from "../replay.ts";

const micro = 1_000_000n;

export async function stuckFeed(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "stuck-feed",
    title: "Copper's feed sticks, 2010-04 to 2010-05: real prices",
    start: "2010-02",
    metals: ["AG", "CU"],
    deposit: { AG: 10, CU: 1 },
  });
  await replay.month("2010-03");
  await replay.tryMint("2010-03");
  await replay.monthBegins("2010-04");
  await replay.quote(pricesOf("2010-04"), agreed, minuteMs);
  const observedMs = replay.ledger.timeMs;
  const repeated: Voices = (feeder, metal, priceNano) => {
    const voice = agreed(feeder, metal, priceNano);
    return voice === undefined || metal === "AG" ? voice : { ...voice, observedMs };
  };
  const silent: Voices = (feeder, metal, priceNano) => (metal === "CU" ? undefined : agreed(feeder, metal, priceNano));

  await replay.weeksLater("2010-04", 1, repeated);
  replay.record("stuck");
  await replay.audit();
  const stuck = dayOf(replay.ledger.timeMs);
  await replay.tryMint(stuck);
  const asked = await replay.request(5_000n * micro, "CU");
  await replay.quote(pricesOf("2010-04"), repeated, minuteMs);
  await replay.settle(stuck, asked);
  await replay.weeksLater("2010-04", 2, silent);
  await replay.quote(pricesOf("2010-04"), silent, dayMs);
  await replay.settle(dayOf(replay.ledger.timeMs), asked);
  replay.record("lapsed");

  await replay.monthBegins("2010-05", silent);
  await replay.audit();
  await replay.quote(pricesOf("2010-05"), silent, minuteMs);
  await replay.tryMint("2010-05-01");
  await replay.quote(pricesOf("2010-05"), agreed, 4 * dayMs);
  replay.record("speaks again");
  await replay.attest();
  await replay.tryMint(dayOf(replay.ledger.timeMs));
  await replay.redeem(dayOf(replay.ledger.timeMs), 5_000n * micro, "CU");
  for (const month of ["2010-06", "2010-07", "2010-08"]) await replay.month(month);
  await replay.audit();
  return replay;
}
