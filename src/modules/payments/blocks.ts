// At the end of each block payments past their expiry are void, and closed ones are forgotten in time: a bounded number of both.
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { aboutOf, voidPayment } from "./deciding.ts";
import { events } from "./events.ts";
import { removePayment } from "./locking.ts";
import { isOpen } from "./rules.ts";
import { dues, payments } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    for (const uetr of dues.takeDue(state, limits.paymentDuesPerBlockMax)) {
      const payment = payments.get(state, bytesToHex(uetr));
      if (payment === undefined) continue;
      const { terms, removesMs = Number.POSITIVE_INFINITY } = payment;
      if (isOpen(payment.state) && state.timeMs >= terms.expiresMs) voidPayment(state, uetr, payment, "expired");
      else if (state.timeMs >= removesMs) {
        removePayment(state, uetr);
        state.emit(events.paymentRemoved(aboutOf(uetr, payment)));
      }
    }
  },
};
