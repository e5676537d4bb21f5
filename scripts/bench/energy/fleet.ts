// The devices of the energy benchmark and what their meters sign: all from one seed, so that runs can be compared.
import { createDraw } from "#scripts/draw.ts";
import type { Account } from "#src/core/account.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { recordSigningBytes } from "#src/modules/energy/rules.ts";
import type { MeterRecord, NewDevice, NewZone } from "#src/modules/energy/schemas.ts";
import { type Signer, signerOf } from "../workload.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zoneCount = 10;
/** One device in so many is a data centre. */
const loadEvery = 6;
const carriers = ["solar", "wind", "hydro", "nuclear"] as const;
const text = new TextEncoder();

export interface Fleet {
  readonly zones: readonly NewZone[];
  readonly devices: readonly NewDevice[];
  /** A day's record of one device, signed by its meter; days are asked for in order. */
  nextDay(index: number): MeterRecord & { readonly signature: Uint8Array };
}

export function createFleet(size: number, holder: Account, startMs: number): Fleet {
  const draw = createDraw(7);
  const zones = Array.from({ length: zoneCount }, (_, at) => ({
    zone: `ZONE-${at}`,
    name: `Zone ${at}`,
    residualGramsPerMwh: 400_000,
  }));
  const meters: { readonly key: Signer; registerMilliWh: bigint; day: number }[] = [];
  const devices = Array.from({ length: size }, (_, at): NewDevice => {
    const key = signerOf(sha256(text.encode(`kedge bench meter ${at}`)));
    meters.push({ key, registerMilliWh: 0n, day: 0 });
    const isLoad = at % loadEvery === 0;
    const carrier = carriers[at % carriers.length] ?? "solar";
    return {
      device: `device-${at}`,
      kind: isLoad ? "load" : "generation",
      zone: `ZONE-${at % zoneCount}`,
      ...(isLoad ? {} : { production: { carrier, carbonGramsPerMwh: 12_000 } }),
      nameplateW: 100_000_000n,
      holder,
      meterKey: key.publicKey,
      registerMilliWh: 0n,
      startMs,
    };
  });
  return {
    zones,
    devices,
    nextDay(index) {
      const meter = meters[index];
      const device = devices[index]?.device;
      if (meter === undefined || device === undefined) throw new Error("the device is one of the fleet");
      const valuesMilliWh = Array.from({ length: 24 }, () => BigInt(draw(2 ** 30)) * 90n);
      const registerBeforeMilliWh = meter.registerMilliWh;
      meter.registerMilliWh += valuesMilliWh.reduce((sum, value) => sum + value, 0n);
      const record: MeterRecord = {
        device,
        startMs: startMs + meter.day * dayMs,
        intervalMinutes: 60,
        valuesMilliWh,
        registerBeforeMilliWh,
        registerAfterMilliWh: meter.registerMilliWh,
      };
      meter.day += 1;
      return { ...record, signature: meter.key.sign(recordSigningBytes(record)) };
    },
  };
}
