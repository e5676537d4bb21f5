// Replays: copper 2008, tin 1985, a loss of nine tenths, a stuck feed, lying feeders and a frozen oracle, through every module.
// The books are looked at after every block (scripts/stress/books.ts); here is what each story must come to.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { coverOf, rateOf } from "#scripts/stress/apart.ts";
import { Books } from "#scripts/stress/books.ts";
import { monthMs, monthOf, type Prices, pricesOf } from "#scripts/stress/months.ts";
import { prices1983to1986 } from "#scripts/stress/prices1983to1986.ts";
import { type Attempt, Replay } from "#scripts/stress/replay.ts";
import { csvOf, jsonOf, sectionOf } from "#scripts/stress/report.ts";
import { copper2008, copper2008InStandardBand } from "#scripts/stress/stories/copper2008.ts";
import { frozenOracle } from "#scripts/stress/stories/frozenOracle.ts";
import { lyingFeeders, oneLiarOfThree } from "#scripts/stress/stories/lyingFeeders.ts";
import { ninetyPercentLoss } from "#scripts/stress/stories/ninetyPercentLoss.ts";
import { stuckFeed } from "#scripts/stress/stories/stuckFeed.ts";
import { tin1985 } from "#scripts/stress/stories/tin1985.ts";
import { toldOf } from "#scripts/stress/stories.ts";

// A few seconds each on an idle core; a busy machine takes several times as long.
vi.setConfig({ testTimeout: 300_000 });

interface Reweighting {
  readonly atMs: number;
  readonly lines: readonly { readonly component: string; readonly priceNano: bigint }[];
}
const reweightingOf = async ({ ledger }: Replay, number: number) =>
  (await ledger.query("basket/reweighting", { number })) as Reweighting;

const rebalancesOf = async (replay: Replay) =>
  (await replay.rebalances()).map(({ state, obstacle }) => [state, obstacle].filter((each) => each).join(": "));

const refusedAt = (mints: readonly Attempt[]) => mints.map(({ at, refused }) => `${at} ${refused ?? "minted"}`);

/** What holds in every story: zones by their lines, deficits in the red alone, nothing minted but in green, one rate. */
async function expectDocumented(replay: Replay): Promise<void> {
  expect(replay.ledger.faults).toEqual([]);
  expect(await replay.ledger.audit()).toEqual([]);
  for (const { zone, coverageBp, deficitNano } of replay.rows) {
    expect(zone).toBe(coverageBp >= 11_000n ? "green" : coverageBp >= 10_000n ? "amber" : "red");
    expect(deficitNano > 0n).toBe(zone === "red");
  }
  for (const { zone, status, refused } of replay.mints) {
    if (status === "stale") expect(refused).toBe("basket/valueUnsound");
    else if (zone !== "green") expect(refused).toBe("issuance/zoneNotGreen");
    else expect([undefined, "issuance/outOfComposition"]).toContain(refused);
  }
  for (const { lowNano = 0n, rateNano = 0n } of replay.redeemed) expect(rateNano <= lowNano).toBe(true);
  expect(replay.books.reweightings).toBe(
    (await replay.rebalances()).filter(({ state }) => state === "executed").length,
  );
}

test("copper 2008: a reserve of three quarters copper goes green, amber, red, amber, and no rebalance leads away from it", async () => {
  const replay = await copper2008();
  await expectDocumented(replay);
  expect(replay.path).toEqual(["green", "amber", "red", "amber"]);
  expect(replay.lowestBp).toBe(9_822n);
  const zones = replay.rows.map(({ at, zone }) => [at, zone]);
  expect(zones.filter(([, zone]) => zone === "red")).toEqual([["2009-02", "red"]]);
  expect(zones.filter(([, zone]) => zone === "green").map(([at]) => at)).toEqual([
    ...["2008-06", "2008-07", "2008-08", "2008-09", "2008-10"],
  ]);
  expect(replay.mints.filter(({ refused }) => refused === undefined)).toHaveLength(4);
  // Before haircuts there is enough for everybody, so each is paid R.low in full, in the red too.
  for (const { state, rateNano, lowNano } of replay.redeemed) expect([state, rateNano]).toEqual(["settled", lowNano]);
  expect(await rebalancesOf(replay)).toEqual(Array.from({ length: 4 }, () => "lapsed: metalsCannotFollow AG"));

  const told = [await toldOf(replay)];
  const { rows } = replay;
  expect(csvOf(told).trim().split("\n")).toHaveLength(1 + rows.length);
  expect(JSON.parse(jsonOf(told)).replays[0].rows[0]).toMatchObject({ at: "2008-06", coverageBp: "11500" });
  const section = sectionOf(told);
  expect(section.match(/<svg /g)).toHaveLength(2);
  expect(section).toContain("zones green, amber, red, amber; coverage at least 98.22 %");
  expect(section).not.toMatch(/NaN|undefined|https?:/);
});

test("copper 2008 with as much copper as the standard band allows stays green", async () => {
  const replay = await copper2008InStandardBand();
  await expectDocumented(replay);
  expect([replay.path, replay.lowestBp]).toEqual([["green"], 11_091n]);
  expect(replay.mints.every(({ refused }) => refused === undefined)).toBe(true);
});

test("tin 1985: tin falls to two fifths and stays there, the zone goes amber and no further, and two rebalances are executed", async () => {
  const replay = await tin1985();
  await expectDocumented(replay);
  expect(new Set(replay.path)).toEqual(new Set(["green", "amber"]));
  expect(replay.path.at(-1)).toBe("amber");
  expect(replay.lowestBp).toBe(10_447n);
  expect(replay.rows.every(({ deficitNano }) => deficitNano === 0n)).toBe(true);
  const tin = replay.rows.map(({ pricesNano }) => pricesNano.get("SN") ?? 0n);
  expect((tin[9] ?? 0n) * 5n < (tin[0] ?? 0n) * 3n).toBe(true);
  expect(await rebalancesOf(replay)).toEqual([
    ...["executed", "executed"],
    ...Array.from({ length: 3 }, () => "lapsed: metalsCannotFollow CU"),
  ]);
  for (const { state, rateNano, lowNano } of replay.redeemed) expect([state, rateNano]).toEqual(["settled", lowNano]);
});

test("a loss of nine tenths in five days: red, a deficit, each redeemer paid what there is for each, the surplus burnt first", async () => {
  const replay = await ninetyPercentLoss();
  await expectDocumented(replay);
  expect(replay.path).toEqual(["green", "amber", "red"]);
  expect(replay.lowestBp).toBe(6_769n);
  expect(replay.mints.slice(1).map(({ refused }) => refused)).toEqual(
    Array.from({ length: 9 }, () => "issuance/zoneNotGreen"),
  );
  const [day1, day2, day3, day4, day5, ...after] = replay.redeemed;
  for (const each of [day1, day2, day3, day4]) expect(each?.rateNano).toBe(each?.lowNano);
  for (const each of [day5, ...after]) expect((each?.rateNano ?? 0n) < (each?.lowNano ?? 0n)).toBe(true);
  expect([...new Set(replay.redeemed.map(({ state }) => state))]).toEqual(["settled"]);
  // Fees of the last redemption alone are left of the surplus: each pricing burns it for holders; junior units bear the rest.
  expect(replay.stand.surplusMicroKdg < 20_000_000n).toBe(true);
  expect(replay.stand.juniorUnits).toBe(0n);
  expect(await rebalancesOf(replay)).toEqual(["lapsed: metalsCannotFollow AG", "executed"]);
});

test("a stuck feed: stale, nothing minted, no observation, the rebalance held and lapsed; all recovers with the feed", async () => {
  const replay = await stuckFeed();
  await expectDocumented(replay);
  expect(replay.path).toEqual(["green", "red while stale", "green"]);
  expect(replay.lowestBp).toBe(11_480n);
  expect(refusedAt(replay.mints)).toEqual([
    "2010-03 minted",
    "2010-04-09 basket/valueUnsound",
    "2010-05-01 basket/valueUnsound",
    "2010-05-06 minted",
  ]);
  // It waits for a sound price for a week after its epoch closed, and then goes back whole.
  expect(replay.redeemed.map(({ at, state }) => `${at} ${state}`)).toEqual([
    "2010-04-09 closed",
    "2010-04-17 lapsed",
    "2010-05-06 settled",
  ]);
  const [stuck, lapsed] = ["stuck", "lapsed"].map((at) => replay.rows.find((row) => row.at === at));
  expect([lapsed?.supplyMicroKdg, lapsed?.weightsBp]).toEqual([stuck?.supplyMicroKdg, stuck?.weightsBp]);
  expect(await rebalancesOf(replay)).toEqual(["lapsed: priceUnsound CU", "executed"]);
  const observed = async (number: number) => {
    const { prices } = (await replay.ledger.query("weights/observation", { number })) as {
      prices: { component: string }[];
    };
    return prices.map(({ component }) => component);
  };
  // Thirty before the start, then February, March, April and May.
  expect(await Promise.all([31, 32, 33, 34].map(observed))).toEqual([["AG", "CU"], ["AG", "CU"], ["AG"], ["AG", "CU"]]);
});

/** What honest feeders say at most: fifteen hundredths of a per cent around a price. */
const honestBounds = (priceNano: bigint) => [(priceNano * 9_985n) / 10_000n, (priceNano * 10_015n) / 10_000n] as const;

/** Every round kept, the one before a month's change included, lies within honest quotes of its month or the month before. */
async function expectHonestRounds(replay: Replay): Promise<void> {
  for (const feed of ["AG", "CU"] as const) {
    const { items } = (await replay.ledger.query("oracle/rounds", { feed, limit: 200 })) as {
      items: { atMs: number; priceNano: bigint }[];
    };
    expect(items.length).toBeGreaterThan(50);
    for (const { atMs, priceNano } of items) {
      const slot = Math.floor(atMs / monthMs);
      const said = [pricesOf(monthOf(slot)), pricesOf(monthOf(slot - 1))].map((prices: Prices) => prices[feed] ?? 0n);
      const bounds = said.flatMap((each) => honestBounds(each)).sort((left, right) => (left < right ? -1 : 1));
      expect([feed, atMs, priceNano >= (bounds[0] ?? 0n) && priceNano <= (bounds.at(-1) ?? 0n)]).toEqual([
        feed,
        atMs,
        true,
      ]);
    }
  }
}

async function expectHonestReweighting(replay: Replay): Promise<void> {
  const { lines } = await reweightingOf(replay, 1);
  const prices = pricesOf("2013-04");
  for (const { component, priceNano } of lines) {
    const [least, most] = honestBounds(prices[component as "AG" | "CU"] ?? 0n);
    expect([component, priceNano >= least && priceNano <= most]).toEqual([component, true]);
  }
}

test("three lying feeders of ten move no price and widen no range, each its own way or all as one", async () => {
  const replay = await lyingFeeders();
  await expectDocumented(replay);
  await expectHonestRounds(replay);
  await expectHonestReweighting(replay);
  expect(replay.path).toEqual(["green"]);
  const asOne = replay.rows.find(({ at }) => at === "three as one");
  expect([asOne?.status, asOne?.zone, asOne?.coverageBp]).toEqual(["sound", "green", 11_674n]);
  expect(replay.redeemed.map(({ state, rateNano, lowNano }) => [state, rateNano === lowNano])).toEqual(
    Array.from({ length: 4 }, () => ["settled", true]),
  );
  const [, , before, during] = replay.redeemed;
  // Within a thousandth of what honest feeders alone gave the month before.
  const [honestNano, toldNano] = [before?.rateNano ?? 0n, during?.rateNano ?? 0n];
  expect(toldNano * 1_000n > honestNano * 999n).toBe(true);
  expect(await rebalancesOf(replay)).toEqual(["executed"]);
});

test("one of the devnet's three feeders moves no price, and by its range stops mints and has redemptions returned", async () => {
  const replay = await oneLiarOfThree();
  await expectDocumented(replay);
  await expectHonestReweighting(replay);
  expect(replay.path).toEqual(["green", "red"]);
  expect(replay.lowestBp).toBe(0n);
  expect(replay.redeemed.map(({ state }) => state)).toEqual(["lapsed", "lapsed", "lapsed"]);
  // Nothing was burnt for a rate of nothing, and the KDG went back.
  expect(new Set(replay.rows.map(({ supplyMicroKdg }) => supplyMicroKdg)).size).toBe(1);
});

test("a frozen oracle: executed at the first sound block, or lapsed; a request waits for a price or goes back", async () => {
  const replay = await frozenOracle();
  await expectDocumented(replay);
  expect(replay.path).toEqual(["green", "red while stale", "green", "red while stale", "green"]);
  expect(replay.lowestBp).toBe(11_461n);
  expect(refusedAt(replay.mints)).toEqual([
    "2011-07-07 basket/valueUnsound",
    "2011-07-12 minted",
    "2011-10-07 basket/valueUnsound",
  ]);
  expect(replay.redeemed.map(({ at, state }) => `${at} ${state}`)).toEqual([
    "2011-07-09 closed",
    "2011-07-12 settled",
    "2011-10-09 closed",
    "2011-10-16 lapsed",
    "2011-10-18 settled",
  ]);
  expect(await rebalancesOf(replay)).toEqual(["executed", "lapsed: priceUnsound AG", "lapsed: metalsCannotFollow AG"]);
  // Ten days into the month: the very block in which the feeders spoke again, at what they said in it.
  const { atMs, lines } = await reweightingOf(replay, 1);
  expect(atMs).toBe(498 * monthMs + 10 * 86_400_000);
  expect(lines.map(({ component, priceNano }) => [component, priceNano])).toEqual(Object.entries(pricesOf("2011-07")));
});

describe("the look at the books", () => {
  const prices = (low: bigint, high: bigint) =>
    new Map([["AG", { status: "sound", midNano: high, lowNano: low, highNano: high } as const]]);
  const basket = { basketKdg: 1n, remainderNano: 0n, lines: [{ component: "AG", quantity: 1n }] };

  test("knows the edges of zones by hand", () => {
    const held = [{ metal: "AG", attestedMg: 110_000n } as const];
    const zoneOf = (supply: bigint) => coverOf(held, basket, prices(1_000n, 1_000n), supply).zone;
    // 110 g x 1,000 x 0.7 = 77,000; a liability of 70,000 is 110 %, one of 77,000 is 100 %.
    expect([70_000_000n, 70_010_000n, 77_000_000n, 77_010_000n].map(zoneOf)).toEqual([
      "green",
      "amber",
      "amber",
      "red",
    ]);
    expect(coverOf(held, basket, prices(1_000n, 1_000n), 80_000_000n).deficitNano).toBe(3_000n);
  });

  test("pays R.low, or what there is for each", () => {
    const metals = [{ metal: "AG", attestedMg: 50_000n } as const];
    const rate = (supplyMicroKdg: bigint, surplusMicroKdg: bigint) =>
      rateOf({ metals, supplyMicroKdg, surplusMicroKdg }, basket, prices(1_000n, 1_100n)).rateNano;
    expect([rate(50_000_000n, 0n), rate(100_000_000n, 0n), rate(100_000_000n, 50_000_000n)]).toEqual([
      1_000n,
      500n,
      1_000n,
    ]);
  });

  test("finds what does not add up: money or metal that no event tells of, and money that was never minted", async () => {
    const replay = await copperOnly();
    await expect(new Books().inspect(replay.ledger, [])).rejects.toThrow("the supply against minted less burnt");
    const forged = { type: "issuance/metalRedeemed", content: { metal: "CU", fineWeightMg: 1n, burntMicroKdg: 0n } };
    await expect(replay.books.inspect(replay.ledger, [forged])).rejects.toThrow("CU held against what came and went");
  });
});

function copperOnly(): Promise<Replay> {
  return Replay.begin({
    ...{ name: "begun", title: "Begun", start: "2008-06", metals: ["AG", "CU"] },
    deposit: { AG: 12, CU: 1 },
  });
}

const pinkSheet = fileURLToPath(new URL("../../../shared/data/worldbank_pinksheet_monthly.csv", import.meta.url));
describe.skipIf(!existsSync(pinkSheet))(`the table of 1983 to 1986 against ${pinkSheet}`, () => {
  test("is what the file says", () => {
    const [head = "", ...rows] = readFileSync(pinkSheet, "utf8").split(/\r?\n/);
    const columns = head.split(",");
    const cells = new Map(rows.map((row) => [row.split(",")[0], row.split(",")]));
    for (const [month, ...said] of prices1983to1986) {
      const row = cells.get(month);
      expect([month, ...["COPPER", "SILVER", "TIN"].map((name) => row?.[columns.indexOf(name)])]).toEqual([
        month,
        ...said,
      ]);
    }
  });
});
