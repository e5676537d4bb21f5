// Value support for tests: a ledger with a matched day, a bonded site, and a module that shares fees as issuance does.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { anchoredCurrency, create } from "#src/modules/accounts/access.ts";
import { feesAccount, move } from "#src/modules/value-support/access.ts";
import { valueSupport } from "#src/modules/value-support/module.ts";
import { readyLedger } from "./compute.ts";
import type { TestLedger } from "./ledger.ts";

const share = defineMessage({
  summary: "Shares a fee among provers.",
  actors: "anyone",
  schema: z.strictObject({ microKdg: positiveAmountSchema }),
  work: 1,
  handle({ state }, { microKdg }) {
    if (!move.shareFee(state, microKdg)) return;
    create.issue(state, { currency: anchoredCurrency, account: feesAccount, amount: microKdg });
  },
});

const feePlayer = defineModule({
  name: "fee-player",
  version: 1,
  summary: "Plays the module that takes fees.",
  after: ["accounts", "value-support"],
  tables: {},
  messages: { share },
});

export function createSupportLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  return readyLedger(overrides, [valueSupport, feePlayer]);
}
