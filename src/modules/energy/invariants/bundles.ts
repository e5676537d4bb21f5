// That every certificate is in one bundle, in the hands of one holder.
import { defineInvariant } from "#src/machine/invariant.ts";
import { findIssue } from "../issues.ts";
import { bundles, deviceTotals, heldBundles } from "../tables.ts";

/** States that a bundle gives the reason of, under the state's own name. */
const reasons = ["locked", "reserved", "cancelled", "expired", "withdrawn"] as const;

/** Every id that was issued for a device lies in one bundle, of the record or hour of discharge that it was issued from, and no other id does. */
export const bundlesTileIssues = defineInvariant(async ({ state }) => {
  const nextIds = new Map<string, number>();
  const broken: string[] = [];
  for await (const { key, parts, value } of bundles.scan(state)) {
    const [device = "", part = ""] = parts;
    const firstId = Number(part);
    if (firstId !== (nextIds.get(device) ?? 1)) broken.push(`${key} does not follow the bundle before`);
    if (value.lastId < firstId) broken.push(`${key} is empty`);
    nextIds.set(device, value.lastId + 1);
    const issue = findIssue(state, device, value.startMs);
    const isWithin =
      issue !== undefined && firstId >= issue.firstId && value.lastId < issue.firstId + Number(issue.issuedWh);
    if (!isWithin) broken.push(`${key} reaches outside of the record that it was issued from`);
    for (const reason of reasons) {
      if ((value[reason] !== undefined) !== (value.state === reason)) broken.push(`${key}: ${reason} or not`);
    }
  }
  for await (const { parts, value } of deviceTotals.scan(state)) {
    const last = (nextIds.get(parts[0] ?? "") ?? 1) - 1;
    if (BigInt(last) !== value.issuedWh)
      broken.push(`${parts[0]}: ${value.issuedWh} Wh were issued, but ids end at ${last}`);
  }
  return broken;
});

/** The lists of holders name exactly the bundles that are theirs. */
export const holdersListTheirBundles = defineInvariant(async ({ state }) => {
  const expected = new Set<string>();
  for await (const { parts, value } of bundles.scan(state)) {
    const [device = "", firstId = ""] = parts;
    expected.add(heldBundles.key(value.holder, device, Number(firstId)));
  }
  const broken: string[] = [];
  for await (const { key } of heldBundles.scan(state)) {
    if (!expected.delete(key)) broken.push(`${key} lists no such bundle`);
  }
  return [...broken, ...[...expected].map((key) => `${key} is missing`)];
});
