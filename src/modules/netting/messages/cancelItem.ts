// A payer takes an item out of the queues while it waits: a bundle is void for all legs together.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { closeItems, requireItem } from "../items.ts";
import { refusals } from "../refusals.ts";
import { payersOf } from "../rules.ts";
import { itemNumberSchema } from "../schemas.ts";

export const cancelItem = defineMessage({
  summary: "Takes a payment, or a bundle with all of its legs, out of the queues while it waits.",
  actors: "anyone",
  schema: z.strictObject({ item: itemNumberSchema }),
  work: 100,
  handle({ state, actor, emit }, { item: number }) {
    const item = requireItem(state, number);
    if (!payersOf(item.legs).includes(actor)) throw refusals.notPayer({ account: actor });

    closeItems(state, new Map([[number, item]]));
    emit(events.itemCancelled({ item: number, ...item, by: actor }));
  },
});
