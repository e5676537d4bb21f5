// `npm run backtest`: the anchor's own rules over monthly prices, against simpler baskets.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sectionOf } from "../stress/report.ts";
import { playAll } from "../stress/stories.ts";
import { electricityColumn, withElectricity } from "./electricity.ts";
import { pageOf } from "./pictures/page.ts";
import { DirtyPrices, type PriceTable, readPrices } from "./prices.ts";
import { csvOf, jsonOf, reportOf } from "./report.ts";
import { type Run, runBacktest } from "./run.ts";
import { candidateLines, candidatesOn } from "./select.ts";
import { replaysOn } from "./stress.ts";

const standard = {
  prices: "worldbank_pinksheet_monthly.csv",
  electricity: "ember_europe_wholesale_monthly.csv",
  components: "SILVER,COPPER,NICKEL,TIN,NGAS_EUR,COAL_AUS",
  beside: "GOLD",
} as const;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    prices: { type: "string" },
    components: { type: "string", default: standard.components },
    from: { type: "string", default: "2015-01" },
    to: { type: "string", default: "2019-12" },
    haircuts: { type: "string", default: "" },
    out: { type: "string" },
    json: { type: "boolean", default: false },
    select: { type: "boolean", default: false },
    ledger: { type: "boolean", default: false },
  },
});

/** As given, or within the folder of the data. */
function pathOf(name: string): string {
  return values.data === undefined || existsSync(name) ? name : join(values.data, name);
}

/** `COPPER=0.3,TIN=0.4`: shares that count for nothing. */
function parseHaircuts(text: string): Map<string, bigint> {
  const given = text.split(",").filter((each) => each !== "");
  return new Map(
    given.map((each): [string, bigint] => {
      const [, component, share] = /^([^=]+)=(0(?:\.\d{1,4})?|1)$/.exec(each) ?? [];
      if (component === undefined) return fail(`${each} is no haircut: COLUMN=0.3`);
      return [component, BigInt(Math.round(Number(share) * 10_000))];
    }),
  );
}

function electricityRun(table: PriceTable, components: readonly string[], to: string): Run | string {
  const path = pathOf(standard.electricity);
  if (!existsSync(path)) return `${standard.electricity} is not there`;
  // Twelve months make the first mean, and the covariance needs 24 returns of it.
  const from = "2018-01";
  const options = { components: [...components, electricityColumn], from, to };
  try {
    return runBacktest(withElectricity(table, readFileSync(path, "utf8")), options);
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

/** Charts of the replays through the ledger, which take half a minute. */
async function ledgerSection(): Promise<string> {
  return values.ledger ? sectionOf(await playAll()) : "";
}

async function main(): Promise<void> {
  const path = pathOf(values.prices ?? standard.prices);
  if (!existsSync(path)) fail(`${path} is not there: name a folder (--data) or a file of prices (--prices)`);
  const table = readPrices(readFileSync(path, "utf8"));
  if (values.select) {
    process.stdout.write(`${candidateLines(candidatesOn(table)).join("\n")}\n`);
    return;
  }
  const components = values.components.split(",").map((each) => each.trim());
  const { from, to } = values;
  const beside = table.columns.has(standard.beside) ? { beside: standard.beside } : {};
  const run = runBacktest(table, { components, from, to, haircuts: parseHaircuts(values.haircuts), ...beside });
  const report = reportOf(run, electricityRun(table, components, to), replaysOn(table));
  if (values.out !== undefined) {
    mkdirSync(values.out, { recursive: true });
    writeFileSync(join(values.out, "report.json"), jsonOf(report));
    writeFileSync(join(values.out, "report.csv"), csvOf(report));
    writeFileSync(join(values.out, "report.html"), pageOf(report, await ledgerSection()));
  }
  process.stdout.write(values.json ? jsonOf(report) : `${report.verdict.sentences.join("\n")}\n`);
}

try {
  await main();
} catch (reason) {
  if (reason instanceof DirtyPrices) fail(reason.message);
  if (reason instanceof Error) fail(reason.message);
  throw reason;
}
