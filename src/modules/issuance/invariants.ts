// Promises of the module `issuance`, checked by scanning.
import type { Account } from "#src/core/account.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { juniorsAccount, redeemingAccount, reserveAccount } from "./books.ts";
import { readPointers } from "./epochs.ts";
import { readMetals } from "./holdings.ts";
import { readHolding, readTotals } from "./juniors.ts";
import { supplyMicroKdg } from "./money.ts";
import {
  accountRequests,
  epochs,
  juniorHoldings,
  moneyTotals,
  redeemingTotals,
  requests,
  reserveCurrencies,
} from "./tables.ts";

/** All KDG there is was minted here and not burnt here. */
export const supplyEqualsMintedLessBurnt = defineInvariant(async ({ state }) => {
  const { mintedMicroKdg, burntMicroKdg } = moneyTotals.get(state) ?? { mintedMicroKdg: 0n, burntMicroKdg: 0n };
  const supply = supplyMicroKdg(state);
  return supply === mintedMicroKdg - burntMicroKdg
    ? []
    : [`a supply of ${supply}, but ${mintedMicroKdg} minted and ${burntMicroKdg} burnt`];
});

/** The book of redemptions holds what the requests have locked, and so says its total. */
export const redeemingEqualsRequests = defineInvariant(async ({ state }) => {
  let locked = 0n;
  for await (const { value } of requests.scan(state)) locked += value.leftMicroKdg;
  const held = accounts.balance(state, anchoredCurrency, redeemingAccount);
  const total = redeemingTotals.get(state) ?? 0n;
  return held === locked && total === locked
    ? []
    : [`requests lock ${locked}, the book holds ${held}, its total says ${total}`];
});

/** Every request adds up, belongs to an epoch that has not ended without it, and is listed under its account. */
export const requestsAddUp = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const { newest, oldest } = readPointers(state);
  let count = 0;
  for await (const { parts, value } of requests.scan(state)) {
    const request = Number(parts[0]);
    const { account, epoch, amountMicroKdg, leftMicroKdg, burntMicroKdg, feeMicroKdg, returnedMicroKdg } = value;
    count += 1;
    if (leftMicroKdg + burntMicroKdg + feeMicroKdg + returnedMicroKdg !== amountMicroKdg)
      broken.push(`request ${request} does not add up to ${amountMicroKdg}`);
    if (!accountRequests.has(state, account, request)) broken.push(`request ${request} is not listed`);
    if (epoch > newest || (value.state === "queued" && epoch < oldest))
      broken.push(`request ${request} waits in epoch ${epoch}, which is over`);
  }
  let listed = 0;
  for await (const _ of accountRequests.scan(state)) listed += 1;
  if (listed !== count) broken.push(`${count} requests, but ${listed} listed`);
  return broken;
});

/** The sums of every epoch are those of its requests; epochs before the oldest pending one are over. */
export const epochsEqualRequests = defineInvariant(async ({ state }) => {
  const sums = new Map<number, { burnt: bigint; fee: bigint }>();
  for await (const { value } of requests.scan(state)) {
    const sum = sums.get(value.epoch) ?? { burnt: 0n, fee: 0n };
    sums.set(value.epoch, { burnt: sum.burnt + value.burntMicroKdg, fee: sum.fee + value.feeMicroKdg });
  }
  const { newest, oldest } = readPointers(state);
  const broken: string[] = [];
  let count = 0;
  for await (const { parts, value } of epochs.scan(state)) {
    const number = Number(parts[0]);
    count += 1;
    const { burnt, fee } = sums.get(number) ?? { burnt: 0n, fee: 0n };
    if (burnt !== value.burntMicroKdg || fee !== value.feeMicroKdg)
      broken.push(`epoch ${number} does not sum its requests`);
    const isOver = value.state === "settled" || value.state === "lapsed";
    if (isOver !== number < oldest) broken.push(`epoch ${number} is ${value.state}, the oldest pending is ${oldest}`);
  }
  if (count !== newest) broken.push(`${count} epochs, but the newest is ${newest}`);
  return broken;
});

/** Holdings never sum to more than all units, nor what is owed to more than is held for it; what rounds away is dust. */
export const juniorHoldingsEqualTotals = defineInvariant(async ({ state }) => {
  const totals = readTotals(state);
  let units = 0n;
  let owed = 0n;
  for await (const { parts } of juniorHoldings.scan(state)) {
    const holding = readHolding(state, parts[0] as Account);
    units += holding.units;
    owed += holding.owedMicroKdg;
  }
  const broken: string[] = [];
  if (units > totals.units) broken.push(`holders have ${units} junior units of ${totals.units}`);
  if (owed > totals.heldMicroKdg) broken.push(`holders are owed ${owed}, but ${totals.heldMicroKdg} is held for them`);
  const held = accounts.balance(state, anchoredCurrency, juniorsAccount);
  if (held !== totals.heldMicroKdg) broken.push(`the book of juniors holds ${held}, not ${totals.heldMicroKdg}`);
  return broken;
});

/** What coverage counts is exactly what the reserve's certificates weigh, and all of them are the reserve account's. */
export const holdingsEqualCertificates = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const weights = new Map<string, { attested: bigint; unattested: bigint }>();
  for await (const { certificateId, metal, owner, attested, fineWeightMg } of metalReserve.scanReserve(state)) {
    if (owner !== reserveAccount) broken.push(`certificate ${certificateId} is not the reserve account's`);
    const sum = weights.get(metal) ?? { attested: 0n, unattested: 0n };
    if (attested) sum.attested += fineWeightMg;
    else sum.unattested += fineWeightMg;
    weights.set(metal, sum);
  }
  for (const { metal, attestedFineMg, unattestedFineMg } of readMetals(state)) {
    const { attested, unattested } = weights.get(metal) ?? { attested: 0n, unattested: 0n };
    if (attested !== attestedFineMg || unattested !== unattestedFineMg)
      broken.push(
        `${metal}: certificates of ${attested} and ${unattested} mg, counted ${attestedFineMg} and ${unattestedFineMg}`,
      );
    weights.delete(metal);
  }
  for (const metal of weights.keys()) broken.push(`${metal} is held, but never counted`);
  return broken;
});

/** KDG is never an asset: no list of cover names it, and the reserve's account holds none. */
export const moneyDoesNotBackItself = defineInvariant(async ({ state }) => {
  const named = (reserveCurrencies.get(state) ?? []).some(({ currency }) => currency === anchoredCurrency);
  const held = accounts.balance(state, anchoredCurrency, reserveAccount);
  return [...(named ? ["KDG counts as cover"] : []), ...(held === 0n ? [] : [`the reserve holds ${held} of KDG`])];
});
