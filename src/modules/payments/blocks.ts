// At the end of each block payments past their expiry are void, and closed ones are forgotten in time: a bounded number of each.
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockWork } from "#src/machine/module.ts";
import type { State } from "#src/state/view.ts";
import { aboutOf, voidPayment } from "./deciding.ts";
import { events } from "./events.ts";
import { removePayment } from "./locking.ts";
import { isOpen } from "./rules.ts";
import { expiries, payments, removals } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    expirePayments(state);
    for (const uetr of removals.takeDue(state, limits.paymentRemovalsPerBlockMax)) {
      state.emit(events.paymentRemoved(aboutOf(uetr, removePayment(state, uetr))));
    }
  },
};

/** Entries of payments that were decided in time cost little, and never keep others from their end. */
function expirePayments(state: State): void {
  let expiring: number = limits.paymentExpiriesPerBlockMax;
  let looking: number = limits.paymentExpiryEntriesPerBlockMax;
  while (expiring > 0 && looking > 0) {
    const due = expiries.takeDue(state, Math.min(expiring, looking));
    if (due.length === 0) return;
    looking -= due.length;
    for (const uetr of due) {
      const payment = payments.get(state, bytesToHex(uetr));
      // Under the same UETR there may be a later payment, which has an entry of its own.
      if (payment === undefined || !isOpen(payment.state) || state.timeMs < payment.terms.expiresMs) continue;
      voidPayment(state, uetr, payment, "expired");
      expiring -= 1;
    }
  }
}
