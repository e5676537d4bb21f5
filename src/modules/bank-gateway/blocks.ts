// Before a block's transactions: what has expired, and whom the throttle lets pass. After them: the waterfall.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { watch } from "#src/modules/accounts/access.ts";
import { sweep } from "./linking.ts";
import { keepWaiting, lapse, releaseWaiting, waitingNow } from "./requesting.ts";
import { dues } from "./tables.ts";

export const blocks: BlockWork = {
  begin(state) {
    for (const { currency, request } of dues.takeDue(state, limits.gatewayRequestsPerBlockMax)) {
      lapse(state, currency, request);
    }
    const currencies = waitingNow(state);
    if (currencies.length === 0) return;
    // Each currency has its share of the work, so that a run on one does not hold up another.
    const share = Math.max(1, Math.trunc(limits.gatewayRequestsPerBlockMax / currencies.length));
    let looked = 0;
    for (const currency of currencies) looked += releaseWaiting(state, currency, share);
    if (looked > 0) keepWaiting(state, currencies);
  },
  end(state) {
    for (const { currency, account } of watch.take(state, limits.gatewaySweepsPerBlockMax)) {
      sweep(state, currency, account);
    }
  },
};
