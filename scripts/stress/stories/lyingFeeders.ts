// Three of ten feeders lie, each in its own way and then all the same way; and one of the devnet's three.
import { equal } from "../books.ts";
import { type Prices, pricesOf } from "../months.ts";
import { dayOf, Replay, type Voice, type Voices } from "../replay.ts";

const micro = 1_000_000n;

/** Honest feeders differ by up to fifteen hundredths of a per cent, and are sure to a thousandth. */
function honest(feeder: number, priceNano: bigint): Voice {
  const stated = (priceNano * (10_000n + 5n * BigInt((feeder % 7) - 3))) / 10_000n;
  return { priceNano: stated, confidenceNano: stated / 1_000n };
}

const stated = (priceNano: bigint): Voice => ({ priceNano, confidenceNano: priceNano / 1_000n });

/** Between a tenth and ten times the price, from a seed. */
function drawer(): (priceNano: bigint) => bigint {
  let seed = 2_013n;
  return (priceNano) => {
    seed = (seed * 1_103_515_245n + 12_345n) % 2n ** 31n;
    return (priceNano * (1_000n + (seed % 99_000n))) / 10_000n;
  };
}

/** The eighth says five times the price, the ninth a fifth of it, and the tenth anything. */
export function eachItsOwnWay(): Voices {
  const draw = drawer();
  return (feeder, _, priceNano) => {
    if (feeder === 7) return stated(priceNano * 5n);
    if (feeder === 8) return stated(priceNano / 5n);
    return feeder === 9 ? stated(draw(priceNano)) : honest(feeder, priceNano);
  };
}

/** The last three say five times the price of silver. */
export const silverTooHigh: Voices = (feeder, metal, priceNano) =>
  feeder >= 7 && metal === "AG" ? stated(priceNano * 5n) : honest(feeder, priceNano);

/** The last of three feeders says five times the price. */
export const oneTooHigh: Voices = (feeder, _, priceNano) =>
  feeder === 2 ? stated(priceNano * 5n) : honest(feeder, priceNano);

/** Price, and with it the range where that is asked for, lie within what honest feeders said and how sure they were. */
export function requireHonest(replay: Replay, prices: Prices, feeders: number, isRange: boolean): void {
  for (const metal of replay.setting.metals) {
    const { midNano, lowNano, highNano } = replay.stand.prices.get(metal) ?? { midNano: 0n, lowNano: 0n, highNano: 0n };
    const said = Array.from({ length: feeders }, (_, feeder) => honest(feeder, prices[metal] ?? 0n));
    const isWithin = (nano: bigint, slackNano: bigint) =>
      said.some(({ priceNano, confidenceNano }) => nano >= priceNano - confidenceNano - slackNano) &&
      said.some(({ priceNano, confidenceNano }) => nano <= priceNano + confidenceNano + slackNano);
    equal(`the price of ${metal} lies within honest quotes`, isWithin(midNano, 0n), true);
    // A second old at most: the range has widened by 39 millionths.
    if (isRange)
      equal(`the range of ${metal}`, isWithin(lowNano, widened(midNano)) && isWithin(highNano, widened(midNano)), true);
  }
}

const widened = (midNano: bigint) => (midNano * 40n) / 1_000_000n;

export async function lyingFeeders(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "lying-feeders",
    title: "Three of ten feeders lie, 2013-02 to 2013-06: real prices",
    start: "2013-01",
    metals: ["AG", "CU"],
    deposit: { AG: 10, CU: 2 },
    feeders: { count: 10, quorum: 7 },
  });
  const voices = eachItsOwnWay();
  for (const month of ["2013-02", "2013-03", "2013-04"]) {
    await replay.month(month, voices);
    await replay.quote(pricesOf(month), voices);
    requireHonest(replay, pricesOf(month), 7, true);
    await replay.tryMint(month);
    await replay.redeem(month, 5_000n * micro, "CU", voices);
  }
  await replay.audit();

  await replay.quote(pricesOf("2013-04"), silverTooHigh, 60_000);
  const day = dayOf(replay.ledger.timeMs);
  requireHonest(replay, pricesOf("2013-04"), 7, false);
  replay.record("three as one");
  await replay.tryMint(day);
  await replay.redeem(day, 5_000n * micro, "CU", silverTooHigh);
  await replay.audit();
  for (const month of ["2013-05", "2013-06"]) await replay.month(month, voices);
  await replay.audit();
  return replay;
}

export async function oneLiarOfThree(): Promise<Replay> {
  const replay = await Replay.begin({
    name: "one-liar-of-three",
    title: "One of the devnet's three feeders lies, 2013-02 to 2013-04: real prices",
    start: "2013-01",
    metals: ["AG", "CU"],
    deposit: { AG: 10, CU: 2 },
  });
  for (const month of ["2013-02", "2013-03", "2013-04"] as const) {
    await replay.month(month, oneTooHigh);
    await replay.quote(pricesOf(month), oneTooHigh);
    requireHonest(replay, pricesOf(month), 2, false);
    await replay.tryMint(month);
    await replay.redeem(month, 5_000n * micro, "CU", oneTooHigh);
  }
  await replay.audit();
  return replay;
}
