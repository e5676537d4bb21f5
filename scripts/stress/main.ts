// `npm run stress`: replays crises through the whole ledger in memory, and writes their histories.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pageAround } from "../backtest/pictures/page.ts";
import { csvOf, jsonOf, linesOf, sectionOf } from "./report.ts";
import { playAll } from "./stories.ts";

const { values } = parseArgs({ options: { out: { type: "string" }, json: { type: "boolean", default: false } } });

const told = await playAll();
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, "stress.json"), jsonOf(told));
  writeFileSync(join(values.out, "stress.csv"), csvOf(told));
  writeFileSync(join(values.out, "stress.html"), pageAround("Kedge under stress", sectionOf(told)));
}
process.stdout.write(values.json ? jsonOf(told) : linesOf(told));
