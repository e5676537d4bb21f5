// Promises of the module `validators`.
import { present } from "#src/core/assert.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { dueChangesOf, totalsOf } from "./roster.ts";
import { noTotals, replaceShare } from "./rules.ts";
import { type Totals, totalPowerMax } from "./schemas.ts";
import { validators } from "./tables.ts";

/** The running totals are the sums over the rows. */
export const totalsEqualValidators = defineInvariant(async ({ state }) => {
  let sums = noTotals;
  for await (const { value } of validators.scan(state)) sums = replaceShare(sums, undefined, value);
  const kept = totalsOf(state);
  return (Object.keys(sums) as (keyof Totals)[])
    .filter((name) => sums[name] !== kept[name])
    .map((name) => `${name}: ${sums[name]} by rows, but a total of ${kept[name]}`);
});

/** Every plan waits once for its height, in order, and nothing waits without a plan. */
export const plansFallDue = defineInvariant(async ({ state }) => {
  const list = dueChangesOf(state);
  const heights = new Map(list.map(({ validator, fromHeight }) => [validator, fromHeight]));
  const broken: string[] = [];
  if (heights.size < list.length) broken.push("a validator waits twice");
  for (const [at, { fromHeight }] of list.entries()) {
    if (fromHeight < (list[at - 1]?.fromHeight ?? 0)) broken.push(`place ${at} falls due before the one ahead of it`);
  }
  for await (const { parts, value } of validators.scan(state)) {
    const address = present(parts[0], "a validator's key ends with its address");
    const listed = heights.get(address);
    if (listed !== value.plan?.fromHeight) {
      broken.push(`${address}: planned for ${value.plan?.fromHeight}, but listed for ${listed}`);
    }
    heights.delete(address);
  }
  for (const address of heights.keys()) broken.push(`${address}: listed, but not a validator`);
  return broken;
});

/** Somebody signs blocks. */
export const someoneIsActive = defineInvariant(async ({ state }) =>
  totalsOf(state).active > 0 ? [] : ["no validator is active"],
);

/** Whatever is planned, all validators together stay within the power that the engine can count. */
export const powerFitsEngine = defineInvariant(async ({ state }) => {
  const { activePower, suspendedPower, reservedPower } = totalsOf(state);
  const broken: string[] = [];
  if (reservedPower > totalPowerMax) broken.push(`a power of ${reservedPower} is reserved`);
  if (activePower + suspendedPower > reservedPower) broken.push(`less power is reserved than there is`);
  return broken;
});
