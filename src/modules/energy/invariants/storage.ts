// That storage gives back no more than it was charged with: every watt-hour charged is stored, lost or discharged.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { storageOf } from "../storage/accounts.ts";
import type { StorageAccount } from "../storage/schemas.ts";
import { devices, deviceTotals, kindTotals, layers, storageIssues, storages } from "../tables.ts";

interface Sums {
  places: number;
  wh: bigint;
  cleanWh: bigint;
}

/** Sums of the layers of each charging device, and what is wrong with single ones. */
async function sumsOfLayers(state: StateScanner, broken: string[]): Promise<Map<string, Sums>> {
  const sums = new Map<string, Sums>();
  for await (const { key, parts, value } of layers.scan(state)) {
    const [charging = "", place = ""] = parts;
    const sum = sums.get(charging) ?? { places: 0, wh: 0n, cleanWh: 0n };
    sums.set(charging, sum);
    sum.wh += value.wh;
    sum.cleanWh += value.cleanWh;
    if (Number(place) !== storageOf(state, charging).firstLayer + sum.places) broken.push(`${key} is out of its place`);
    sum.places += 1;
    if (value.wh === 0n || value.cleanWh > value.wh) broken.push(`${key} is empty, or cleaner than it is large`);
  }
  return sums;
}

function breaksOf(charging: string, account: Stored<StorageAccount>, { places, wh, cleanWh }: Sums): string[] {
  const { chargedWh, chargedCleanWh, storedWh, lostWh, dischargedWh, issuedWh } = account;
  const claims: [boolean, string][] = [
    [storedWh === wh, `${storedWh} Wh are stored, but layers hold ${wh} Wh`],
    [account.nextLayer - account.firstLayer === places, `there are ${places} layers`],
    [chargedWh === storedWh + lostWh + dischargedWh, "what was charged is not what is stored, lost and discharged"],
    [issuedWh <= dischargedWh, "more was issued than discharged"],
    [
      issuedWh + cleanWh <= chargedCleanWh,
      "more was issued, or is stored as clean, than certificates were cancelled for",
    ],
  ];
  return claims.flatMap(([isKept, what]) => (isKept ? [] : [`storage ${charging}: ${what}`]));
}

/**
 * Layers, losses and discharge add up to the charge of each storage device; what is issued for discharge is an issue of its
 * own, never more than the charge less losses, nor than certificates were cancelled for; and the sum of these cancellations
 * is what the totals count as cancelled for storage.
 */
export const storageAddsUp = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = await sumsOfLayers(state, broken);
  let cleanWh = 0n;
  for await (const { parts, value } of storages.scan(state)) {
    const [charging = ""] = parts;
    broken.push(...breaksOf(charging, value, sums.get(charging) ?? { places: 0, wh: 0n, cleanWh: 0n }));
    sums.delete(charging);
    cleanWh += value.chargedCleanWh;
  }
  broken.push(...[...sums.keys()].map((charging) => `storage ${charging} has layers, but no account`));
  let cancelledWh = 0n;
  for await (const { value } of kindTotals.scan(state)) cancelledWh += value.cancelledForStorageWh;
  if (cancelledWh !== cleanWh)
    broken.push(`${cancelledWh} Wh were cancelled for storage, but ${cleanWh} Wh charged clean`);
  return [...broken, ...(await breaksOfIssues(state))];
});

/** Certificates of hours of discharge are those of the device's totals and of its account, and were drawn from as much. */
async function breaksOfIssues(state: StateScanner): Promise<string[]> {
  const issued = new Map<string, bigint>();
  const broken: string[] = [];
  for await (const { key, parts, value } of storageIssues.scan(state)) {
    const [device = ""] = parts;
    issued.set(device, (issued.get(device) ?? 0n) + value.issuedWh);
    const drawnWh = value.draws.reduce((sum, draw) => sum + draw.cleanWh, 0n);
    if (value.issuedWh > drawnWh) broken.push(`${key} has more certificates than clean energy was drawn`);
    if (value.draws.some(({ chargedHourMs }) => chargedHourMs >= Number(parts[1]))) {
      broken.push(`${key} draws on an hour that had not been`);
    }
  }
  for await (const { parts, value } of devices.scan(state)) {
    const [device = ""] = parts;
    if (value.storage === undefined) continue;
    const [rowsWh, accountWh] = [issued.get(device) ?? 0n, storageOf(state, value.storage.charging).issuedWh];
    const totalWh = deviceTotals.get(state, device)?.issuedWh;
    if (rowsWh !== accountWh || rowsWh !== totalWh)
      broken.push(`${device}: ${rowsWh} Wh were issued, but the books say ${accountWh} and ${totalWh}`);
  }
  return broken;
}
