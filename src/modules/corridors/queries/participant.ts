// One bank within a zone.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { refusals } from "../refusals.ts";
import { participantSchema } from "../schemas.ts";
import { participants } from "../tables.ts";

export const participant = defineQuery({
  summary: "A bank's admission to a zone: its codes, and from which height it holds.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema }),
  result: participantSchema,
  proves: ({ currency, account }) => participants.key(currency, account),
  answer({ state }, { currency, account }) {
    const row = participants.get(state, currency, account);
    if (row === undefined) throw refusals.unknownParticipant({ currency, account });
    return row;
  },
});
