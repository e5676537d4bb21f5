// What falls due, before a block's transactions: votes that lapse, and collateral that is divided.
import { splitByLargestRemainder } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { events } from "./events.ts";
import { closeDraw, endRequest, graceEnd, requireMembership, requirePool } from "./pooling.ts";
import type { Draw, Due } from "./schemas.ts";
import { draws, dues, requests } from "./tables.ts";

export const blocks: BlockWork = {
  begin(state) {
    for (const due of dues.takeDue(state, limits.poolDuesPerBlockMax)) {
      if (due.draw === undefined) lapse(state, due);
      else divide(state, due, due.draw);
    }
  },
};

/** A later request of the same member has a later end. */
function lapse(state: State, { pool, drawer }: Stored<Due>): void {
  const request = requests.get(state, pool, drawer);
  if (request === undefined || state.timeMs < request.closesMs) return;
  endRequest(state, pool, drawer);
  state.emit(events.requestEnded({ pool, drawer, end: "lapsed" }));
}

/** Contributors get the collateral in proportion to their parts, the last units by the largest remainders. */
function divide(state: State, { pool, drawer }: Stored<Due>, number: number): void {
  const draw = draws.get(state, pool, number);
  if (draw === undefined || state.timeMs < draw.graceEndsMs) return;
  const graceEndsMs = divisibleFromMs(state, pool, draw);
  if (graceEndsMs > state.timeMs) {
    draws.put(state, pool, number, { ...draw, graceEndsMs });
    dues.add(state, graceEndsMs, { pool, drawer, draw: number });
    return;
  }
  const { currency } = requireMembership(state, pool, drawer);
  const parts = splitByLargestRemainder(
    draw.collateral,
    draw.claims.map(({ amount }) => amount),
  );
  closeDraw(state, pool, number, "divided");
  const shares = draw.claims.map(({ centralBank }, at) => ({
    centralBank,
    amount: present(parts[at], "each claim has a share"),
  }));
  for (const { centralBank: to, amount } of shares) {
    move.giveBack(state, { currency, from: collateralBook, to, amount });
  }
  state.emit(events.collateralDivided({ pool, draw: number, drawer, shares }));
}

/** After a whole grace in which neither a pause nor a freeze kept the drawer from repaying; not before another one while they last. */
function divisibleFromMs(state: StateReader, pool: number, { drawer }: Stored<Draw>): number {
  const { currency } = requirePool(state, pool).terms;
  return graceEnd(state, accounts.movableSinceMs(state, currency, drawer) ?? state.timeMs);
}
