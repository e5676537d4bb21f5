// Energy for tests: a ledger with a devnet's zones and devices, and meters that sign records.
import { sign } from "#src/crypto/ed25519.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { energy } from "#src/modules/energy/module.ts";
import { recordSigningBytes } from "#src/modules/energy/rules.ts";
import type { MeterRecord } from "#src/modules/energy/schemas.ts";
import { meters } from "#src/modules/energy/tables.ts";
import { governance } from "#src/modules/governance/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { createTestLedger, type Outcome, type TestLedger, testGenesisTimeMs } from "./ledger.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** When the meters of a devnet begin. */
export const firstStartMs = testGenesisTimeMs - dayMs;

/** A devnet whose meters began a day and a half ago. */
export function createEnergyLedger(overrides: readonly object[] = []): TestLedger {
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, governance, energy],
    genesis: (file) => ({ ...file, modules: { ...file.modules, parameters: { overrides } } }),
  });
  ledger.advance(dayMs / 2);
  return ledger;
}

/** The record that a device's meter takes next: the values, in hours unless said otherwise. */
export function nextRecord(
  ledger: TestLedger,
  device: string,
  valuesMilliWh: readonly bigint[],
  changes: Partial<MeterRecord> = {},
): MeterRecord {
  const meter = meters.get(ledger.state, device);
  const registerBeforeMilliWh = meter?.registerMilliWh ?? 0n;
  const registerAfterMilliWh = registerBeforeMilliWh + valuesMilliWh.reduce((sum, value) => sum + value, 0n);
  const startMs = meter?.nextStartMs ?? 0;
  const registers = { registerBeforeMilliWh, registerAfterMilliWh };
  return { device, startMs, intervalMinutes: 60, valuesMilliWh: [...valuesMilliWh], ...registers, ...changes };
}

/** Signed as the meter with this alias signs: by default the one that the device began with. */
export function signedBy(record: MeterRecord, alias = `meter-${record.device}`) {
  return { ...record, signature: sign(devnetSecretKey(alias), recordSigningBytes(record)) };
}

export function sendRecord(ledger: TestLedger, record: MeterRecord, alias?: string): Outcome {
  return ledger.send("carol", "energy/recordReadings", signedBy(record, alias));
}

/** Records the next hours of a device, in milliwatt-hours, handed in by carol. */
export function recordHours(ledger: TestLedger, device: string, valuesMilliWh: readonly bigint[]): Outcome {
  return sendRecord(ledger, nextRecord(ledger, device, valuesMilliWh));
}

/** Solar generation of alice: certificates 1 to 10 of the first hour, 11 to 30 of the second. */
export function ledgerWithSolar(): TestLedger {
  const ledger = createEnergyLedger();
  recordHours(ledger, "solar-kern", [10_000n, 20_000n]);
  return ledger;
}

/** A range of certificates of the solar plant, out of the bundle that begins with the first unless said otherwise. */
export function solar(firstId: number, lastId: number, bundle = firstId) {
  return { device: "solar-kern", bundle, firstId, lastId };
}

/** A refusal, and that nothing but remembered ids changed. */
export function refusedAs(ledger: TestLedger, actor: string, type: string, content: unknown): string | undefined {
  const before = ledger.digest();
  const { refused } = ledger.send(actor, type, content);
  return ledger.digest() === before ? refused : `${refused}, but state changed`;
}

/** The day in which the meters of a devnet begin. */
export const firstDayMs = firstStartMs;

/** Makes blocks until the days that have opened are matched: the delay passes, and one block does the work of small days. */
export function closeDays(ledger: TestLedger): void {
  ledger.advance(hourMs + 1);
}

/** Records the next hours of several devices, in watt-hours. */
export function recordDay(ledger: TestLedger, wattHours: Readonly<Record<string, readonly bigint[]>>): void {
  for (const [device, values] of Object.entries(wattHours)) {
    recordHours(
      ledger,
      device,
      values.map((wh) => wh * 1_000n),
    );
  }
}

/** The holder of each generator of a devnet. */
const holders: Readonly<Record<string, string>> = {
  "solar-kern": "alice",
  "wind-panhandle": "bob",
  "solar-gila": "bob",
};

export function instruct(ledger: TestLedger, device: string, load?: string): Outcome {
  const content = { device, ...(load !== undefined && { load }) };
  return ledger.send(holders[device] ?? "", "energy/instructReservation", content);
}
