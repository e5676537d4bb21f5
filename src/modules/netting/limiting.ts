// Setting and removing limits: one row for all that an account has set in a currency.
import type { Account } from "#src/core/account.ts";
import { limits as bounds } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { Limits } from "./schemas.ts";
import { payerLimits, rests } from "./tables.ts";

export const noLimits: Stored<Limits> = { bilateral: [] };

export function limitsOf(state: StateReader, currency: string, account: Account): Stored<Limits> {
  return payerLimits.get(state, currency, account) ?? noLimits;
}

/** The limits with one set anew: what has flowed counts from then on. */
export function withLimit(before: Stored<Limits>, counterparty: Account | undefined, most: bigint): Stored<Limits> {
  const allowance = { most, used: 0n };
  if (counterparty === undefined) return { ...before, multilateral: allowance };
  const others = before.bilateral.filter((limit) => limit.counterparty !== counterparty);
  if (others.length >= bounds.bilateralLimitsMax) throw refusals.tooManyLimits({ most: bounds.bilateralLimitsMax });
  const bilateral = [...others, { counterparty, ...allowance }];
  return { ...before, bilateral: bilateral.sort((left, right) => compareText(left.counterparty, right.counterparty)) };
}

/** The limits without one, if it was set. */
export function withoutLimit(before: Stored<Limits>, counterparty: Account | undefined): Stored<Limits> | undefined {
  const { multilateral, bilateral } = before;
  if (counterparty === undefined) return multilateral === undefined ? undefined : { bilateral };
  const others = bilateral.filter((limit) => limit.counterparty !== counterparty);
  return others.length === bilateral.length ? undefined : { ...before, bilateral: others };
}

export function putLimits(state: State, currency: string, account: Account, after: Stored<Limits>): void {
  const wasSet = payerLimits.has(state, currency, account);
  const isSet = after.multilateral !== undefined || after.bilateral.length > 0;
  if (isSet) payerLimits.put(state, currency, account, after);
  else payerLimits.delete(state, currency, account);
  if (isSet && !wasSet) tie.add(state, account);
  if (wasSet && !isSet) tie.remove(state, account);
  rests.delete(state);
}
