// What other modules may ask of `fx`: what providers' quotes would come to.
import type { Account } from "#src/core/account.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { paymentOf } from "./quoting.ts";
import { type Route, requireRoute } from "./routing.ts";
import type { Asked } from "./schemas.ts";

export const read = {
  /** The best route for a payment now, and what the corridor would refuse it by; refuses where there is none. Writes nothing. */
  bestRoute(state: StateReader, payer: Account, asked: Asked): Route & { readonly refusal: Refusal | undefined } {
    const route = requireRoute(state, payer, asked);
    const { corridor, payee, kind, purpose } = asked;
    const { hops } = route;
    return { ...route, refusal: corridors.judge(state, paymentOf({ corridor, payee, kind, purpose, payer, hops })) };
  },
};
