// The contract of the ledger as published: which messages and queries there are, and the schemas of what they carry.
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ContentSchema } from "#src/sdk/contentCodec.ts";

const contractFile = new URL("../../../contracts/modules.json", import.meta.url);

const jsonSchema = z.custom<ContentSchema>((value) => typeof value === "object" && value !== null);
const messageSchema = z.object({
  /** `module/message`. */
  type: z.string(),
  summary: z.string(),
  actors: z.union([z.literal("anyone"), z.array(z.string())]),
  schema: jsonSchema,
});
const querySchema = z.object({
  /** `module/query`. */
  name: z.string(),
  summary: z.string(),
  provable: z.boolean(),
  params: jsonSchema,
});
const contractSchema = z.object({
  modules: z.array(
    z.object({
      name: z.string(),
      summary: z.string(),
      messages: z.array(messageSchema),
      queries: z.array(querySchema),
    }),
  ),
});

export type ContractModule = z.output<typeof contractSchema>["modules"][number];
export type ContractMessage = z.output<typeof messageSchema>;
export type ContractQuery = z.output<typeof querySchema>;

let known: readonly ContractModule[] | undefined;

/** Read once, and only by the commands that need it. */
export function contractModules(): readonly ContractModule[] {
  known ??= contractSchema.parse(JSON.parse(readFileSync(contractFile, "utf8"))).modules;
  return known;
}

/** What follows the slash of `module/name`. */
export function shortName(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
