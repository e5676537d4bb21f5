// `npm run forecaster`: trains a forecast of scarcity on monthly prices, exports it in whole numbers, and says what it is worth.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { readPrices } from "../backtest/prices.ts";
import { jsonOf, sentencesOf } from "./report.ts";
import { candidatesOn, runForecast, standardSettings } from "./run.ts";
import { modelFileOf, type Origin } from "./wholeModel.ts";

const standard = {
  prices: "worldbank_pinksheet_monthly.csv",
  basket: "SILVER,COPPER,NICKEL,TIN,NGAS_EUR,COAL_AUS",
  /** An index, made of three prices that are there themselves. */
  leftOut: "iNATGAS",
} as const;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    prices: { type: "string" },
    components: { type: "string" },
    basket: { type: "string", default: standard.basket },
    "train-to": { type: "string", default: "2014-12" },
    "test-to": { type: "string", default: "2019-12" },
    seed: { type: "string", default: "2014" },
    band: { type: "string", default: "0.2" },
    json: { type: "boolean", default: false },
    out: { type: "string" },
    select: { type: "boolean", default: false },
  },
});

function listed(text: string): string[] {
  return text.split(",").map((each) => each.trim());
}

function seedOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : fail(`${text} is no seed: a whole number from 1 to 999999999`);
}

function bandPpmOf(text: string): bigint {
  if (!/^(0(\.\d{1,6})?|1)$/.test(text)) fail(`${text} is no band: a share such as 0.2`);
  return BigInt(Math.round(Number(text) * 1e6));
}

/** As given, or within the folder of the data. */
function pathOf(name: string): string {
  return values.data === undefined || existsSync(name) ? name : join(values.data, name);
}

function main(): void {
  const path = pathOf(values.prices ?? standard.prices);
  if (!existsSync(path)) fail(`${path} is not there: name a folder (--data) or a file of prices (--prices)`);
  const bytes = readFileSync(path);
  const table = readPrices(bytes.toString("utf8"));
  const columns = [...table.columns.keys()].filter((column) => column !== standard.leftOut);
  const options = {
    components: values.components === undefined ? columns : listed(values.components),
    basket: listed(values.basket),
    trainTo: values["train-to"],
    testTo: values["test-to"],
    seed: seedOf(values.seed),
    bandPpm: bandPpmOf(values.band),
    settings: standardSettings,
  };
  if (values.select) {
    for (const { settings, ranking } of candidatesOn(table, options)) {
      const { value, low, high } = ranking.informationCoefficient;
      process.stdout.write(
        `depth ${settings.depth}, trees ${settings.trees}: ${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})\n`,
      );
    }
    return;
  }
  const run = runForecast(table, options);
  const origin: Origin = {
    prices: { file: basename(path), sha256: bytesToHex(sha256(bytes)) },
    components: options.components,
    trainedTo: options.trainTo,
    seed: options.seed,
    settings: options.settings,
  };
  if (values.out !== undefined) writeFileSync(values.out, modelFileOf(run.model, origin));
  process.stdout.write(values.json ? jsonOf(run, origin, options.bandPpm) : `${sentencesOf(run, origin).join("\n")}\n`);
}

try {
  main();
} catch (reason) {
  if (reason instanceof Error) fail(reason.message);
  throw reason;
}
