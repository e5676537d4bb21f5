// The payments of a bank, on one side.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { paymentSchema, uetrSchema } from "../schemas.ts";
import { payeePayments, payerPayments, payments as table } from "../tables.ts";

export const payments = defineQuery({
  summary: "The payments that a bank has made, or those made to it, open and closed, by UETR.",
  readers: party("account"),
  params: z.strictObject({ account: accountSchema, side: z.enum(["payer", "payee"]), ...pageParams }),
  result: pageOf(z.strictObject({ uetr: uetrSchema, payment: paymentSchema })),
  answer: ({ state }, { account, side, after, limit }) =>
    readPage(
      (side === "payer" ? payerPayments : payeePayments).scan(state, { within: [account], after }),
      limit,
      ({ parts }) => {
        const uetr = present(parts[1], "a list row's key ends with a UETR");
        return { uetr: hexToBytes(uetr), payment: present(table.get(state, uetr), "a listed payment is kept") };
      },
      ({ parts }) => parts[1] ?? "",
    ),
});
