// Opens the book of bonds.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { create } from "#src/modules/accounts/access.ts";
import { bondsAccount } from "./books.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise: (state) => create.openModuleAccount(state, bondsAccount),
  devnet: () => ({}),
});
