// A module for this simulation alone: it breaks the books of others, so that their breakers trip, and takes one leg back.
import { z } from "zod";
import { accountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { move } from "#src/modules/accounts/access.ts";

const unbalance = defineMessage({
  summary: "Leaves the book of another module unbalanced: the breaker of that module trips.",
  actors: "anyone",
  schema: z.strictObject({ book: z.string().max(64) }),
  work: 10,
  handle({ state }, { book }) {
    state.tally(book, 1n);
  },
});

const takeBack = defineMessage({
  summary: "Moves one leg of a settled bundle back, as a defect that keeps every total would.",
  actors: "anyone",
  schema: z.strictObject({
    currency: currencySchema,
    from: accountSchema,
    to: accountSchema,
    amount: positiveAmountSchema,
  }),
  work: 10,
  handle({ state }, transfer) {
    move.transfer(state, transfer);
  },
});

export const saboteur = defineModule({
  name: "saboteur",
  version: 1,
  summary: "Breaks the books of other modules on demand.",
  after: ["accounts"],
  tables: {},
  messages: { unbalance, takeBack },
});
