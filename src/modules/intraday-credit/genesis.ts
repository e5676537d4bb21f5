// Opens the book of collateral.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { create } from "#src/modules/accounts/access.ts";
import { collateralBook } from "./books.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise: (state) => create.openModuleAccount(state, collateralBook),
  devnet: () => ({}),
});
