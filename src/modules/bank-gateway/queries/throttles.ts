// How much of each window is used.
import { z } from "zod";
import { accountSchema, amountSchema, countSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { emptyFlow, sumsAt } from "#src/modules/corridors/access.ts";
import { requireChannel, termsOf } from "../channels.ts";
import { boundOf } from "../rules.ts";
import { bankFlows, flows, waiting } from "../tables.ts";

const windowSchema = z.strictObject({
  of: z.enum(["bank", "all"]),
  kind: z.enum(["issuance", "redemption"]),
  window: z.enum(["hour", "day"]),
  used: amountSchema,
  most: amountSchema,
});

export const throttles = defineQuery({
  summary: "What has passed a channel's throttle in each window, for all and for one bank, and what may.",
  readers: party("bank"),
  params: z.strictObject({ currency: currencySchema, bank: accountSchema.optional() }),
  result: z.strictObject({ windows: z.array(windowSchema).max(8), waiting: countSchema }),
  answer({ state }, { currency, bank }) {
    const { supplyFloor, ...terms } = termsOf(requireChannel(state, currency), state.height);
    const supply = accounts.supply(state, currency);
    const of = (whose: "bank" | "all") => {
      const flow =
        bank !== undefined && whose === "bank" ? bankFlows.get(state, currency, bank) : flows.get(state, currency);
      return (["issuance", "redemption"] as const).flatMap((kind) =>
        (["hour", "day"] as const).map((window) => {
          const { inflow, outflow } = sumsAt(flow ?? emptyFlow, window, state.timeMs);
          const bound = (kind === "issuance" ? terms.issue : terms.redeem)[whose][window];
          const used = kind === "issuance" ? inflow : outflow;
          return { of: whose, kind, window, used, most: boundOf(bound, supply, supplyFloor) };
        }),
      );
    };
    const windows = [...of("all"), ...(bank === undefined ? [] : of("bank"))];
    return { windows, waiting: waiting.size(state, currency) };
  },
});
