// Promises of the module `bonds`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { bondsAccount } from "./books.ts";
import { bonds, cashTotals, ownerBonds } from "./tables.ts";

/** The book holds exactly the currency that is staked, and none of it is KDG. */
export const cashEqualsBonds = defineInvariant(async ({ state }) => {
  const sums = new Map<string, bigint>();
  for await (const { value } of bonds.scan(state)) {
    if (value.cash === undefined) continue;
    sums.set(value.cash.currency, (sums.get(value.cash.currency) ?? 0n) + value.cash.amount);
  }
  const broken = sums.has(anchoredCurrency) ? ["KDG is staked"] : [];
  for (const currency of accounts.currencyCodes(state)) {
    const staked = sums.get(currency) ?? 0n;
    const [total, held] = [cashTotals.get(state, currency) ?? 0n, accounts.balance(state, currency, bondsAccount)];
    if (staked !== total || staked !== held) {
      broken.push(`${currency}: ${staked} is staked, but the total says ${total} and the book holds ${held}`);
    }
  }
  return broken;
});

/** Every metal certificate of a bond is pledged to the book for its owner, in one bond alone. */
export const metalIsPledged = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const seen = new Set<number>();
  for await (const { parts, value } of bonds.scan(state)) {
    for (const certificateId of value.certificateIds) {
      if (seen.has(certificateId)) broken.push(`metal certificate ${certificateId} is staked twice`);
      seen.add(certificateId);
      const { owner } = metalReserve.certificate(state, certificateId);
      const isOwn = owner === value.owner && metalReserve.pledgee(state, certificateId) === bondsAccount;
      if (!isOwn)
        broken.push(`bond ${parts[0]} counts metal certificate ${certificateId}, which is not pledged for it`);
    }
  }
  return broken;
});

/** Owners' lists name exactly their bonds. */
export const ownersListTheirBonds = defineInvariant(async ({ state }) => {
  const expected = new Set<string>();
  for await (const { parts, value } of bonds.scan(state)) expected.add(ownerBonds.key(value.owner, Number(parts[0])));
  const broken: string[] = [];
  for await (const { key } of ownerBonds.scan(state))
    if (!expected.delete(key)) broken.push(`${key} lists no such bond`);
  return [...broken, ...[...expected].map((key) => `${key} is missing`)];
});
