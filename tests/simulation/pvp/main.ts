// `npm run simulate:pvp`: fault-injected payment-versus-payment bundles through the real ledger, and how each of them ended.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { simulateBundles } from "./simulate.ts";

const { values } = parseArgs({
  options: {
    bundles: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    "per-block": { type: "string", default: "100" },
    minutes: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [bundles, seed] = [Number(values.bundles), Number(values.seed)];
const onBlock = (height: number, begun: number) =>
  void (height % 500 === 0 && process.stderr.write(`block ${height}: ${begun} bundles begun\n`));
const minutes = Number(values.minutes ?? Number.POSITIVE_INFINITY);
const run = await simulateBundles({ bundles, seed, perBlock: Number(values["per-block"]), onBlock, minutes });
const { scoreboard, seconds, audited, ...counts } = run;
const gaps = scoreboard.gaps();
const rows = scoreboard.rows();
if (!values.json) {
  for (const { path, fault, outcome, count } of rows) {
    process.stdout.write(`${path.padEnd(12)} ${fault.padEnd(10)} ${outcome.padEnd(36)} ${String(count).padStart(8)}\n`);
  }
  process.stdout.write(`${scoreboard.total} bundles ended, none of them half settled, in ${Math.round(seconds)} s\n`);
  process.stdout.write(`never seen: ${gaps.join(", ") || "nothing that should have been"}\n`);
}
const machine = {
  processor: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  node: process.version,
  load: loadavg(),
};
const speed = { seconds: Math.round(seconds * 10) / 10, bundlesPerSecond: Math.round(scoreboard.total / seconds) };
process.stdout.write(
  `${JSON.stringify({ bundles: scoreboard.total, seed, ...counts, ...speed, machine, rows, gaps, audited })}\n`,
);
process.exitCode = gaps.length === 0 && audited.length === 0 ? 0 : 1;
