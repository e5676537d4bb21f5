// Who may be paid.
import type { Account } from "#src/core/account.ts";
import { lockedFunds } from "./books.ts";
import { refusals } from "./refusals.ts";

/** Money paid straight into the book of locked money would belong to no lock, and to nobody. */
export function requirePayee(payer: Account, to: Account): void {
  if (to === payer) throw refusals.payeeIsPayer({});
  if (to === lockedFunds) throw refusals.payeeIsBook({ to });
}
