// Who signs blocks now.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { publicKeySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { totalsOf } from "../roster.ts";
import { addressSchema, powerSchema, totalsSchema, validatorNameSchema } from "../schemas.ts";
import { validators } from "../tables.ts";

const memberSchema = z.strictObject({
  validator: addressSchema,
  name: validatorNameSchema,
  publicKey: publicKeySchema,
  power: powerSchema,
});

export const validatorSet = defineQuery({
  summary: "The active validators by address, and the totals. CometBFT follows a change two blocks later.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({ totals: totalsSchema, members: z.array(memberSchema).max(limits.validatorsMax) }),
  async answer({ state }) {
    const members: z.output<typeof memberSchema>[] = [];
    for await (const { parts, value } of validators.scan(state)) {
      if (value.status !== "active") continue;
      const { name, publicKey, power } = value;
      const validator = present(parts[0], "a validator's key ends with its address");
      members.push({ validator, name, publicKey, power });
    }
    return { totals: totalsOf(state), members };
  },
});
