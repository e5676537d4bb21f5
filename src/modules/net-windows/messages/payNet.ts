// A member pays another one within the window that is open.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  noteSchema,
  positiveAmountSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { capOf, putMembers, requireActive, requireCover, requireOpenScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { nextClose, totalDebit } from "../rules.ts";
import { type Scheme, schemeNumberSchema, type Window, windowNumberSchema } from "../schemas.ts";
import { dues, schemes, windows } from "../tables.ts";

export const payNet = defineMessage({
  summary:
    "Pays another member by net settlement: both positions move at once, and are final when the window is settled.",
  actors: "anyone",
  schema: z.strictObject({
    scheme: schemeNumberSchema,
    payee: accountSchema,
    amount: positiveAmountSchema,
    reference: noteSchema.optional(),
  }),
  result: z.strictObject({ window: windowNumberSchema, settlesMs: timeMsSchema, position: signedAmountSchema }),
  work: 120,
  handle({ state, actor, emit }, { scheme, payee, amount, reference }) {
    const row = requireOpenScheme(state, scheme);
    if (payee === actor) throw refusals.samePayee({});
    const payer = requireActive(state, scheme, actor);
    const paid = requireActive(state, scheme, payee);
    accounts.requireCanSend(state, row.currency, actor, 0n);
    accounts.requireCanReceive(state, row.currency, payee);
    const position = payer.openPosition - amount;
    const after = { ...payer, openPosition: position };
    const left = capOf(payer) - totalDebit(after);
    if (left < 0n && totalDebit(after) > totalDebit(payer)) throw refusals.capExceeded({ left: left + amount });
    const changes = [
      { account: actor, before: payer, after },
      { account: payee, before: paid, after: { ...paid, openPosition: paid.openPosition + amount } },
    ];
    requireCover(row, changes);
    const window = row.open ?? row.windows + 1;
    const open = windows.get(state, scheme, window) ?? freshWindow(state, row);
    const room = limits.amountMax - open.value;
    if (amount > room) throw refusals.windowFull({ left: room });

    if (row.open === undefined) beginWindow(state, { scheme, window }, row, open);
    putMembers(state, scheme, changes);
    windows.put(state, scheme, window, { ...open, payments: open.payments + 1, value: open.value + amount });
    emit(events.netPaymentTaken({ scheme, window, payer: actor, payee, amount, reference }));
    return { window, settlesMs: open.settlesMs, position };
  },
});

/** A window is opened by its first payment, and closes with the grid: an idle scheme costs nothing. */
function freshWindow({ timeMs }: State, { openedMs, windowMs, pauseMs }: Stored<Scheme>): Stored<Window> {
  const closesMs = nextClose(openedMs, windowMs, timeMs);
  return {
    ...{ status: "open", openedMs: timeMs, closesMs, settlesMs: closesMs + pauseMs },
    ...{ payments: 0, value: 0n, positions: [] },
  };
}

function beginWindow(
  state: State,
  { scheme, window }: { readonly scheme: number; readonly window: number },
  row: Stored<Scheme>,
  { closesMs, settlesMs }: Stored<Window>,
): void {
  schemes.put(state, scheme, { ...row, windows: window, open: window });
  dues.add(state, closesMs, { scheme, window, kind: "close" });
  state.emit(events.windowOpened({ scheme, window, closesMs, settlesMs }));
}
