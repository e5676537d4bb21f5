// Lists of feeders: what makes one valid.

import type { Account } from "#src/core/account.ts";
import { compareText } from "#src/core/order.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";

/** The feeders sorted; refuses unknown accounts, repeated ones, and fewer than the feed wants publishers. */
export function requireFeeders(state: StateReader, feeders: readonly Account[], minPublishers: number): Account[] {
  const sorted = [...feeders].sort(compareText);
  for (const [index, feeder] of sorted.entries()) {
    accounts.requireAccount(state, feeder);
    if (feeder === sorted[index + 1]) throw refusals.repeatedFeeder({ feeder });
  }
  requireEnough(sorted.length, minPublishers);
  return sorted;
}

export function requireEnough(feeders: number, minPublishers: number): void {
  if (feeders < minPublishers) throw refusals.tooFewFeeders({ feeders, minPublishers });
}
