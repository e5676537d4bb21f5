// One key to which payloads are sealed.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { isValidKey } from "../rules.ts";
import { disclosureKeySchema, keyNumberSchema } from "../schemas.ts";
import { disclosureKeys } from "../tables.ts";

export const disclosureKey = defineQuery({
  summary: "A disclosure key of an account, by its number, and whether it is valid now.",
  readers: "public",
  params: z.strictObject({ account: accountSchema, number: keyNumberSchema }),
  result: z.strictObject({ ...disclosureKeySchema.shape, isValid: z.boolean() }),
  proves: ({ account, number }) => disclosureKeys.key(account, number),
  answer({ state }, { account, number }) {
    const key = disclosureKeys.get(state, account, number);
    if (key === undefined) throw refusals.unknownKey({});
    return { ...key, isValid: isValidKey(key, state.timeMs) };
  },
});
