// Replays: holders run through the copper crash of 2008 and the power spike of 2021 and 2022; every epoch's arithmetic is exact.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import {
  createBank,
  holdersInRun,
  holdersLeaving,
  type Prices,
  quoteTogether,
  runAtOnce,
  settleRun,
} from "#tests/support/bankRun.ts";
import { expectedOf, expectedPayment, sumOf } from "#tests/support/bankRunArithmetic.ts";
import { coverageOf } from "#tests/support/issuance.ts";
import { june2008 } from "#tests/support/prices.ts";

// A few seconds each on an idle core; a busy machine takes several times as long.
vi.setConfig({ testTimeout: 180_000 });

const path = (name: string) => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));

/** Monthly averages, dollars a tonne of copper and a troy ounce of silver: World Bank, Commodity Price Data (Pink Sheet), CC BY 4.0. */
const crash = [
  ["2008-06", "8260.595", "16.969"],
  ["2008-07", "8414.043", "18.0339"],
  ["2008-08", "7634.7", "14.635"],
  ["2008-09", "6990.864", "12.373"],
  ["2008-10", "4925.696", "10.4413"],
  ["2008-11", "3717.0", "9.8652"],
  ["2008-12", "3071.976", "10.2857"],
  ["2009-01", "3220.69", "11.2682"],
] as const;

/** Day-ahead means of Germany, euros a megawatt-hour: Ember, European wholesale electricity prices, CC BY 4.0. */
const power2020 = [
  "34.61",
  "21.69",
  "22.47",
  "17.51",
  "17.75",
  "26",
  "30.37",
  "34.4",
  "43.65",
  "34.05",
  "38.22",
  "43.75",
] as const;

/** Synthetic, since the file ends with 2020: a rise to 465 in August 2022, about what was reported then, and a fall after it. */
const synthetic2021to2022 = [53, 49, 47, 54, 53, 74, 81, 83, 128, 140, 176, 221, 168, 129, 252, 166, 178, 218].concat([
  315, 465, 346, 153, 174, 252,
]);

/** Billionths in the decimal text of a price. */
function nanoOf(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** A tonne is a thousand kilograms, a troy ounce 31.1034768 grams. */
const kilogramNano = (tonne: string) => nanoOf(tonne) / 1_000n;
const gramNano = (ounce: string) => (nanoOf(ounce) * 10_000_000n) / 311_034_768n;

interface Month {
  readonly label: string;
  readonly prices: Prices;
}

/** Some holders leave each month at its prices; answers each month's zone and rate. */
async function replay(months: readonly Month[], powerQuantity?: bigint) {
  const power = powerQuantity === undefined ? {} : { power: { quantity: powerQuantity } };
  const { ledger } = createBank({ prices: months[0]?.prices ?? {}, ...power });
  const each = Math.trunc(holdersInRun / months.length);
  const told: { label: string; zone: string | undefined; rateNano: bigint; coverageBp: bigint }[] = [];
  for (const [at, { label, prices }] of months.entries()) {
    quoteTogether(ledger, prices);
    const { zone } = await coverageOf(ledger);
    runAtOnce(
      ledger,
      holdersLeaving(at * each, (at + 1) * each, (holder) => (holder % 2 === 0 ? { metal: "CU" } : {})),
    );
    const run = await settleRun(ledger, at + 1, prices);
    const expected = expectedOf(run, prices, powerQuantity);
    const { lowNano, rateNano, distributableNano, supplyMicroKdg } = run.epoch.pricing;
    expect([label, lowNano, rateNano, distributableNano, supplyMicroKdg]).toEqual([
      label,
      expected.lowNano,
      expected.rateNano,
      expected.distributableNano,
      expected.supplyMicroKdg,
    ]);
    const wrong = run.paid.filter((payment) => {
      const { burntMicroKdg, feeMicroKdg } = expectedPayment(payment, expected);
      return payment.burntMicroKdg !== burntMicroKdg || payment.feeMicroKdg !== feeMicroKdg;
    });
    expect([label, wrong]).toEqual([label, []]);
    expect(run.before.supply - run.after.supply).toBe(sumOf(run.paid, "burntMicroKdg") + run.surplusBurnt);
    expect(run.epoch.requestedMicroKdg).toBe(
      run.epoch.burntMicroKdg + run.epoch.feeMicroKdg + run.epoch.returnedMicroKdg,
    );
    told.push({ label, zone, rateNano, coverageBp: expected.coverageBp });
  }
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.faults).toEqual([]);
  return told;
}

test("copper falls to three eighths of June 2008 and the zone stays green, since the money falls with what backs it", async () => {
  const months = crash.map(([label, copper, silver]) => {
    return { label, prices: { CU: kilogramNano(copper), AG: gramNano(silver) } };
  });
  const told = await replay(months);
  expect(told.map(({ zone }) => zone)).toEqual(months.map(() => "green"));
  const rates = told.map(({ rateNano }) => rateNano);
  const [first = 0n, december = 0n] = [rates[0], rates[6]];
  expect(december * 2n < first).toBe(true);
});

test("power at a trailing year's mean rises fivefold by 2022, real to 2020 and synthetic after: green, amber, red, one rate each", async () => {
  const spot = [...power2020.map(nanoOf), ...synthetic2021to2022.map((euros) => BigInt(euros) * 1_000_000_000n)];
  const trailing = (at: number) => spot.slice(at - 11, at + 1).reduce((sum, price) => sum + price, 0n) / 12n;
  const months = Array.from({ length: 13 }, (_, index) => {
    const at = 11 + 2 * index - (index === 12 ? 1 : 0);
    const label = `${2020 + Math.trunc(at / 12)}-${`${(at % 12) + 1}`.padStart(2, "0")}`;
    return { label: at > 11 ? `${label} synthetic` : label, prices: { ...june2008, ELEC: trailing(at) } };
  });
  const told = await replay(months, 8_000n);
  const zones = told.map(({ zone }) => zone);
  expect([...new Set(zones)]).toEqual(["green", "amber", "red"]);
  for (const { zone, coverageBp } of told) {
    expect(zone === "green" ? coverageBp >= 11_000n : zone === "amber" ? coverageBp >= 10_000n : true).toBe(true);
  }
  expect(told.every(({ rateNano }) => rateNano > 0n)).toBe(true);
});

const pinkSheet = path("worldbank_pinksheet_monthly.csv");
describe.skipIf(!existsSync(pinkSheet))(`the table of 2008 against ${pinkSheet}`, () => {
  test("is what the file says", () => {
    const [head = "", ...rows] = readFileSync(pinkSheet, "utf8").split(/\r?\n/);
    const columns = head.split(",");
    const cells = new Map(rows.map((row) => [row.split(",")[0], row.split(",")]));
    for (const [label, copper, silver] of crash) {
      const row = cells.get(label);
      expect([label, row?.[columns.indexOf("COPPER")], row?.[columns.indexOf("SILVER")]]).toEqual([
        label,
        copper,
        silver,
      ]);
    }
  });
});

const ember = path("ember_europe_wholesale_monthly.csv");
describe.skipIf(!existsSync(ember))(`the table of 2020 against ${ember}`, () => {
  test("is what the file says, which has nothing of 2021 and 2022", () => {
    const german = readFileSync(ember, "utf8")
      .split(/\r?\n/)
      .filter((row) => row.startsWith("Germany,"));
    const of = (year: string) =>
      german.filter((row) => row.includes(`/${year},`)).map((row) => row.split(",")[3] ?? "");
    expect(of("2020")).toEqual([...power2020]);
    expect([of("2021"), of("2022")]).toEqual([[], []]);
  });
});
