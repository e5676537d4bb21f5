// Promises of the module `corridors`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { ruleBookHash } from "./rules.ts";
import {
  codes,
  corridorFlows,
  corridors,
  homes,
  joined,
  participants,
  ruleBooks,
  volumeFlows,
  zones,
} from "./tables.ts";
import { emptyFlow, exposureOf, sumsAt, windows } from "./windows.ts";

/** Every zone is of a currency that there is, and a zone joined to a corridor exists and is counted. */
export const zonesAreJoinedOnce = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts } of zones.scan(state)) {
    if (accounts.currency(state, parts[0] ?? "") === undefined) broken.push(`${key} is of no currency`);
  }
  for await (const { key, parts, value } of corridors.scan(state)) {
    let count = 0;
    for await (const { parts: of } of joined.scan(state, { within: [parts[0] ?? ""] })) {
      count += 1;
      if (!zones.has(state, of[1] ?? "")) broken.push(`${key} is joined by ${of[1]}, which is no zone`);
    }
    if (count !== value.zones) broken.push(`${key} has ${count} zones, and counts ${value.zones}`);
  }
  return broken;
});

/** Every participant has its code for itself, and a home that has admitted it, unless that home took it back. */
export const participantsHaveCodes = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let count = 0;
  for await (const { key, parts, value } of participants.scan(state)) {
    count += 1;
    if (codes.get(state, parts[0] ?? "", value.bic) !== parts[1]) broken.push(`${key} is not found by its code`);
  }
  let coded = 0;
  for await (const _ of codes.scan(state)) coded += 1;
  if (coded !== count) broken.push(`${coded} codes for ${count} participants`);
  for await (const { key, parts, value } of homes.scan(state)) {
    const account = parts[0] ?? "";
    if (!participants.has(state, value, account)) broken.push(`${key} is a home that has not admitted it`);
  }
  return broken;
});

/** Every revision of every rule book is kept, under its own hash. */
export const ruleBooksKeepTheirHash = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value } of corridors.scan(state)) {
    for (let revision = 1; revision <= value.lastRevision; revision += 1) {
      const row = ruleBooks.get(state, parts[0] ?? "", revision);
      const hash = row === undefined ? undefined : ruleBookHash(parts[0] ?? "", revision, row.ruleBook);
      if (hash?.join() !== row?.hash.join() || row === undefined) broken.push(`${key}: revision ${revision}`);
    }
    if (value.revision > value.lastRevision) broken.push(`${key} is at a revision that it has not`);
  }
  return broken;
});

/** In every window a corridor's volume is the sum over its currencies. */
export const volumesAddUp = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts } of corridors.scan(state)) {
    const corridor = parts[0] ?? "";
    const total = corridorFlows.get(state, corridor) ?? emptyFlow;
    for (const { window } of windows) {
      let sum = 0n;
      for await (const { value } of volumeFlows.scan(state, { within: [corridor] })) {
        sum += exposureOf(sumsAt(value, window, state.timeMs)).gross;
      }
      const { gross } = exposureOf(sumsAt(total, window, state.timeMs));
      if (sum !== gross) broken.push(`${corridor}, ${window}: currencies sum to ${sum}, the corridor to ${gross}`);
    }
  }
  return broken;
});
