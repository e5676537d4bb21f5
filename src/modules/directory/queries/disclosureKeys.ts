// The keys of one account.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { isValidKey, keysKept } from "../rules.ts";
import { disclosureKeySchema, keyNumberSchema } from "../schemas.ts";
import { newestKeys, disclosureKeys as table } from "../tables.ts";

const listedSchema = z.strictObject({ number: keyNumberSchema, ...disclosureKeySchema.shape, isValid: z.boolean() });

export const disclosureKeys = defineQuery({
  summary: "The disclosure keys of an account that are kept, the newest first: the first valid one is the one to use.",
  readers: "public",
  params: z.strictObject({ account: accountSchema }),
  result: z.strictObject({ keys: z.array(listedSchema).max(keysKept) }),
  answer({ state }, { account }) {
    const newest = newestKeys.get(state, account) ?? 0;
    const numbers = Array.from({ length: Math.min(keysKept, newest) }, (_, back) => newest - back);
    const keys = numbers.flatMap((number) => {
      const key = table.get(state, account, number);
      return key === undefined ? [] : [{ number, ...key, isValid: isValidKey(key, state.timeMs) }];
    });
    return { keys };
  },
});
