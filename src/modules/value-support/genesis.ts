// The book of value support, opened with the ledger.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { create } from "#src/modules/accounts/access.ts";
import { feesAccount } from "./books.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise: (state) => create.openModuleAccount(state, feesAccount),
  devnet: () => ({}),
});
