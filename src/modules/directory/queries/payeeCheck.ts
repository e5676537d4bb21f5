// Whether a payee is called as the payer believes.
import { z } from "zod";
import { maskedNameSchema } from "#src/core/maskedName.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { defineQuery } from "#src/machine/query.ts";
import { livePayee } from "../holding.ts";
import { compareNames } from "../rules.ts";
import { checkResultSchema, hexHashSchema } from "../schemas.ts";

export const payeeCheck = defineQuery({
  summary:
    "Compares what a payer typed, masked and hashed on the payer's side, with what the payee's bank has registered.",
  readers: "public",
  params: z.strictObject({ proxy: hexHashSchema, maskedName: maskedNameSchema, nameHash: hexHashSchema.optional() }),
  result: z.strictObject({ result: checkResultSchema, maskedName: maskedNameSchema.optional() }),
  answer({ state }, { proxy, maskedName, nameHash }) {
    const payee = livePayee(state, hexToBytes(proxy));
    const result = compareNames(payee, {
      maskedName,
      nameHash: nameHash === undefined ? undefined : hexToBytes(nameHash),
    });
    return payee === undefined ? { result } : { result, maskedName: payee.maskedName };
  },
});
