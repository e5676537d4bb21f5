// A module for tests that need the anchored currency before there is a reserve: it makes it, and writes odd states.
import { z } from "zod";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { anchoredCurrency, create } from "#src/modules/accounts/access.ts";

const issueAnchored = defineMessage({
  summary: "Makes anchored money out of nothing.",
  actors: "anyone",
  schema: z.strictObject({ to: accountSchema, amount: positiveAmountSchema }),
  work: 10,
  handle: ({ state }, { to, amount }) => create.issue(state, { currency: anchoredCurrency, account: to, amount }),
});

export const mint = defineModule({
  name: "mint",
  version: 1,
  summary: "Makes anchored money for tests.",
  after: ["accounts"],
  tables: {},
  messages: { issueAnchored },
});
