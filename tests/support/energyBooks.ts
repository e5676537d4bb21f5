// Books of energy for tests that break them by hand: two hours of one generator, written as its records would.
import { accountFromBytes } from "#src/core/account.ts";
import type { Invariant } from "#src/machine/invariant.ts";
import { addToTotals, emptyTotal, putBundle, putReadings } from "#src/modules/energy/books.ts";
import { awaitExpiry } from "#src/modules/energy/expiry.ts";
import type { Bundle, Readings } from "#src/modules/energy/schemas.ts";
import * as tables from "#src/modules/energy/tables.ts";
import { hourMs } from "./energy.ts";
import { memoryState } from "./memoryState.ts";

const holder = accountFromBytes(new Uint8Array(20).fill(1));
const meterKey = new Uint8Array(32).fill(3);

/** The generator, its holder, and the key of its meter. */
export const generator = { device: "solar-1", holder, meterKey } as const;
const { device } = generator;

/** An hour of a register that counts ten watt-hours and a half an hour. */
export function hourOf(at: number): Readings {
  return {
    intervalMinutes: 60,
    valuesMilliWh: [10_500n],
    registerBeforeMilliWh: BigInt(at) * 10_500n,
    registerAfterMilliWh: BigInt(at + 1) * 10_500n,
    meterKey,
    signature: new Uint8Array(64),
    recordedMs: 0,
    issue: {
      firstId: at === 0 ? 1 : 11,
      issuedWh: at === 0 ? 10n : 11n,
      remainderBeforeMilliWh: at === 0 ? 0n : 500n,
    },
  };
}

export const active = (lastId: number, startMs: number): Bundle => ({ lastId, holder, state: "active", startMs });

/** Certificates 1 to 10 of the first hour and 11 to 21 of the second, all active. */
export function energyBooks() {
  const memory = memoryState();
  const { journal } = memory;
  const registration = { kind: "generation", zone: "CISO", nameplateW: 100n, holder, registeredMs: 0 } as const;
  tables.devices.put(journal, device, registration);
  tables.deviceTotals.put(journal, device, emptyTotal);
  for (const at of [0, 1]) {
    putReadings(journal, device, at * hourMs, hourOf(at));
    const issuedWh = at === 0 ? 10n : 11n;
    const remainderMilliWh = at === 0 ? 500n : -500n;
    const change = { records: 1, meteredMilliWh: 10_500n, issuedWh, activeWh: issuedWh, remainderMilliWh };
    addToTotals(journal, device, "generation", change);
    const firstId = at === 0 ? 1 : 11;
    putBundle(journal, device, firstId, active(at === 0 ? 10 : 21, at * hourMs));
    awaitExpiry(journal, device, firstId, (at + 1) * hourMs);
  }
  const ends = { nextStartMs: 2 * hourMs, recordedUntilMs: 2 * hourMs };
  tables.meters.put(journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
  return {
    journal,
    putBundle: (firstId: number, bundle: Bundle) => tables.bundles.put(journal, device, firstId, bundle),
    broken: (invariant: Invariant) => invariant({ state: memory.scanner() }),
  };
}
