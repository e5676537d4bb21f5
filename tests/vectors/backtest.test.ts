// The backtest: dirty price files, strategies against figures reckoned by hand, and the command itself.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { coverageOf } from "#scripts/backtest/coverage.ts";
import { play, worthAt } from "#scripts/backtest/history.ts";
import { monthAfter, panelOf, readPrices } from "#scripts/backtest/prices.ts";
import { annualVolatility, bootstrapDifference, drawdowns, logReturns } from "#scripts/backtest/statistics.ts";
import { replaysOn } from "#scripts/backtest/stress.ts";
import { weighByRule, weighEqually, weighOnce } from "#scripts/backtest/weighers.ts";
import { weightDefaults } from "#src/weighting/defaults.ts";

const folder = mkdtempSync(join(tmpdir(), "kedge-backtest-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file of prices", () => {
  it("has units in its second row or not, and blanks that are no prices", () => {
    const table = readPrices("month,A,B\nunit,$/t,$/oz\n1999-12,1.5,…\n2000-01,,2\n");
    expect(table.months).toEqual(["1999-12", "2000-01"]);
    expect(table.columns.get("A")).toEqual([1_500_000_000n, undefined]);
    expect(readPrices("month,A\n1999-12,2\n").columns.get("A")).toEqual([2_000_000_000n]);
    expect(() => panelOf(table, ["A"], "1999-12", "2000-01")).toThrow("column A, 2000-01: no price");
    expect(() => panelOf(table, ["C"], "1999-12", "2000-01")).toThrow("column C is not in the file");
  });

  it.each([
    ["month,A\n2000-01,abc", 'column A, row 2: "abc" is no price'],
    ["month,A\nunit,$\n2000-01,1\n2000-02,-3", 'column A, row 4: "-3" is no price'],
    ["month,A\n2000-01,0", 'column A, row 2: "0" is not above 0'],
    ["month,A\n2000-01,1e5", 'column A, row 2: "1e5" is no price'],
    ['month,A\n2000-01,"1,234"', 'column A, row 2: "1,234" is no price'],
    ["month,A\n2000-13,1", 'column month, row 2: "2000-13" is no month'],
    ["month,A\n2000-01,1\n2000-03,1", "column month, row 3: 2000-03 does not follow 2000-01"],
    ["month,A\n2000-01,1\n2000-01,1", "column month, row 3: 2000-01 does not follow 2000-01"],
    ["month,A,B\n2000-01,1", "column month, row 2: 1 cells for 2 columns"],
    ["month,A,A\n2000-01,1,1", "column A, row 1: a column without a name, or named twice"],
    ["date,A\n2000-01,1", "column date, row 1: the first column is to be month"],
  ])("is refused by name: %j", (text, message) => {
    expect(() => readPrices(text)).toThrow(message);
  });
});

describe("a strategy", () => {
  const table = readPrices("month,A,B\n2000-01,10,10\n2000-02,20,10\n2000-03,20,20\n");
  const panel = panelOf(table, ["A", "B"], "2000-01", "2000-03");
  const schedule = { rebalanceMonths: 1, averageMonths: 1 };

  it("does by hand what it says: equal weights sell the dearer half, the same bought once does not", () => {
    // 100 in halves; A doubles: 150, of which 25 goes from A to B: a turnover of 1/6. B doubles: 75 + 150 = 225.
    const equal = play(panel, weighEqually, schedule);
    const first = equal[0]?.valueNano ?? 1n;
    expect(equal.map(({ valueNano }) => Number((valueNano * 1_000n) / first))).toEqual([1_000, 1_500, 2_250]);
    expect(equal.map(({ turnover }) => Number(turnover.toFixed(6)))).toEqual([0, 0.166667, 0.166667]);
    const once = play(panel, weighOnce, schedule);
    expect(once.map(({ valueNano }) => Number((valueNano * 1_000n) / first))).toEqual([1_000, 1_500, 2_000]);
    expect(once.every(({ turnover }) => turnover === 0)).toBe(true);
  });

  it("has a reserve that starts at 1.15 and pays for each trade", () => {
    const months = play(panel, weighEqually, schedule);
    const covered = coverageOf(months, {
      components: ["A", "B"],
      haircuts: new Map([
        ["A", 0n],
        ["B", 0n],
      ]),
    });
    // A sixth of the worth is sold and as much bought, at 30 basis points: 1.15 x (1 - 2/6 x 0.003) = 1.14885.
    expect(covered.map(({ coverageBp }) => Number(coverageBp))).toEqual([11_500, 11_500, 11_488]);
    for (const { assetsNano, deficitNano, liabilityNano, surplusNano } of covered)
      expect(assetsNano + deficitNano).toBe(liabilityNano + surplusNano);
  });

  it("knows no price of the month in which it trades, nor of any after it", () => {
    const months: number[] = [];
    play(
      panel,
      ({ before, components }) => {
        months.push(before[0]?.length ?? -1);
        return components.map(() => 500_000n);
      },
      schedule,
    );
    expect(months).toEqual([0, 1, 2]);
  });

  it("is as volatile, and falls as deep, as reckoned by hand", () => {
    expect(logReturns([1, Math.E, 1])).toEqual([1, -1]);
    expect(annualVolatility([1, -1])).toBeCloseTo(Math.sqrt(24), 12);
    expect(drawdowns([1, 2, 1, 4])).toEqual([0, 0, 0.5, 0]);
    const calm = Array.from({ length: 60 }, (_, at) => Math.sin(at) / 100);
    const wild = calm.map((each) => each * 3);
    const found = bootstrapDifference(calm, wild);
    expect(found).toEqual(bootstrapDifference(calm, wild));
    expect(found.difference).toBeCloseTo(-2 * annualVolatility(calm), 12);
    expect(found.low < found.difference && found.difference < found.high && found.high < 0).toBe(true);
  });
});

function run(...options: readonly string[]) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return spawnSync("npm", ["run", "--silent", "backtest", "--", ...options], { cwd: root, encoding: "utf8" });
}

describe("npm run backtest", () => {
  /** Ten years of two metals that move against each other, and one that moves by itself. */
  const rows: string[] = [];
  for (let month = "2000-01", at = 0; at < 120; at += 1, month = monthAfter(month))
    rows.push(
      [month, 100 + 30 * Math.sin(at), 100 - 20 * Math.sin(at), 50 + ((at * 7) % 11)]
        .map((cell) => (typeof cell === "number" ? cell.toFixed(4) : cell))
        .join(),
    );
  const file = join(folder, "prices.csv");
  writeFileSync(file, `month,A,B,C\n${rows.join("\n")}\n`);
  const period = ["--data", folder, "--prices", file, "--components", "A,B,C", "--from", "2005-01", "--to", "2009-12"];

  it("answers with each strategy's figures, the same bytes each time, and a page with charts", () => {
    const out = join(folder, "out");
    const first = run(...period, "--json", "--out", out);
    expect([first.status, first.stderr]).toEqual([0, ""]);
    expect(run(...period, "--json").stdout).toBe(first.stdout);
    const { strategies } = JSON.parse(first.stdout);
    expect(Object.keys(strategies)).toEqual([
      "kedge",
      "equalWeights",
      "fixedWeights",
      "inverseVolatility",
      "A",
      "B",
      "C",
    ]);
    for (const each of Object.values<Record<string, number>>(strategies))
      for (const key of ["annualVolatility", "worstDrawdown", "annualTurnover", "worstCoverage"])
        expect(Number.isFinite(each[key]), key).toBe(true);
    // Two that move against each other are what the rule finds and equal weights do not.
    expect(strategies.kedge.annualVolatility).toBeLessThan(strategies.equalWeights.annualVolatility);
    expect(readFileSync(join(out, "report.json"), "utf8")).toBe(first.stdout);
    expect(readFileSync(join(out, "report.csv"), "utf8").trim().split("\n")).toHaveLength(1 + 7 * 60);
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page.match(/<svg /g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).toContain("Weights of kedge");
    expect(page).not.toMatch(/NaN|undefined|https?:/);
  });

  it("names what is wrong, and fails", () => {
    const dirty = join(folder, "dirty.csv");
    writeFileSync(dirty, "month,A\n2000-01,1\n2000-02,n/a\n");
    const found = run("--prices", dirty, "--components", "A", "--from", "2000-01", "--to", "2000-02");
    expect([found.status, found.stdout, found.stderr]).toEqual([2, "", 'column A, row 3: "n/a" is no price\n']);
  });
});

const pinksheet = fileURLToPath(new URL("../../../shared/data/worldbank_pinksheet_monthly.csv", import.meta.url));
const isHere = existsSync(pinksheet);
if (!isHere) process.stderr.write("SKIPPED: sixty years of real prices, which are not beside the project\n");

describe.skipIf(!isHere)("sixty years of real prices, reweighted every month", () => {
  const components = "COPPER,ALUMINUM,NICKEL,TIN,ZINC,LEAD,IRON_ORE,SILVER,GOLD,PLATINUM,NGAS_US,NGAS_EUR,CRUDE_BRENT";
  const names = components.split(",");

  it.each([
    ["equal weights", "1960-01", 720, weighEqually],
    ["the rule", "1963-01", 684, weighByRule(weightDefaults)],
  ] as const)(
    "keep the value to the last unit at every one, with the remainder bounded: %s",
    (_, from, count, weigh) => {
      const table = readPrices(readFileSync(pinksheet, "utf8"));
      const months = play(panelOf(table, names, from, "2019-12"), weigh, { rebalanceMonths: 1, averageMonths: 3 });
      expect(months).toHaveLength(count);
      for (const [at, { quantities, pricesNano, remainderNano, valueNano }] of months.entries()) {
        expect(worthAt(quantities, pricesNano, remainderNano)).toBe(valueNano);
        const before = months[at - 1];
        if (before !== undefined) expect(worthAt(before.quantities, pricesNano, before.remainderNano)).toBe(valueNano);
        expect(
          remainderNano >= 0n &&
            remainderNano <
              worthAt(
                names.map(() => 1n),
                pricesNano,
                0n,
              ),
        ).toBe(true);
      }
    },
  );
});

describe.skipIf(!isHere)("the stress replays", () => {
  it("end in their zones with deficits booked and nothing unaccounted for", () => {
    const { replays, absent } = replaysOn(readPrices(readFileSync(pinksheet, "utf8")));
    expect(absent).toEqual([]);
    expect(replays.map(({ endZone, largestDeficitShare }) => [endZone, largestDeficitShare > 0])).toEqual([
      ["amber", false],
      ["green", false],
      ["red", true],
    ]);
    for (const { months, isBalanced } of replays) {
      expect(isBalanced).toBe(true);
      for (const { zone, deficitNano } of months) expect(deficitNano > 0n).toBe(zone === "red");
    }
  });
});
