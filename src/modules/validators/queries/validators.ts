// Every validator there ever was.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { addressSchema, validatorSchema } from "../schemas.ts";
import { validators as rows } from "../tables.ts";

export const validators = defineQuery({
  summary: "All validators by address, with those planned, suspended, removed and banned.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ validator: addressSchema, ...validatorSchema.shape })),
  answer({ state }, { after, limit }) {
    const addressOf = (parts: readonly string[]) => present(parts[0], "a validator's key ends with its address");
    return readPage(
      rows.scan(state, { after, limit: (limit ?? limits.pageRowsDefault) + 1 }),
      limit,
      ({ parts, value }) => ({ validator: addressOf(parts), ...value }),
      ({ parts }) => addressOf(parts),
    );
  },
});
