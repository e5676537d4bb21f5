// Registers the zones and devices of a file that the ledger does not have, in the name of the issuing body.
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { limits } from "#src/core/limits.ts";
import { type Message, messages } from "#src/sdk/messages.ts";
import { productionOf } from "./carriers.ts";
import { type Delivery, piecesOf } from "./deliver.ts";
import { hasZone, mostOf, parameterOf } from "./ledgerMeters.ts";
import type { MeterKeys } from "./meterKeys.ts";
import type { MeterStanding } from "./plan.ts";
import type { SurveyedDevice } from "./survey.ts";

export interface RegisterOptions {
  /** Who holds the certificates of new devices. */
  readonly holder: string;
  readonly lossPpm: number;
  /** Of new zones, for hours in which nothing tells their residual mix. */
  readonly residualGramsPerMwh: number;
}

/** Six hundred units of work each: as many as an ordinary account may ask for at once. */
const registrationsPerBatch = 100;

/** Areas that EIA-930 has and the data of this project tell of; others are named by their code. */
const zoneNames: Readonly<Record<string, string>> = {
  AZPS: "Arizona Public Service Company",
  BPAT: "Bonneville Power Administration",
  CISO: "California Independent System Operator",
  ERCO: "Electric Reliability Council of Texas",
  ISNE: "ISO New England",
  MISO: "Midcontinent Independent System Operator",
  NEVP: "Nevada Power Company",
  NYIS: "New York Independent System Operator",
  PJM: "PJM Interconnection",
  SWPP: "Southwest Power Pool",
};

/** What the file shows at most in an hour, and a tenth more; in watts, rounded up, and at least one. */
export function nameplateOf({ mostMilliWh }: Pick<SurveyedDevice, "mostMilliWh">): bigint {
  const nameplateW = (mostMilliWh * 11n + 9_999n) / 10_000n;
  return nameplateW > 0n ? nameplateW : 1n;
}

export function requireRegistrable(devices: readonly SurveyedDevice[]): void {
  const bare = devices.filter(({ kind, carrier }) => kind === "generation" && carrier === undefined);
  if (bare.length > 0) throw usageFailure(`say what ${bare[0]?.device} generates from: --carrier solar, wind, ...`);
  const large = devices.filter((device) => nameplateOf(device) > limits.nameplateWMax);
  if (large.length > 0) throw usageFailure(`${large[0]?.device} reads more than any device may have`);
}

export interface Registered {
  readonly zones: readonly string[];
  readonly standings: ReadonlyMap<string, MeterStanding>;
}

/** Zones first; a device's meter begins with its first hour in the file. Sends nothing without a delivery. */
export async function registerDevices(
  url: string,
  devices: readonly SurveyedDevice[],
  keys: MeterKeys,
  options: RegisterOptions,
  delivery: Delivery | undefined,
): Promise<Registered> {
  const zones: string[] = [];
  for (const zone of new Set(
    devices.flatMap((device) => [device.zone, ...(device.to === undefined ? [] : [device.to])]),
  )) {
    if (!(await hasZone(url, zone))) zones.push(zone);
  }
  zones.sort();
  if (delivery !== undefined) {
    await sendAll(delivery, zones, async (zone) => {
      const name = zoneNames[zone] ?? `Balancing area ${zone}`;
      return messages.energy.registerZone({ zone, name, residualGramsPerMwh: options.residualGramsPerMwh });
    });
    await sendAll(delivery, devices, async (device) => deviceMessage(device, keys, options));
  }
  const marginBp = await parameterOf(url, "energy.nameplateMarginBp");
  const standings = devices.map((device): [string, MeterStanding] => [
    device.device,
    {
      nextStartMs: device.firstHourMs,
      registerMilliWh: 0n,
      keyNumber: 1,
      mostMilliWh: mostOf(nameplateOf(device), marginBp),
      stoppedBy: undefined,
    },
  ]);
  return { zones, standings: new Map(standings) };
}

async function deviceMessage(
  device: SurveyedDevice,
  keys: MeterKeys,
  { holder, lossPpm }: RegisterOptions,
): Promise<Message> {
  const { device: name, kind, zone, carrier, to, firstHourMs: startMs } = device;
  await keys.make(name, 1);
  const meterKey = keys.publicKeyOf(name, 1) ?? "";
  return messages.energy.registerDevice({
    ...{ device: name, kind, zone, holder, meterKey, startMs },
    ...(carrier !== undefined && { production: productionOf(carrier) }),
    ...(to !== undefined && { link: { to, lossPpm } }),
    nameplateW: nameplateOf(device),
    registerMilliWh: 0n,
  });
}

/** What an earlier run has registered in the meantime is as good. */
const knownAlready = new Set(["energy/zoneKnown", "energy/deviceKnown"]);

async function sendAll<Item>(
  delivery: Delivery,
  items: readonly Item[],
  messageOf: (item: Item) => Promise<Message>,
): Promise<void> {
  for (const piece of piecesOf(items, registrationsPerBatch)) {
    const sent: Message[] = [];
    for (const item of piece) sent.push(await messageOf(item));
    const { refusals } = await delivery.send(sent);
    const refused = [...refusals.values()].filter(({ code }) => !knownAlready.has(code));
    requireNoneRefused("registrations", refused);
  }
}

/** Ends the import where the ledger refused what all the rest needs. */
export function requireNoneRefused(what: string, refused: readonly { code: string; details: unknown }[]): void {
  const [first] = refused;
  if (first === undefined) return;
  const message = `${refused.length} ${what} were refused, the first with ${first.code}: ${JSON.stringify(first.details)}`;
  throw new Failure("refused", first.code, message, { refused: refused.length });
}
