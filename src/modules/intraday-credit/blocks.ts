// What is overdue past its grace, before a block's transactions: collateral is seized, and what is unsecured stays a claim.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { read as accounts, move } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import { countCredit, debtsOf, putDebts, putLine } from "./debts.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import type { Credit, Place } from "./schemas.ts";
import { dues, lines } from "./tables.ts";

export const blocks: BlockWork = {
  begin(state) {
    for (const { draw, ...place } of dues.takeDue(state, limits.intradayDuesPerBlockMax)) {
      const debt = debtsOf(state, place).find((each) => each.kind === "credit" && each.draw === draw);
      if (debt?.kind === "credit") endGrace(state, place, debt);
    }
  },
};

/** Who was kept from repaying by a freeze or a pause, which the lender may have ordered, gets a whole grace without one. */
function endGrace(state: State, place: Place, debt: Stored<Credit>): void {
  const { currency, account } = place;
  const { draw, amount, collateral } = debt;
  const sinceMs = accounts.movableSinceMs(state, currency, account) ?? state.timeMs;
  const laterMs = sinceMs + Number(parameters.graceMs.get(state));
  if (laterMs > state.timeMs) {
    dues.add(state, laterMs, { ...place, draw });
    return;
  }
  const line = lines.get(state, currency, account);
  if (line !== undefined) putLine(state, place, { ...line, isEnded: true });
  if (collateral === undefined) {
    state.emit(events.creditDefaulted({ currency, bank: account, draw, amount }));
    return;
  }
  const { issuer: lender } = accounts.requireCurrency(state, currency);
  move.giveBack(state, { ...collateral, from: collateralBook, to: lender });
  countCredit(state, place, debt, undefined);
  putDebts(
    state,
    place,
    debtsOf(state, place).filter((each) => each.kind !== "credit" || each.draw !== draw),
  );
  state.emit(events.collateralSeized({ currency, bank: account, draw, lender, amount: collateral.amount }));
}
