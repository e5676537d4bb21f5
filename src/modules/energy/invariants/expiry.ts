// That no certificate outlives its life unseen.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner } from "#src/state/view.ts";
import { endOfIssue } from "../expiry.ts";
import { bundles, expiries, expiryPointers } from "../tables.ts";

interface Wait {
  readonly nextId: number;
  readonly dueMs: number;
}

/** For each device with bundles that expiry has not passed, the first of them and the end of its record. */
async function expectedWaits(state: StateScanner, broken: string[]): Promise<Map<string, Wait>> {
  const waits = new Map<string, Wait>();
  for await (const { key, parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    const passedTo = expiryPointers.get(state, device)?.nextId ?? 1;
    if (Number(firstId) < passedTo) {
      if (value.state === "active") broken.push(`${key} is active, but expiry has passed it`);
      if (value.lastId >= passedTo) broken.push(`${key} is passed by expiry in part`);
    } else if (!waits.has(device)) {
      waits.set(device, { nextId: Number(firstId), dueMs: endOfIssue(state, device, value.startMs) });
    }
  }
  return waits;
}

/** What expiry has passed is not active, and every device with certificates before it waits once, for the next of them. */
export const activeCertificatesAwaitExpiry = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const waits = await expectedWaits(state, broken);
  for await (const { value } of expiries.tables.entries.scan(state)) {
    const { device } = value.item;
    const expected = waits.get(device);
    waits.delete(device);
    if (expected === undefined) broken.push(`${device} waits for expiry once too often`);
    else if (expected.dueMs !== value.dueMs)
      broken.push(`${device} waits for expiry at ${value.dueMs}, but its next record ends at ${expected.dueMs}`);
  }
  return [...broken, ...[...waits.keys()].map((device) => `${device} does not wait for expiry`)];
});
