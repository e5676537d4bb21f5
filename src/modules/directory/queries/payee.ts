// The payee whom a proxy names.
import { z } from "zod";
import { hashSchema, heightSchema } from "#src/core/schemas.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { defineQuery } from "#src/machine/query.ts";
import { payeeConfirmation } from "#src/transaction/payeeConfirmation.ts";
import { requirePayee } from "../holding.ts";
import { hexHashSchema, payeeSchema } from "../schemas.ts";
import { payees } from "../tables.ts";

export const payee = defineQuery({
  summary:
    "The bank and the masked name that a proxy leads to, with the hash by which a payment refers to this answer.",
  /** Whoever knows the secret by which keys are made may look one up. */
  readers: "public",
  params: z.strictObject({ proxy: hexHashSchema }),
  result: z.strictObject({ ...payeeSchema.shape, height: heightSchema, confirmation: hashSchema }),
  proves: ({ proxy }) => payees.key(proxy),
  answer({ state }, { proxy: text }) {
    const proxy = hexToBytes(text);
    const row = requirePayee(state, proxy);
    const { height } = state;
    return { ...row, height, confirmation: payeeConfirmation({ proxy, ...row, height }) };
  },
});
