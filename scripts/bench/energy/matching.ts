// Matching as block work, in process over the real store: big hours of ten zones, or many days of one fleet, and the root they end at.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { networkOf } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { machineOf } from "#src/node/openLedger.ts";
import { openStore } from "#src/state/store/openStore.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { signedBatch, signerOf } from "../workload.ts";
import { createFleet } from "./fleet.ts";

const { values } = parseArgs({
  options: {
    devices: { type: "string", default: "1000" },
    days: { type: "string", default: "30" },
    /** One day of 1,000 generators and 200 data centres in ten zones, in place of the fleet of the year. */
    big: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = 1_685_577_600_000;
const yearDays = 365;
/** A generator's reservation is asked for once; a batch has so many items at most here. */
const itemsPerBatch = 250;
const [deviceCount, days] = values.big ? [1_200, 1] : [Number(values.devices), Number(values.days)];
const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`));

const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
const versions = new ModuleVersions(Object.values(modules));
const registry = versions.newest();
const names = devnetNames(registry, startMs);
const sender = signerOf(devnetSecretKey("participant-bank"), names.account("participant-bank"));
const fleet = createFleet(deviceCount, sender.account, startMs);
const devnet = devnetGenesis(registry, startMs);
const genesis = {
  ...devnet,
  name: "kedge-bench-matching",
  modules: {
    ...devnet.modules,
    energy: { zones: fleet.zones, devices: fleet.devices.slice(0, 1_000) },
    compute: { references: [], hardware: [], sites: [] },
  },
};
const store = await openStore(directory, nativeSha256Into);
const network = networkOf(registry, genesis);
const machine = machineOf(versions, store, network, (fault, where) => {
  throw new Error(`a defect in ${where}`, { cause: fault });
});
let height = 0;
let timeMs = startMs;

/** Executes, seals and persists one block; returns the milliseconds that the execution and the sealing took. */
async function block(atMs: number, transactions: readonly Uint8Array[] = []) {
  height += 1;
  timeMs = Math.max(timeMs + 1, atMs);
  const begunMs = performance.now();
  const neutral = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] };
  const { results } = machine.executeBlock({ ...neutral, height, timeMs, transactions });
  machine.guard.takeBlockRow();
  const executedMs = performance.now();
  const failed = results.find(({ code, itemRefusals }) => code !== 0 || (itemRefusals?.size ?? 0) > 0);
  if (failed !== undefined) {
    throw new Error(`refused: ${JSON.stringify(failed.refusal ?? [...(failed.itemRefusals ?? [])][0])}`);
  }
  const { root } = store.seal();
  const sealedMs = performance.now();
  await store.persist();
  return { root, executedMs: executedMs - begunMs, sealedMs: sealedMs - executedMs };
}

async function send(atMs: number, actor: typeof sender, type: string, items: readonly unknown[]): Promise<void> {
  for (let at = 0; at < items.length; at += itemsPerBatch) {
    const context = { registry, network, validUntilMs: Math.max(timeMs, atMs) + 60_000 };
    await block(atMs, [signedBatch(context, actor, type, items.slice(at, at + itemsPerBatch))]);
  }
}

const residentMib = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
const medianOf = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const rounded = (value: number) => Math.round(value * 10) / 10;

try {
  machine.initialise(genesis);
  store.seal();
  await store.persist();
  const issuingBody = signerOf(devnetSecretKey("issuing-body"), names.account("issuing-body"));
  await send(startMs, issuingBody, "energy/registerDevice", fleet.devices.slice(1_000));
  const generators = fleet.devices.filter(({ kind }) => kind === "generation").map(({ device }) => ({ device }));
  await send(startMs, sender, "energy/instructReservation", generators);
  const hourTimes: number[] = [];
  const sealTimes: number[] = [];
  let [importMs, matchMs] = [0, 0];
  let root = new Uint8Array();
  const resident = [residentMib()];
  for (let day = 0; day < days; day += 1) {
    const dayStartMs = startMs + day * dayMs;
    const records = fleet.devices.map((_, index) => fleet.nextDay(index));
    const begunMs = performance.now();
    await send(dayStartMs + dayMs, sender, "energy/recordReadings", records);
    importMs += performance.now() - begunMs;
    // The delay of the close has passed; blocks go on until all that was kept for the day is gone.
    const closesMs = dayStartMs + dayMs + hourMs + 1_000;
    const matchBegunMs = performance.now();
    do {
      const done = await block(closesMs);
      root = done.root as typeof root;
      hourTimes.push(done.executedMs);
      sealTimes.push(done.sealedMs);
    } while (machine.hasUnfinishedWork);
    matchMs += performance.now() - matchBegunMs;
    if ((day + 1) % Math.max(1, Math.floor(days / 10)) === 0) resident.push(residentMib());
  }
  const readings = deviceCount * days * 24;
  const result = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    load: rounded(loadavg()[0] ?? 0),
    node: process.version,
    devices: deviceCount,
    days,
    readingsPerSecond: Math.round((readings * 1_000) / importMs),
    matchingMsPerDay: rounded(matchMs / days),
    matchingMsPerHour: rounded(matchMs / days / 24),
    blockMsMedian: rounded(medianOf(hourTimes)),
    blockMsMost: rounded(Math.max(...hourTimes)),
    sealMsMedian: rounded(medianOf(sealTimes)),
    /** Extrapolated unless all days of the year were run. */
    matchingSecondsPerYear: rounded(((matchMs / days) * yearDays) / 1_000),
    isWholeYear: days >= yearDays,
    residentMib: resident,
    root: bytesToHex(present(root, "a day was matched")),
  };
  say(
    `${deviceCount} devices, ${days} days: ${result.readingsPerSecond} readings a second; matching ${result.matchingMsPerHour} ms an hour, ` +
      `${result.matchingSecondsPerYear} s a year${result.isWholeYear ? "" : " (extrapolated)"}; resident MiB ${resident.join(", ")}`,
  );
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
}
