// The bonds of one owner.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { bondNumberSchema, bondSchema } from "../schemas.ts";
import { requireBond } from "../staking.ts";
import { ownerBonds as rows } from "../tables.ts";

export const ownerBonds = defineQuery({
  summary: "The bonds of one owner, by number.",
  readers: party("owner"),
  params: z.strictObject({ owner: accountSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: bondNumberSchema, bond: bondSchema })),
  answer: ({ state }, { owner, after, limit }) =>
    readPage(
      rows.scan(state, { within: [owner], after }),
      limit,
      ({ parts }) => ({ number: Number(parts[1]), bond: requireBond(state, Number(parts[1])) }),
      ({ parts }) => parts[1] ?? "",
    ),
});
