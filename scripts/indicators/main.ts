// `npm run indicators`: how concentrated the mine production of each mineral is, from the USGS table.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { concentrationOf } from "./concentration.ts";
import { readMineProduction } from "./usgs.ts";

/** The newest year whose figures are not estimates of a year under way. */
const year = 2024;

const { values } = parseArgs({ options: { usgs: { type: "string" }, json: { type: "boolean", default: false } } });
if (values.usgs === undefined) {
  process.stderr.write("Name the table of the USGS Mineral Commodity Summaries: --usgs FILE\n");
  process.exit(2);
}
const minerals = readMineProduction(readFileSync(values.usgs, "utf8"), year).map(concentrationOf);
if (values.json) process.stdout.write(`${JSON.stringify({ year, minerals })}\n`);
else {
  for (const { chapter, commodity, hhi, countries, unknown } of minerals) {
    const left = unknown.length === 0 ? "" : `, without ${unknown.join(", ")}`;
    process.stdout.write(`${chapter} (${commodity}): HHI ${hhi ?? "unknown"} over ${countries} producers${left}\n`);
  }
}
