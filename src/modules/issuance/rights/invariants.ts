// Promises about delivery rights, checked by scanning.
import { monthStartMs } from "#src/core/month.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import { read as compute } from "#src/modules/compute/access.ts";
import { bidsAccount, reserveAccount } from "../books.ts";
import { liveRights, promisedEnergy, rightEnds, rights } from "../tables.ts";

/** Every right held has its bond and, of capacity, its certificates; it is listed, and falls due when its month begins. */
export const rightsAreBondedAndListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const dueMs = new Map<number, number>();
  for await (const { value } of rightEnds.tables.entries.scan(state)) dueMs.set(value.item, value.dueMs);
  const listed = new Set(liveRights.get(state) ?? []);
  const promised = new Map<string, bigint>();
  for await (const { parts, value } of rights.scan(state)) {
    const number = Number(parts[0]);
    const { energy, capacity, month } = value;
    if (energy !== undefined && value.state !== "boughtBack") {
      const key = promisedEnergy.key(energy.device, month);
      promised.set(key, (promised.get(key) ?? 0n) + energy.wattHours);
    }
    if (listed.delete(number) !== (value.state === "held"))
      broken.push(`right ${number} is held, or not, against the list`);
    if (value.state !== "held") continue;
    if (!bonds.has(state, value.bond)) broken.push(`right ${number} has no bond`);
    if ((dueMs.get(number) ?? 0) < monthStartMs(month)) broken.push(`right ${number} does not fall due with its month`);
    for (const certificateId of capacity?.certificateIds ?? []) {
      const { holder } = compute.requireCertificate(state, certificateId);
      if (holder !== reserveAccount)
        broken.push(`right ${number} counts certificate ${certificateId} of somebody else`);
    }
  }
  for await (const { key, value } of promisedEnergy.scan(state)) {
    if (promised.get(key) !== value) broken.push(`${key} says ${value}, but rights promise ${promised.get(key) ?? 0n}`);
    promised.delete(key);
  }
  broken.push(...[...promised.keys()].map((key) => `${key} is missing`));
  return [...broken, ...[...listed].map((number) => `right ${number} is listed and is none`)];
});

/** The book of bids holds the highest bid for every right that the reserve holds, and nothing else. */
export const bidsAreHeld = defineInvariant(async ({ state }) => {
  let sum = 0n;
  for await (const { value } of rights.scan(state)) if (value.state === "held") sum += value.bid?.bidMicroKdg ?? 0n;
  const held = accounts.balance(state, anchoredCurrency, bidsAccount);
  return sum === held ? [] : [`bids of ${sum} micro-KDG, but ${held} are held`];
});
