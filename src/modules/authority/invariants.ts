// Promises of the module `authority`.
import { defineInvariant } from "#src/machine/invariant.ts";
import { roles } from "./rules.ts";
import { grants, holderCounts } from "./tables.ts";

/** The running count of holders is the number of grants. */
export const holderCountsEqualGrants = defineInvariant(async ({ state }) => {
  const counted = new Map<string, number>();
  for await (const { parts } of grants.scan(state)) counted.set(parts[0] ?? "", (counted.get(parts[0] ?? "") ?? 0) + 1);
  return roles
    .filter((role) => (counted.get(role) ?? 0) !== (holderCounts.get(state, role) ?? 0))
    .map((role) => `${role}: ${counted.get(role) ?? 0} grants, but a count of ${holderCounts.get(state, role) ?? 0}`);
});
