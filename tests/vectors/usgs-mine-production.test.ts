// The concentration of mine production, from rows of the USGS table as it is published, and from the whole table where it is.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concentrationOf, herfindahl } from "#scripts/indicators/concentration.ts";
import { parseFigure, readMineProduction } from "#scripts/indicators/usgs.ts";

const head =
  "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,Is critical mineral 2025";
/** USGS, Mineral Commodity Summaries 2026, lithium: public domain. */
const lithium = `${head}
LITHIUM,Salient Statistics-United States,Lithium,United States,Production,Production,metric tons,2024,W,,Yes
LITHIUM,World Mine Production and Reserves,Lithium,United States,Production,Mine production,metric tons,2024,W,,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Argentina,Production,Mine production,metric tons,2024,"13,800",Reported.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Australia,Production,Mine production,metric tons,2024,"82,700",Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Brazil,Production,Mine production,metric tons,2024,"10,200",Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Canada,Production,Mine production,metric tons,2024,"4,820",Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Chile,Production,Mine production,metric tons,2024,"48,900",Reported.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,China,Production,Mine production,metric tons,2024,"41,400",Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Mali,Production,Mine production,metric tons,2024,770,Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Portugal,Production,Mine production,metric tons,2024,380,Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Zimbabwe,Production,Mine production,metric tons,2024,"20,000",Estimated.,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Other countries,Production,Mine production,metric tons,2024,-,,Yes
LITHIUM,World Mine Production and Reserves,Lithium,World total,Production,Mine production: rounded,metric tons,2024,"222,000",,Yes
LITHIUM,World Mine Production and Reserves,Lithium,Argentina,Production,Mine production,metric tons,2025,"23,000",Estimated.,Yes
`;

describe("the published rows of lithium", () => {
  it("give the index of what is told, and name who tells nothing", () => {
    expect(readMineProduction(lithium, 2024).map(concentrationOf)).toEqual([
      { chapter: "LITHIUM", commodity: "Lithium", hhi: 2346, countries: 9, unknown: ["United States"] },
    ]);
  });

  it("are read for the year that is asked for alone", () => {
    expect(readMineProduction(lithium, 2025).map(concentrationOf)).toMatchObject([{ hhi: 10_000, countries: 1 }]);
    expect(readMineProduction(lithium, 2019)).toEqual([]);
  });

  it("are refused when a country comes twice, or counts in another unit", () => {
    const argentina = lithium.split("\n").find((line) => line.includes("Argentina")) ?? "";
    expect(() => readMineProduction(`${lithium}${argentina}\n`, 2024)).toThrow(
      "LITHIUM, Lithium, Argentina, 2024: named twice",
    );
    const inTons = argentina.replace("Argentina", "Peru").replace("metric tons", "short tons");
    expect(() => readMineProduction(`${lithium}${inTons}\n`, 2024)).toThrow("short tons beside metric tons");
  });

  it("are refused without a column that is needed", () => {
    expect(() => readMineProduction(lithium.replace("MCS chapter", "Chapter"), 2024)).toThrow("MCS chapter");
  });
});

describe("a value of the table", () => {
  it("is an amount with its thousands apart, nothing, withheld or not available", () => {
    expect(parseFigure("1,234.5", "here")).toEqual({ kind: "amount", millis: 1_234_500n });
    expect(parseFigure("380", "here")).toEqual({ kind: "amount", millis: 380_000n });
    expect(parseFigure("-", "here")).toEqual({ kind: "none" });
    expect(parseFigure("W", "here")).toEqual({ kind: "withheld" });
    expect(parseFigure("NA", "here")).toEqual({ kind: "notAvailable" });
  });

  it.each([">50", "E", "", "1,23", "1.2345", "-5", "1e6", "about 7"])("is refused as %j, with its place", (value) => {
    expect(() => parseFigure(value, "TIN, Peru")).toThrow(`TIN, Peru: ${JSON.stringify(value)} is no amount`);
  });
});

describe("the index", () => {
  const quantities = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 });

  it("lies between that of equal producers and that of one", () => {
    fc.assert(
      fc.property(quantities, (all) => {
        const index = herfindahl(all);
        const producers = all.filter((quantity) => quantity > 0n).length;
        if (producers === 0) return index === null;
        return index !== null && index >= Math.floor(10_000 / producers) && index <= 10_000;
      }),
    );
  });

  it("does not depend on the unit or the order", () => {
    fc.assert(
      fc.property(
        quantities,
        (all) => herfindahl([...all].reverse().map((quantity) => quantity * 1_000n)) === herfindahl(all),
      ),
    );
  });
});

const table = fileURLToPath(new URL("../../../shared/data/usgs_mcs2026_selected.csv", import.meta.url));
const isHere = existsSync(table);
if (!isHere) process.stderr.write("SKIPPED: the whole USGS table, which is not beside the project\n");

describe.skipIf(!isHere)("the whole table", () => {
  it("tells how concentrated the metals of the basket are", () => {
    const found = readMineProduction(readFileSync(table, "utf8"), 2024).map(concentrationOf);
    const indexOf = (commodity: string) => found.find((each) => each.commodity === commodity)?.hhi;
    // Reckoned apart from this program, from the same rows.
    expect(["Silver", "Copper", "Rare Earths", "Lithium"].map(indexOf)).toEqual([1142, 1216, 5192, 2346]);
    expect(found).toHaveLength(15);
  });
});
