// What can be asked about a storage device, and the walk from what it discharged to what it was charged with.
import { beforeEach, expect, it } from "vitest";
import { closeDays, firstDayMs, hourMs, instruct, recordDay } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { charging, discharging, ledgerWithBattery } from "#tests/support/storage.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithBattery();
  instruct(ledger, "solar-kern");
});

const day = { "solar-kern": [100n], [charging]: [50n], [discharging]: [0n, 20n], "datacentre-fresno": [0n, 20n] };
const ask = (name: string, params: object) => ledger.query(`energy/${name}`, params);
const refused = (name: string, params: object) => ask(name, params).catch((error: Error) => error.message);

it("shows layers, losses and the efficiency so far", async () => {
  expect(await ask("storage", { device: discharging })).toMatchObject({ charging, layers: [] });
  expect(await ask("storage", { device: discharging })).not.toHaveProperty("efficiencySoFarPpm");
  recordDay(ledger, day);
  closeDays(ledger);
  expect(await ask("storage", { device: discharging })).toMatchObject({
    account: { chargedWh: 50n, storedWh: 25n, lostWh: 5n, dischargedWh: 20n, unexplainedWh: 0n },
    efficiencySoFarPpm: 800_000,
    layers: [{ hourMs: firstDayMs, wh: 25n, cleanWh: 25n, gramsPerMwh: 0 }],
  });
  expect(await refused("storage", { device: charging })).toContain("energy/unknownStorage");
});

it("leads from a load over the storage device to the generator", async () => {
  recordDay(ledger, day);
  closeDays(ledger);
  const claimed = { load: "datacentre-fresno", hourMs: firstDayMs + hourMs, limit: 10 };
  const { items } = (await ask("claimsOfLoad", claimed)) as { items: readonly object[] };
  expect(items).toEqual([{ zone: "CISO", device: discharging, firstId: 1, lastId: 20 }]);
  expect(await ask("certificate", { device: discharging, id: 20 })).toMatchObject({
    state: "claimed",
    hourMs: firstDayMs + hourMs,
  });
  expect(await ask("bundle", { device: discharging, firstId: 1 })).toMatchObject({
    gramsPerMwh: 0,
    intervals: [{ startMs: firstDayMs + hourMs, energyMilliWh: 20_000n, firstId: 1, lastId: 20 }],
  });
  expect(await ask("storageIssue", { device: discharging, hourMs: firstDayMs + hourMs })).toMatchObject({
    draws: [{ chargedHourMs: firstDayMs, cleanWh: 25n, greyWh: 0n }],
  });
  const stored = await ask("claimsOfLoad", { load: charging, hourMs: firstDayMs, limit: 10 });
  expect(stored).toMatchObject({ items: [{ zone: "CISO", device: "solar-kern", firstId: 1, lastId: 50 }] });
  expect(await ask("certificate", { device: "solar-kern", id: 7 })).toMatchObject({
    state: "cancelledForStorage",
    claim: { charging },
  });
  expect(await refused("storageIssue", { device: discharging, hourMs: firstDayMs })).toContain(
    "energy/unknownStorageIssue",
  );
});
