// The items of one payer in one currency, in the order in which they are paid.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { queueOf } from "../items.ts";
import { itemShownSchema } from "../schemas.ts";
import { items } from "../tables.ts";

export const queue = defineQuery({
  summary: "The items of one payer in one currency, in the order in which they are paid.",
  readers: party("account"),
  params: z.strictObject({ currency: currencySchema, account: accountSchema, ...pageParams }),
  result: pageOf(itemShownSchema),
  answer({ state }, { currency, account, after, limit }) {
    const { urgent, normal } = queueOf(state, { currency, account });
    const numbers = [...urgent, ...normal];
    // A cursor is an item; when it has gone since, its page is not to be found again, and the list begins anew.
    const begin = after === undefined ? 0 : numbers.indexOf(Number(after)) + 1;
    const page = numbers.slice(begin, begin + (limit ?? limits.pageRowsDefault));
    const shown = page.map((item) => ({ item, ...present(items.get(state, item), "a queued item has a row") }));
    const last = page.at(-1);
    return last === undefined || begin + page.length >= numbers.length
      ? { items: shown }
      : { items: shown, next: String(last) };
  },
});
