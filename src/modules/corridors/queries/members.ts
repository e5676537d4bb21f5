// The banks of a corridor.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { corridorIdSchema } from "../schemas.ts";
import { members as table } from "../tables.ts";
import { requireCorridor } from "../zones.ts";

export const members = defineQuery({
  summary: "The banks that a corridor has admitted.",
  readers: "public",
  params: z.strictObject({ corridor: corridorIdSchema, ...pageParams }),
  result: pageOf(z.strictObject({ account: accountSchema })),
  answer({ state }, { corridor, after, limit }) {
    requireCorridor(state, corridor);
    return readPage(
      table.scan(state, { within: [corridor], after }),
      limit,
      ({ parts }) => ({ account: (parts[1] ?? "") as Account }),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
