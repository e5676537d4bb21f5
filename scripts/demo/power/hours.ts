// Ten days of ten balancing areas: every reading signed by its meter, every watt-hour in one state.
import { execFile } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse";
import { micro, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { areas, days, hoursFile } from "./figures.ts";

const program = new URL("../../../src/cli/kedge.mjs", import.meta.url).pathname;

/** As `kedge import energy --json` answers. */
interface Imported {
  readonly devices: number;
  readonly registeredZones: number;
  readonly replacedMeters: number;
  readonly instructedDevices: number;
  readonly records: number;
  readonly recordedReadings: number;
  readonly droppedReadings: number;
  readonly refused: Readonly<Record<string, number>>;
}

export async function importHours(cast: Cast, story: Story): Promise<void> {
  story.chapter(`Real hours of ${days} days in ${areas.length} balancing areas come in, signed by their meters`);
  story.say(
    "    kedge import energy eia930-2023-06.csv --register --pool --holder participant-bank --as participant-bank",
  );
  const imported = await runImport(cast.ledger.url);
  const { devices, recordedReadings, records, replacedMeters, refused } = imported;
  story.say(`    ${recordedReadings} readings of ${devices} devices in ${records} signed records`);
  story.say(
    `    refused, not guessed: ${Object.entries(refused)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(", ")}; ${replacedMeters} new meters after gaps`,
  );
  story.checkEqual("the number of zones registered", imported.registeredZones, areas.length);
  const file = await readFile();
  story.checkEqual("the number of cells refused", sum(Object.values(refused).map(BigInt)), file.unreadable);
  const { meteredMilliWh, issuedWh, remainderMilliWh } = await generation(cast);
  story.checkEqual("metered generation, in Wh,", BigInt(meteredMilliWh), file.generatedMwh * 1_000_000_000n);
  story.checkEqual(
    "what was issued and the remainder below a watt-hour",
    BigInt(issuedWh) * 1_000n + BigInt(remainderMilliWh),
    BigInt(meteredMilliWh),
  );
  story.fact("readings", recordedReadings);
  story.fact("generatedMwh", file.generatedMwh);
}

/** Every certificate ever issued is in one state. */
export async function checkStates(cast: Cast, story: Story): Promise<void> {
  const { issuedWh, ...states } = await generation(cast);
  const { activeWh, lockedWh, reservedWh, claimedWh, cancelledForStorageWh, cancelledWh, expiredWh, withdrawnWh } =
    states;
  const all = [activeWh, lockedWh, reservedWh, claimedWh, cancelledForStorageWh, cancelledWh, expiredWh, withdrawnWh];
  story.say(
    `    ${micro(BigInt(claimedWh))} MWh are claimed, ${micro(BigInt(activeWh))} MWh were not needed in their hour`,
  );
  story.checkEqual("certificates of all states together, in Wh,", sum(all.map(BigInt)), BigInt(issuedWh));
  story.checkEqual("what is still reserved for an hour that is over, in Wh,", BigInt(reservedWh), 0n);
}

const generation = (cast: Cast) => cast.ledger.query("energy/total", { kind: "generation" });
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** Ends with 3: some cells are refused. */
async function runImport(url: string): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), "kedge-demo-import-"));
  const party = ["--as", "participant-bank", "--holder", "participant-bank", "--register", "--pool"];
  const to = ["--url", url, "--json", "--report", join(folder, "refused.jsonl")];
  try {
    return await new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [program, "import", "energy", hoursFile, ...party, ...to],
        (failure, output, errors) => {
          if (failure !== null && failure.code !== 3) reject(new Error(`the import failed: ${errors}`));
          else resolve(JSON.parse(output) as Imported);
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The demo's own reading of the file: whole megawatt-hours of generation, and cells that are no energy. */
async function readFile(): Promise<{ generatedMwh: bigint; unreadable: bigint }> {
  let [generatedMwh, unreadable] = [0n, 0n];
  const rows = createReadStream(hoursFile).pipe(parse({ columns: true })) as AsyncIterable<Record<string, string>>;
  for await (const row of rows) {
    for (const [column, cell] of Object.entries(row)) {
      const isFlow = column.endsWith("_ID");
      if (column === "period" || (isFlow && /^-?\d+$/.test(cell))) continue;
      if (!/^\d+$/.test(cell)) unreadable += 1n;
      else if (!isFlow && !column.endsWith("_D")) generatedMwh += BigInt(cell);
    }
  }
  return { generatedMwh, unreadable };
}
