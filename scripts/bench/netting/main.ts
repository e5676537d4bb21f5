// The netting benchmark: how long the resolver takes as queues grow, and what a day's payments need in money with it and without.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { numbered, resolve } from "#scripts/resolve/resolve.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { measureBlockEnd } from "./blockEnd.ts";
import { type Day, hubDay, queuesOf, randomDay } from "./days.ts";
import { grossNeeds, netDebits, runQueued } from "./liquidity.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "9" }, json: { type: "boolean", default: false } },
});
const rounds = Number(values.rounds);
const [banks, currencies] = [64, 6];
const sizes = [10_000, 20_000, 50_000, 100_000];
const funded = [100n, 110n, 125n];
const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`));
const rounded = (value: number) => Math.round(value * 100) / 100;
const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const ratioOf = (amount: bigint, bound: bigint) => Number((amount * 10_000n) / bound) / 10_000;

function measure(count: number) {
  const problem = queuesOf(banks, currencies, count);
  const netting = numbered(problem);
  const legs = problem.items.reduce((sum, item) => sum + item.legs.length, 0);
  let settled = "";
  let settledItems = 0;
  const times = Array.from({ length: rounds }, () => {
    const begunMs = performance.now();
    const found = resolve(netting);
    const tookMs = performance.now() - begunMs;
    settled = bytesToHex(sha256(new TextEncoder().encode(found.join())));
    settledItems = found.length;
    return tookMs;
  }).sort((left, right) => left - right);
  const medianMs = times[rounds >> 1] ?? 0;
  return {
    items: count,
    legs,
    settledItems,
    firstAndLastMs: [rounded(times[0] ?? 0), rounded(times.at(-1) ?? 0)],
    medianMs: rounded(medianMs),
    nanosecondsPerLeg: Math.round((medianMs * 1_000_000) / legs),
    settled,
  };
}

function liquidityOf(day: Day) {
  const bound = sumOf(netDebits(day));
  const gross = sumOf(grossNeeds(day));
  const value = sumOf(day.payments.map(({ amount }) => amount));
  const through = funded.map((fundedPercent) => {
    const { used, ...run } = runQueued(day, fundedPercent);
    return {
      fundedOverBound: Number(fundedPercent) / 100,
      used: used.toString(),
      usedOverBound: ratioOf(used, bound),
      settled: run.settled,
      settledInFirstMinute: run.settledInFirstMinute,
      meanWaitMinutes: rounded(run.meanWait),
      meanWaitMinutesByValue: rounded(run.meanWaitByValue),
      longestWaitMinutes: run.longestWait,
      resolverMs: rounded(run.resolverMs),
    };
  });
  return {
    day: day.name,
    payments: day.payments.length,
    value: value.toString(),
    bound: bound.toString(),
    gross: gross.toString(),
    grossOverBound: ratioOf(gross, bound),
    through,
  };
}

const speed = sizes.map(measure);
for (const { items, legs, settledItems, medianMs, nanosecondsPerLeg } of speed) {
  say(`${items} items, ${legs} legs: ${medianMs} ms (${nanosecondsPerLeg} ns a leg), ${settledItems} settle`);
}
const blockEnds = [1_000, 10_000].map((count) => {
  const { queueMsPerItem, settleMs, idleMs, againMs, ...counts } = measureBlockEnd(queuesOf(banks, currencies, count));
  return {
    ...counts,
    queueMsPerItem: rounded(queueMsPerItem),
    settleMs: rounded(settleMs),
    idleMs: rounded(idleMs),
    againMs: rounded(againMs),
  };
});
for (const { items, queueMsPerItem, settleMs, settled, idleMs, againMs } of blockEnds) {
  say(
    `${items} items queued in state at ${queueMsPerItem} ms each: the end of a block settles ${settled} in ${settleMs} ms; ` +
      `one that changes nothing takes ${againMs} ms, and one before which nothing has changed ${idleMs} ms`,
  );
}
const days = [randomDay(), hubDay()].map(liquidityOf);
for (const { day, payments, bound, grossOverBound, through } of days) {
  say(`${day} day of ${payments} payments: net debits ${bound}, gross settlement needs ${grossOverBound} times that`);
  for (const each of through) {
    say(
      `  funded ${each.fundedOverBound}: used ${each.usedOverBound}, ${each.settled} settled, ` +
        `${each.settledInFirstMinute} within the first minute, mean wait ${each.meanWaitMinutes} minutes (by value ${each.meanWaitMinutesByValue})`,
    );
  }
}
const machine = { processor: cpus()[0]?.model ?? "unknown", cores: cpus().length, load: rounded(loadavg()[0] ?? 0) };
process.stdout.write(
  `${JSON.stringify({ ...machine, node: process.version, banks, currencies, speed, blockEnds, days })}\n`,
);
