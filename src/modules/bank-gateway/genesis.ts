// Opens the book of redemptions.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { create } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "./books.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise: (state) => create.openModuleAccount(state, redemptionsBook),
  devnet: () => ({}),
});
