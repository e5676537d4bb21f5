// The first zones and devices, as the genesis file names them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { type DevnetNames, defineGenesis } from "#src/machine/module.ts";
import { registerNewDevice, registerNewZone } from "./devices.ts";
import { type MeterStart, type NewDevice, newDeviceSchema, newZoneSchema } from "./schemas.ts";

/** More than a founding issuing body brings along; the rest is registered by message. */
const firstDevicesMax = 1_000;

export const genesis = defineGenesis({
  schema: z.strictObject({
    zones: z.array(newZoneSchema).max(limits.zonesMax),
    devices: z.array(newDeviceSchema).max(firstDevicesMax),
  }),
  initialise(state, content) {
    for (const zone of content.zones) registerNewZone(state, zone);
    for (const device of content.devices) registerNewDevice(state, device);
  },
  devnetAliases: ["issuing-body"],
  devnet: (names) => ({
    zones: [
      { zone: "AZPS", name: "Arizona Public Service Company", residualGramsPerMwh: 480_000 },
      { zone: "CISO", name: "California Independent System Operator", residualGramsPerMwh: 390_000 },
      { zone: "ERCO", name: "Electric Reliability Council of Texas", residualGramsPerMwh: 460_000 },
    ],
    devices: devnetDevices(names),
  }),
});

/** The meter of a devnet's device signs as the alias `meter-DEVICE` would; it begins a day ago, from zero, so that a day can be recorded at once. */
function devnetDevices({ timeMs, account, publicKey }: DevnetNames): NewDevice[] {
  const hourMs = 3_600_000;
  const meterOf = (device: string): MeterStart & { readonly device: string } => ({
    device,
    meterKey: publicKey(`meter-${device}`),
    registerMilliWh: 0n,
    startMs: Math.max(0, timeMs - (timeMs % hourMs) - 24 * hourMs),
  });
  return [
    {
      ...meterOf("solar-kern"),
      kind: "generation",
      zone: "CISO",
      production: { carrier: "solar", carbonGramsPerMwh: 0 },
      nameplateW: 100_000_000n,
      holder: account("alice"),
    },
    {
      ...meterOf("wind-panhandle"),
      kind: "generation",
      zone: "ERCO",
      production: { carrier: "wind", carbonGramsPerMwh: 0 },
      nameplateW: 200_000_000n,
      holder: account("bob"),
    },
    {
      ...meterOf("solar-gila"),
      kind: "generation",
      zone: "AZPS",
      production: { carrier: "solar", carbonGramsPerMwh: 0 },
      nameplateW: 150_000_000n,
      holder: account("bob"),
    },
    {
      ...meterOf("line-palo-verde"),
      kind: "interconnector",
      zone: "AZPS",
      link: { to: "CISO", lossPpm: 25_000 },
      nameplateW: 1_000_000_000n,
      holder: account("bob"),
    },
    {
      ...meterOf("datacentre-fresno"),
      kind: "load",
      zone: "CISO",
      nameplateW: 50_000_000n,
      holder: account("carol"),
    },
  ];
}
