// Opens the book of all pools' reserves.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { create } from "#src/modules/accounts/access.ts";
import { poolReserves } from "./books.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise: (state) => create.openModuleAccount(state, poolReserves),
  devnet: () => ({}),
});
