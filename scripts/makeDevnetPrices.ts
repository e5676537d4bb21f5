// Makes src/node/devnetPrices.ts from the World Bank's monthly prices: `tsx scripts/makeDevnetPrices.ts prices.csv`.
import { readFileSync, writeFileSync } from "node:fs";

const firstMonth = "1990-01";
const lastMonth = "2019-12";
/** A troy ounce is 31.1034768 g exactly; the scale makes it whole. */
const gramsPerOunce = 311_034_768n;
const gramsScale = 10_000_000n;

interface Column {
  readonly name: string;
  readonly unit: string;
  /** From millionths of a dollar per unit of the source to billionths per unit of the feed, to the nearest. */
  toNano(micro: bigint): bigint;
}

const silver: Column = {
  name: "SILVER",
  unit: "$/troy oz",
  toNano: (micro) => (micro * 1_000n * gramsScale + gramsPerOunce / 2n) / gramsPerOunce,
};
/** Billionths per kilogram are millionths per tonne. */
const copper: Column = { name: "COPPER", unit: "$/mt", toNano: (micro) => micro };

function parseMicro(text: string): bigint {
  const match = /^([0-9]+)(?:\.([0-9]{1,6}))?$/.exec(text);
  if (match?.[1] === undefined) throw new Error(`not a price with at most six decimals: ${text}`);
  return BigInt(match[1] + (match[2] ?? "").padEnd(6, "0"));
}

function readColumn(lines: readonly string[], column: Column): bigint[] {
  const [header = "", units = ""] = lines;
  const at = header.split(",").indexOf(column.name);
  if (units.split(",")[at] !== column.unit) throw new Error(`${column.name} is not in ${column.unit}`);
  const months = lines.slice(2).filter((line) => line.slice(0, 7) >= firstMonth && line.slice(0, 7) <= lastMonth);
  return months.map((line) => column.toNano(parseMicro(line.split(",")[at] ?? "")));
}

function format(values: readonly bigint[]): string {
  return values.join(", ");
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("name the CSV file");
const lines = readFileSync(path, "utf8").trim().split("\n");
const target = new URL("../src/node/devnetPrices.ts", import.meta.url);
const source = `// Monthly average prices of silver and copper that a devnet replays; made by scripts/makeDevnetPrices.ts.
import { assert, present } from "#src/core/assert.ts";

export const devnetPriceSource = {
  text: "World Bank, Commodity Price Data (The Pink Sheet), monthly averages, file updated 2 December 2025",
  licence: "CC BY 4.0",
  change: "US dollars per troy ounce and per tonne, turned into billionths of a dollar per gram and per kilogram",
} as const;

/** A month's prices in billionths of a dollar: silver per gram, copper per kilogram. */
export interface DevnetMonth {
  /** \`2008-06\`. */
  readonly month: string;
  readonly priceNano: { readonly AG: bigint; readonly CU: bigint };
}

const firstYear = ${firstMonth.slice(0, 4)};

/** Where the replay begins: the devnet's basket is worth one dollar per KDG there, and the worst quarter is ahead. */
export const devnetStartMonth = "2008-06";

const silverNanoPerGram: readonly number[] = [${format(readColumn(lines, silver))}];

const copperNanoPerKilogram: readonly number[] = [${format(readColumn(lines, copper))}];

export const devnetMonthCount = silverNanoPerGram.length;

/** The month at an index, from 0 for January ${firstMonth.slice(0, 4)}. */
export function devnetMonthAt(index: number): DevnetMonth {
  const silver = present(silverNanoPerGram[index], "the index lies within the table");
  const copper = present(copperNanoPerKilogram[index], "the columns are equally long");
  const year = firstYear + Math.trunc(index / 12);
  const month = \`\${year}-\${String((index % 12) + 1).padStart(2, "0")}\`;
  return { month, priceNano: { AG: BigInt(silver), CU: BigInt(copper) } };
}

/** The index of a month such as \`2008-06\`. */
export function devnetMonthIndex(month: string): number {
  const index = (Number(month.slice(0, 4)) - firstYear) * 12 + Number(month.slice(5, 7)) - 1;
  assert(index >= 0 && index < devnetMonthCount, "the month lies within the table");
  return index;
}
`;
writeFileSync(target, source);
