// A storage device for tests: its two meters beside the solar plant and the load of a devnet's zone.
import { createEnergyLedger, firstStartMs } from "./energy.ts";
import type { TestLedger } from "./ledger.ts";

export const charging = "battery-in";
export const discharging = "battery-out";

/** The two meters of a battery as they are registered. */
export function batteryMeter(ledger: TestLedger, device: string, changes: object = {}) {
  return {
    device,
    kind: device === charging ? "charging" : "discharging",
    zone: "CISO",
    ...(device === discharging && { storage: { charging, efficiencyPpm: 800_000 } }),
    nameplateW: 1_000_000n,
    holder: ledger.account("bob"),
    meterKey: ledger.publicKey(`meter-${device}`),
    registerMilliWh: 0n,
    startMs: firstStartMs,
    ...changes,
  };
}

/** A devnet with a battery of bob's, four fifths of which come out again. */
export function ledgerWithBattery(): TestLedger {
  const ledger = createEnergyLedger();
  for (const device of [charging, discharging]) {
    ledger.send("issuing-body", "energy/registerDevice", batteryMeter(ledger, device));
  }
  return ledger;
}
