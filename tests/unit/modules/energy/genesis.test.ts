// The first zones and devices.
import { expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { genesis } from "#src/modules/energy/genesis.ts";
import { energy } from "#src/modules/energy/module.ts";
import { devices, deviceTotals, meters, zones } from "#src/modules/energy/tables.ts";
import { firstStartMs } from "#tests/support/energy.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const modules = [accounts, authority, energy];
type Part = { zones: { zone: string }[]; devices: Record<string, unknown>[] };

test("a devnet has two zones, a solar and a wind plant, and a data centre, with an issuing body", async () => {
  const { state, account, publicKey, audit } = createTestLedger({ modules });
  expect(zones.get(state, "CISO")?.name).toBe("California Independent System Operator");
  expect(zones.has(state, "ERCO")).toBe(true);
  expect(devices.get(state, "solar-kern")).toMatchObject({
    kind: "generation",
    zone: "CISO",
    holder: account("alice"),
  });
  expect(devices.get(state, "wind-panhandle")?.production?.carrier).toBe("wind");
  expect(devices.get(state, "datacentre-fresno")).toMatchObject({ kind: "load", holder: account("carol") });
  expect(meters.get(state, "solar-kern")).toEqual({
    meterKey: publicKey("meter-solar-kern"),
    registerMilliWh: 0n,
    nextStartMs: firstStartMs,
    recordedUntilMs: 0,
  });
  expect(deviceTotals.get(state, "datacentre-fresno")?.records).toBe(0);
  expect(await audit()).toEqual([]);
});

test("its part of the file has a canonical encoding", () => {
  const { genesis: file } = createTestLedger({ modules });
  const codec = codecOf(genesis.schema);
  const part = genesis.schema.parse(genesis.schema.encode(file.modules.energy as never));
  expect(codec.decode(codec.encode(part))).toEqual(part);
});

test("a file with a zone or a device named twice, or a device in no zone, starts no network", () => {
  const start = (change: (part: Part) => Part) => () =>
    createTestLedger({
      modules,
      genesis: (file: Genesis) => {
        const part = change(file.modules.energy as Part);
        return { ...file, modules: { ...file.modules, energy: part } };
      },
    });
  expect(start((part) => part)).not.toThrow();
  expect(start((part) => ({ ...part, zones: [...part.zones, ...part.zones.slice(0, 1)] }))).toThrow("zoneKnown");
  expect(start((part) => ({ ...part, devices: [...part.devices, ...part.devices.slice(0, 1)] }))).toThrow(
    "deviceKnown",
  );
  expect(start((part) => ({ ...part, zones: [] }))).toThrow("unknownZone");
});
