// A payer moves an item between the urgent and the normal ones; within them it stands by its number.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { moveItem, requireItem } from "../items.ts";
import { refusals } from "../refusals.ts";
import { payersOf } from "../rules.ts";
import { itemNumberSchema, prioritySchema } from "../schemas.ts";

export const changePriority = defineMessage({
  summary: "Makes an item of one payer urgent or normal; it then stands by its number among those of that priority.",
  actors: "anyone",
  schema: z.strictObject({ item: itemNumberSchema, priority: prioritySchema }),
  work: 100,
  handle({ state, actor, emit }, { item: number, priority }) {
    const item = requireItem(state, number);
    const payers = payersOf(item.legs);
    if (!payers.includes(actor)) throw refusals.notPayer({ account: actor });
    // Else one payer could push the bundle past the others' own items.
    if (payers.length > 1) throw refusals.priorityAgreed({ item: number });
    if (item.priority === priority) throw refusals.priorityUnchanged({ item: number });

    moveItem(state, number, item, priority);
    emit(events.priorityChanged({ item: number, by: actor, priority }));
  },
});
