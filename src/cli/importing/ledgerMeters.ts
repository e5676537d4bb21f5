// What the ledger knows of a file's devices: how they are registered, and where the meter of each stands.
import { z } from "zod";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { getParsed, isProblem } from "#src/cli/http.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { hourMs } from "./cells.ts";
import type { FileDevice } from "./fileDevice.ts";
import { type MeterKeys, numberOfKey } from "./meterKeys.ts";
import type { MeterStanding } from "./plan.ts";

const deviceSchema = z.looseObject({
  kind: z.string(),
  zone: z.string(),
  link: z.looseObject({ to: z.string() }).optional(),
  nameplateW: amountSchema,
});
const meterSchema = z.looseObject({ meterKey: z.string(), registerMilliWh: amountSchema, nextStartMs: timeMsSchema });
export type LedgerMeter = z.output<typeof meterSchema>;
const parameterSchema = z.looseObject({ value: amountSchema });

/** Asked at once of a node: enough to fill the waiting, and few for its limit. */
const questionsAtOnce = 8;
/** Names that a message lists. */
const namesShownMax = 20;
const milliWhPerWh = 1_000n;

export function meterOf(url: string, device: string): Promise<LedgerMeter> {
  return getParsed(url, `/v1/energy/meter?${new URLSearchParams({ device })}`, meterSchema);
}

export async function parameterOf(url: string, parameter: string): Promise<bigint> {
  const path = `/v1/parameters/parameter?${new URLSearchParams({ parameter })}`;
  return (await getParsed(url, path, parameterSchema)).value;
}

export async function hasZone(url: string, zone: string): Promise<boolean> {
  const found = await orUnknown(
    "energy/unknownZone",
    getParsed(url, `/v1/energy/zone?zone=${zone}`, z.looseObject({})),
  );
  return found !== undefined;
}

export interface FoundMeters {
  /** Of the devices that are registered. */
  readonly standings: Map<string, MeterStanding>;
  readonly unknown: readonly string[];
}

/** Refuses devices that are registered as something else, and meters whose key is not at hand. */
export async function findMeters(url: string, devices: readonly FileDevice[], keys: MeterKeys): Promise<FoundMeters> {
  const marginBp = await parameterOf(url, "energy.nameplateMarginBp");
  const standings = new Map<string, MeterStanding>();
  const unknown: string[] = [];
  const differing: string[] = [];
  const keyless: string[] = [];
  await forEachOf(devices, questionsAtOnce, async (described) => {
    const { device, kind, zone, to } = described;
    const path = `/v1/energy/device?${new URLSearchParams({ device })}`;
    const found = await orUnknown("energy/unknownDevice", getParsed(url, path, deviceSchema));
    if (found === undefined) {
      unknown.push(device);
      return;
    }
    if (found.kind !== kind || found.zone !== zone || found.link?.to !== to) {
      differing.push(`${device} (${found.kind} in ${found.zone})`);
      return;
    }
    const { meterKey, registerMilliWh, nextStartMs } = await meterOf(url, device);
    const keyNumber = numberOfKey(keys, device, meterKey);
    if (keyNumber === undefined) keyless.push(device);
    else {
      const mostMilliWh = mostOf(found.nameplateW, marginBp);
      standings.set(device, { nextStartMs, registerMilliWh, keyNumber, mostMilliWh, stoppedBy: undefined });
    }
  });
  if (differing.length > 0) {
    throw usageFailure(`registered as another kind of device, or elsewhere: ${namesShown(differing)}`);
  }
  if (keyless.length > 0) {
    const names = keyless.sort().map((device) => `${device} (as ${keys.nameOf(device, 1)})`);
    throw usageFailure(`the keys of these devices' meters are not at hand: ${namesShown(names)}`);
  }
  return { standings, unknown: unknown.sort() };
}

/** As the ledger rounds it: up, in favour of the meter. */
export function mostOf(nameplateW: bigint, marginBp: bigint): bigint {
  return (nameplateW * milliWhPerWh * (10_000n + marginBp) + 9_999n) / 10_000n;
}

/** The ledger takes part-hours as well; what is imported here is of whole ones. */
export function requireWholeHours(standings: ReadonlyMap<string, MeterStanding>): void {
  const astray = [...standings].filter(([, { nextStartMs }]) => nextStartMs % hourMs !== 0).map(([device]) => device);
  if (astray.length > 0) throw usageFailure(`the meters stand within an hour: ${namesShown(astray)}`);
}

export function unknownDevicesFailure(devices: readonly string[]): Failure {
  const message = `${devices.length} devices are not registered, and nothing was sent: ${namesShown(devices)}; --register registers them`;
  return new Failure("refused", "cli/unknownDevices", message, { devices: devices.slice(0, namesShownMax) });
}

function namesShown(names: readonly string[]): string {
  const more = names.length > namesShownMax ? [`and ${names.length - namesShownMax} more`] : [];
  return [...names.slice(0, namesShownMax), ...more].join(", ");
}

/** Undefined where the ledger says that it knows of no such thing. */
export async function orUnknown<Answer>(code: string, answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (reason) {
    if (isProblem(reason, code)) return undefined;
    throw reason;
  }
}

async function forEachOf<Item>(items: readonly Item[], atOnce: number, act: (item: Item) => Promise<void>) {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
