// The banks of a zone.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { participantSchema } from "../schemas.ts";
import { homes, participants as table } from "../tables.ts";
import { requireZone } from "../zones.ts";

export const participants = defineQuery({
  summary: "The banks that a zone has admitted, residents and others.",
  readers: party([]),
  params: z.strictObject({ currency: currencySchema, ...pageParams }),
  result: pageOf(z.strictObject({ account: accountSchema, isResident: z.boolean(), participant: participantSchema })),
  answer({ state }, { currency, after, limit }) {
    requireZone(state, currency);
    return readPage(
      table.scan(state, { within: [currency], after }),
      limit,
      ({ parts, value }) => {
        const account = (parts[1] ?? "") as Account;
        return { account, isResident: homes.get(state, account) === currency, participant: value };
      },
      ({ parts }) => parts[1] ?? "",
    );
  },
});
