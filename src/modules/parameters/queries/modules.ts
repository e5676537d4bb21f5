// Which version of each module the chain runs, and which it will run.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { chainModules, chainModulesSchema } from "#src/machine/versions.ts";
import { requireChainModules } from "../chainModules.ts";

export const modules = defineQuery({
  summary: "The modules in force with their versions, and the versions planned.",
  readers: "public",
  params: z.strictObject({}),
  result: chainModulesSchema,
  proves: () => chainModules.key(),
  answer: ({ state }) => requireChainModules(state),
});
