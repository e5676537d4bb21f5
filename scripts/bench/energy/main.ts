// The energy benchmark: signed day records a second into a node over HTTP, committed durably, its memory meanwhile.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLocalNode } from "#scripts/localNode.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { runLoad } from "../load.ts";
import { signedBatch, signerOf } from "../workload.ts";
import { createFleet } from "./fleet.ts";

const { values } = parseArgs({
  options: {
    devices: { type: "string", default: "1000" },
    days: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});
const [deviceCount, days] = [Number(values.devices), Number(values.days)];
/** The first hour of the readings: midnight UTC, 1 June 2023. */
const startMs = 1_685_577_600_000;
/** Days signed at once and then sent: the signing is not part of what is measured. */
const daysAtOnce = 5;
/** Each lane sends its own devices' days in order, so none overtakes another. */
const lanes = 4;
const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`));

const directory = mkdtempSync(join(tmpdir(), "kedge-bench-"));
const versions = new ModuleVersions(Object.values(modules));
const registry = versions.newest();
const genesisMs = Date.now() - 1_000;
const names = devnetNames(registry, genesisMs);
const sender = signerOf(devnetSecretKey("participant-bank"), names.account("participant-bank"));
const fleet = createFleet(deviceCount, sender.account, startMs);
const genesis = devnetGenesis(registry, genesisMs);
const genesisFile = join(directory, "genesis.json");
writeFileSync(
  genesisFile,
  formatGenesis(versions, {
    ...genesis,
    name: "kedge-bench-energy",
    modules: {
      ...genesis.modules,
      energy: { zones: fleet.zones, devices: fleet.devices },
      // The devnet's site is linked to a data centre that is not here.
      compute: { references: [], hardware: [], sites: [] },
    },
  }),
);
const settings = { data: join(directory, "data"), genesis: genesisFile, "rate-limit": "0", "replay-prices": "false" };
const node = await startLocalNode(settings);
try {
  const { network } = (await (await fetch(`${node.url}/health`)).json()) as { network: string };
  const residentMib: number[] = [node.residentMib()];
  let elapsedMs = 0;
  for (let day = 0; day < days; day += daysAtOnce) {
    const bodies = Array.from({ length: lanes }, (_, lane) => laneOf(network, lane, Math.min(daysAtOnce, days - day)));
    const startedMs = performance.now();
    const reports = await Promise.all(
      bodies.map((list) =>
        runLoad(list, {
          url: node.url,
          path: "/v1/batches?wait=committed",
          connections: 1,
          pipelining: 1,
          seconds: 600,
        }),
      ),
    );
    elapsedMs += performance.now() - startedMs;
    residentMib.push(node.residentMib());
    const failed = reports.find(({ errors }) => errors > 0);
    if (failed !== undefined) throw new Error(`a batch was refused: ${failed.firstError}`);
  }
  const records = deviceCount * days;
  const perSecond = Math.round((records * 24 * 1_000) / elapsedMs);
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  say(
    `${records} day records of ${deviceCount} devices: ${perSecond} readings a second, resident MiB ${residentMib.join(", ")}`,
  );
  process.stdout.write(`${JSON.stringify({ machine, records, readingsPerSecond: perSecond, residentMib })}\n`);
} finally {
  await node.stop();
  rmSync(directory, { recursive: true, force: true });
}

function laneOf(network: string, lane: number, dayCount: number): Uint8Array[] {
  const context = { registry, network, validUntilMs: Date.now() + 560_000 };
  return Array.from({ length: dayCount }, () => {
    const items = fleet.devices.flatMap((_, index) => (index % lanes === lane ? [fleet.nextDay(index)] : []));
    return signedBatch(context, sender, "energy/recordReadings", items);
  });
}
