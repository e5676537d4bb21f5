// The issuer's balance sheet as double entry.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, integerSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { statusSchema } from "#src/modules/oracle/access.ts";
import { balanceSheetOf, sumOf } from "../sheet.ts";

/** A sum of at most twelve lines that are each as large as an amount can be. */
const sumSchema = integerSchema(0n, 10n ** 29n - 1n);

export const sheetLineSchema = z.strictObject({
  /** Such as `metal/AG`, `haircut/AG`, `cash/CNY`, `kdg/circulation` or `reserve-surplus`. */
  account: z.string().max(32),
  class: z.enum(["asset", "contra", "liability", "equity"]),
  /** In the smallest unit of what the line is about: mg, cents, micro-KDG; zero where the line is a sum of money alone. */
  quantity: amountSchema,
  debitNano: sumSchema,
  creditNano: sumSchema,
});

export const balanceSheet = defineQuery({
  summary: "What is held and owed as double entry, debits and credits equal to the last billionth of the numeraire.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({
    atMs: z.int().min(0),
    height: z.int().min(0),
    /** The worst status among the prices of the basket: what is stale covers nothing, and its contra is all of it. */
    priceStatus: statusSchema,
    /** R.high, at which money is owed: this for so many KDG. */
    valueHighNano: amountSchema,
    basketKdg: amountSchema,
    lines: z.array(sheetLineSchema).max(limits.balanceSheetLinesMax),
    /** The same for debits and for credits. */
    totalNano: sumSchema,
  }),
  answer({ state }) {
    const reading = basket.value(state);
    const value = reading.status === "unknown" ? basket.requireValue(state) : reading;
    const lines = balanceSheetOf(state, value);
    return {
      atMs: state.timeMs,
      height: state.height,
      priceStatus: value.status,
      valueHighNano: value.valueNano.high,
      basketKdg: value.basketKdg,
      lines,
      totalNano: sumOf(lines, "debitNano"),
    };
  },
});
