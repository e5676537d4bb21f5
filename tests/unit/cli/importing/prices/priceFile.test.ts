// Files of prices: what each form reads of them, what is refused by name, and that nothing is lost or made up.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parseMappings } from "#src/cli/importing/prices/columns.ts";
import { type PriceFileOptions, readPriceFile } from "#src/cli/importing/prices/priceFile.ts";
import { nanoPer, priceDecimals } from "#src/cli/importing/prices/units.ts";
import type { Refused } from "#src/cli/importing/refused.ts";
import { devnetMonthAt, devnetMonthCount } from "#src/node/devnetPrices.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const plain: Omit<PriceFileOptions, "mappings"> = {
  ...{ since: undefined, until: undefined, unit: undefined, period: undefined, dates: undefined },
  ...{ leastListings: 5, leastReliability: "0.90" },
};
type Options = Partial<typeof plain>;

async function readAt(path: string, columns: readonly string[], options: Options = {}) {
  const entries: Refused[] = [];
  const mappings = parseMappings(columns);
  const file = await readPriceFile(path, { ...plain, ...options, mappings }, (entry) => entries.push(entry));
  const prices = [...file.series].flatMap(([series, { prices: found }]) =>
    found.map(({ period, scaled }): [string, string, bigint] => [series, period.name, scaled]),
  );
  const reasons = entries.map(({ line, column, value, reason }) => [line, column, value, reason]);
  return { file, prices, entries, reasons };
}

function read(text: string, columns: readonly string[], options: Options = {}) {
  const path = join(folder.path, "prices.csv");
  writeFileSync(path, text);
  return readAt(path, columns, options);
}

const thousandths = (value: number) => BigInt(value) * 10n ** BigInt(priceDecimals - 3);
const months = (...rows: readonly string[]) =>
  `month,SILVER,COPPER,iNATGAS\nunit,$/troy oz,$/mt,2010=100\n${rows.join("\n")}\n`;

describe("the World Bank's months", () => {
  it("are read by column, in the unit of the second row, whatever case the column was typed in", async () => {
    const { file, prices, entries } = await read(months("1960-01,0.9137,715.4,", "1960-02,1,2,"), [
      "Silver=AG",
      "COPPER=CU",
    ]);
    expect(file.series.get("Silver")?.unit).toEqual({ currency: "USD", unit: "ozt" });
    expect(file.series.get("COPPER")?.unit).toEqual({ currency: "USD", unit: "t" });
    expect(prices).toEqual([
      ["Silver", "1960-01", 913_700n * 10n ** 12n],
      ["Silver", "1960-02", thousandths(1_000)],
      ["COPPER", "1960-01", thousandths(715_400)],
      ["COPPER", "1960-02", thousandths(2_000)],
    ]);
    expect(entries).toEqual([]);
  });

  it("have cells refused one by one, and what nobody asked for is not looked at", async () => {
    const rows = [
      "1960-01,,..,W",
      "1960-02,>50,E,W",
      '1960-03,"1,234",-1,W',
      "1960-04,0,NA,W",
      "1960M05,1,1,1",
      "1960-06,1,1",
    ];
    const { prices, reasons } = await read(months(...rows), ["SILVER=AG", "COPPER=CU"]);
    expect(prices).toEqual([]);
    expect(reasons).toEqual([
      [3, "SILVER", "", "blank"],
      [3, "COPPER", "..", "notANumber"],
      [4, "SILVER", ">50", "notANumber"],
      [4, "COPPER", "E", "notANumber"],
      [5, "SILVER", "1,234", "thousandsSeparator"],
      [5, "COPPER", "-1", "negativePrice"],
      [6, "SILVER", "0", "zeroPrice"],
      [6, "COPPER", "NA", "notANumber"],
      [7, "month", "1960M05", "periodFormUnknown"],
      [8, "", "3 cells", "cellCount"],
    ]);
  });

  it("that come twice are refused both times, and the first of those that are chosen is remembered", async () => {
    const rows = ["1960-03,3,1,", "1960-02,,1,", "1960-03,4,1,", "1960-04,5,1,", "1961-01,6,1,"];
    const { file, prices, reasons } = await read(months(...rows), ["SILVER=AG"], { since: "1960-02", until: "1960" });
    expect(prices).toEqual([["SILVER", "1960-04", thousandths(5_000)]]);
    expect(reasons).toEqual([
      [4, "SILVER", "", "blank"],
      [3, "SILVER", "3", "periodTwice"],
      [5, "SILVER", "4", "periodTwice"],
    ]);
    expect(file.firstEndMs).toBe(Date.UTC(1960, 2));
  });

  it("are refused whole where a column is an index, or not there", async () => {
    await expect(read(months("1960-01,1,1,1"), ["iNATGAS=GAS"])).rejects.toThrow("no price in a unit that is known");
    await expect(read(months("1960-01,1,1,1"), ["GOLD=AU"])).rejects.toThrow("no GOLD; it has SILVER, COPPER, iNATGAS");
  });

  it("have every good cell read once, whatever stands beside it", async () => {
    const cell = fc.oneof(fc.integer({ min: 1, max: 90_000 }).map(String), fc.constantFrom("", "..", ">50", "-1", "0"));
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const names = given.map((_, at) => new Date(Date.UTC(1960, at)).toISOString().slice(0, 7));
        const lines = given.map(([silver, copper], at) => `${names[at]},${silver},${copper},`);
        const { prices, entries } = await read(months(...lines), ["SILVER=AG", "COPPER=CU"]);
        const isGood = (text: string) => /^[1-9]\d*$/.test(text);
        const wanted = (["SILVER", "COPPER"] as const).flatMap((series, column) =>
          given.flatMap((cells, at) => {
            const text = cells[column] ?? "";
            return isGood(text) ? [[series, names[at], thousandths(Number(text) * 1_000)]] : [];
          }),
        );
        expect(prices).toEqual(wanted);
        expect(entries).toHaveLength(2 * given.length - wanted.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe("electricity of countries", () => {
  const text = "Country,ISO3 Code,Date,Price (EUR/MWhe)\nAustria,AUT,01/02/2015,29.94\nBelgium,BEL,01/02/2015,-1\n";

  it("has its dates refused until they are said to begin with the day", async () => {
    const silent = await read(text, ["AUT=PWAT"]);
    expect(silent.prices).toEqual([]);
    expect(silent.reasons).toEqual([[2, "Date", "01/02/2015", "dayOrMonthFirst"]]);
    const said = await read(text, ["Austria=PWAT", "bel=PWBE"], { dates: "dd/mm/yyyy" });
    expect(said.prices).toEqual([["Austria", "2015-02", thousandths(29_940)]]);
    expect(said.reasons).toEqual([[3, "Price (EUR/MWhe)", "-1", "negativePrice"]]);
    expect(said.file.series.get("Austria")?.unit).toEqual({ currency: "EUR", unit: "MWh" });
  });
});

describe("a file of Date,Price", () => {
  const text = "Date,Price\n1997-01-01,3.45\n1997-02-01,2.15\n1997-02-15,9\n";

  it("does not say by itself per what it is, nor whether of days or months", async () => {
    await expect(read(text, ["Price=GAS"], { period: "month" })).rejects.toThrow("names no unit: say --unit");
    await expect(read(text, ["Price=GAS"], { unit: "USD/MMBtu" })).rejects.toThrow("--period month or day");
    await expect(read(text, ["Price=GAS"], { unit: "USD", period: "day" })).rejects.toThrow("--unit USD is none");
    await expect(read(months("1960-01,1,1,1"), ["SILVER=AG"], { unit: "USD/t" })).rejects.toThrow("are of files of");
  });

  it("is read as it was said to be", async () => {
    const { prices, reasons } = await read(text, ["Price=GAS"], { unit: "USD/MMBtu", period: "month" });
    expect(prices.map(([, month]) => month)).toEqual(["1997-01", "1997-02"]);
    expect(reasons).toEqual([[4, "Date", "1997-02-15", "notMonthStart"]]);
    const daily = await read(text, ["price=GAS"], { unit: "USD/MMBtu", period: "day" });
    expect(daily.prices.map(([, day]) => day)).toEqual(["1997-01-01", "1997-02-01", "1997-02-15"]);
  });
});

describe("machines to rent", () => {
  it("are read by machine, region and kind of price, with a blank spot price refused only where it is asked for", async () => {
    const header = "date,machine,region,usd_hour,usd_hour_spot,commit";
    const text = `${header}\n2022-02-09,a2,us,3.9,,d4\n2022-02-09,a2,eu,4,1,d4\n2022-02-16,a2,us,3.5,1.1,d5\n`;
    const { prices, reasons } = await read(text, ["a2/us/list=LIST", "a2/us/spot=SPOT"]);
    expect(prices).toEqual([
      ["a2/us/list", "2022-02-09", thousandths(3_900)],
      ["a2/us/list", "2022-02-16", thousandths(3_500)],
      ["a2/us/spot", "2022-02-16", thousandths(1_100)],
    ]);
    expect(reasons).toEqual([[2, "usd_hour_spot", "", "blank"]]);
    expect((await read(text, ["a2/us/list=LIST"])).entries).toEqual([]);
  });
});

describe("a file", () => {
  it.each([
    ["of FLOPS", "name,TFLOPS16\nH100,1979\n", "sparse and dense arithmetic"],
    ["of another form", "time,value\n1,2\n", "not with month"],
    ["that is empty", "", "not with month"],
    ["with a column twice", "month,A,A\nunit,$/t,$/t\n", "two columns A"],
    ["without units", "month,A\n1960-01,1\n", "not with month"],
  ])("%s is refused", async (_, text, said) => {
    await expect(read(text, ["A=AG"])).rejects.toThrow(said);
  });

  it.each([[["SILVER"]], [["=AG"]], [["SILVER=silver"]], [["A=AG", "B=AG"]], [[]]])(
    "is asked for columns: %j",
    (texts) => {
      expect(() => parseMappings(texts)).toThrow();
    },
  );
});

const data = (name: string) => fileURLToPath(new URL(`../../../../../../shared/data/${name}`, import.meta.url));

const pinksheet = data("worldbank_pinksheet_monthly.csv");
describe.skipIf(!existsSync(pinksheet))(`the real ${pinksheet}`, () => {
  it("agrees with the prices that a devnet replays, to the billionth", async () => {
    const { prices, entries } = await readAt(pinksheet, ["Silver=AG", "Copper=CU"], { since: "1990" });
    expect(entries).toEqual([]);
    const table = Array.from({ length: devnetMonthCount }, (_, index) => devnetMonthAt(index));
    const wanted = [
      ...table.map(({ month, priceNano }) => ["Silver", month, priceNano.AG]),
      ...table.map(({ month, priceNano }) => ["Copper", month, priceNano.CU]),
    ];
    const toNano = { Silver: ["g", "ozt"], Copper: ["kg", "t"] } as const;
    expect(
      prices.map(([series, month, scaled]) => [series, month, nanoPer(...toNano[series as "Silver"], scaled)]),
    ).toEqual(wanted);
  });

  it("has each blank month of coal refused", async () => {
    const { prices, entries } = await readAt(pinksheet, ["COAL_AUS=COAL"]);
    expect(new Set(entries.map(({ reason }) => reason))).toEqual(new Set(["blank"]));
    expect(prices.length + entries.length).toBe(720);
  });
});

const listings = data("vastai_gpu_listings_2026-02-27_2026-03-06.csv");
describe.skipIf(!existsSync(listings))(`the real ${listings}`, () => {
  it("has a price of those classes and days that have enough listings", async () => {
    const { prices, entries } = await readAt(listings, ["h100-sxm-us/81559=H100", "l40s-us/46068=L40S"]);
    expect(prices.filter(([series]) => series === "l40s-us/46068")).toHaveLength(8);
    expect(entries.map(({ value, reason }) => [value, reason])).toEqual([
      ["h100-sxm-us/81559 2026-03-02: 4 listings", "tooFewListings"],
    ]);
    // Half of them cost some two cents an hour, and the others ten times as much.
    const mixed = await readAt(listings, ["v100-us/32768=V100"]);
    expect(mixed.prices).toEqual([]);
    expect(new Set(mixed.entries.map(({ reason }) => reason))).toEqual(new Set(["listingsTooWide"]));
    await expect(readAt(listings, ["h100-sxm-us=H100"])).rejects.toThrow("it has a100-pcie-us/81920");
  });
});
const others = ["ember_europe_wholesale_monthly.csv", "eia_henryhub_monthly.csv", "gcp_compute_prices_weekly.csv"].map(
  data,
);
describe.skipIf(!others.every((path) => existsSync(path)))(`the real ${others.join()}`, () => {
  it("are read without a refusal but for machines that had no spot price yet", async () => {
    const [ember = "", gas = "", machines = ""] = others;
    const germany = await readAt(ember, ["Germany=PWDE"], { dates: "dd/mm/yyyy" });
    expect([germany.prices.length, germany.entries]).toEqual([72, []]);
    const henry = await readAt(gas, ["Price=GAS"], { unit: "USD/MMBtu", period: "month" });
    expect([henry.prices.length, henry.entries]).toEqual([355, []]);
    const machine = "a2-highgpu-1g/us-central1";
    const rented = await readAt(machines, [`${machine}/list=LIST`, `${machine}/spot=SPOT`]);
    expect(new Set(rented.reasons.map(([, column, , reason]) => `${column} ${reason}`))).toEqual(
      new Set(["usd_hour_spot blank"]),
    );
    expect(rented.prices.length).toBeGreaterThan(200);
  });
});
