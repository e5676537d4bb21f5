// Two data centres under one sky: their meters, their submeters, and the same energy in other hours.
import { bytesToHex } from "#src/crypto/hex.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import { signMeterRecord } from "#src/sdk/meterRecord.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { type DataCentre, dataCentres, dayMs, days, facilityMwh, firstHourMs, zone } from "./figures.ts";

const milliWhPerMwh = 1_000_000_000n;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

export async function meterDataCentres(cast: Cast, story: Story): Promise<void> {
  story.chapter(`Two data centres in ${zone}: the same energy a day, in other hours`);
  for (const centre of dataCentres) {
    story.say(`    ${centre.load} (${centre.provider}): ${centre.what}, a fifth of it for the building`);
    await register(cast, centre);
    for (let day = 0; day < days; day += 1) await recordDay(cast, centre, day);
  }
  const metered = await Promise.all(
    dataCentres.map(({ load }) => cast.ledger.query("energy/deviceTotal", { device: load })),
  );
  const [first = 0n, second = 0n] = metered.map(({ meteredMilliWh }) => BigInt(meteredMilliWh));
  story.checkEqual("what the one metered, in mWh, is what the other did, and", first, second);
}

async function register(cast: Cast, { load, submeter, provider }: DataCentre): Promise<void> {
  const common = { zone, holder: cast.account(provider), registerMilliWh: 0n, startMs: firstHourMs };
  const device = { ...common, device: load, kind: "load", nameplateW: 100_000_000n, meterKey: meterKey(load) } as const;
  await cast.send("issuing-body", messages.energy.registerDevice(device));
  const inside = { ...common, device: submeter, kind: "submeter", within: load, meterKey: meterKey(submeter) } as const;
  await cast.send("issuing-body", messages.energy.registerDevice({ ...inside, nameplateW: 80_000_000n }));
}

async function recordDay(cast: Cast, { load, submeter, itMwh, provider }: DataCentre, day: number): Promise<void> {
  const it = hours.map((hour) => itMwh(hour) * milliWhPerMwh);
  const facility = hours.map((hour) => facilityMwh(itMwh(hour)) * milliWhPerMwh);
  for (const [device, valuesMilliWh] of [
    [load, facility],
    [submeter, it],
  ] as const) {
    const dayMilliWh = valuesMilliWh.reduce((sum, value) => sum + value, 0n);
    const registerBeforeMilliWh = dayMilliWh * BigInt(day);
    const record = { device, startMs: firstHourMs + day * dayMs, intervalMinutes: 60, valuesMilliWh };
    const registers = { registerBeforeMilliWh, registerAfterMilliWh: registerBeforeMilliWh + dayMilliWh };
    const signed = await signMeterRecord({ ...record, ...registers }, devnetSigner(`meter-${device}`));
    await cast.send(provider, messages.energy.recordReadings(signed));
  }
}

const meterKey = (device: string) => bytesToHex(devnetSigner(`meter-${device}`).publicKey);
