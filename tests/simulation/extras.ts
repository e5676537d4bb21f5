// Two modules for simulations alone: one that breaks its promises on demand, and one that joins the chain later.
import { z } from "zod";
import { defineRefusals, refusal } from "#src/core/refusal.ts";
import { countSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineGenesis, defineModule } from "#src/machine/module.ts";
import { defineParameters } from "#src/machine/parameter.ts";
import { defineTable } from "#src/state/table.ts";

const countTable = defineTable("sabotage/count", countSchema);

const refusals = defineRefusals("sabotage", {
  countTooHigh: refusal(9_000, "limit", "That is more than the count may rise at once."),
});

/** A count that rises by its own rules, and once too far where nobody asked. */
const unbalance = defineMessage({
  summary: "Leaves a sum that does not balance, unless it is to rise by nothing.",
  actors: "anyone",
  schema: z.strictObject({ by: z.int().min(0).max(1_000) }),
  result: z.strictObject({ count: countSchema }),
  work: 10,
  handle({ state }, { by }) {
    const count = (countTable.get(state) ?? 0) + 1;
    countTable.put(state, count);
    state.tally("sabotage/count", BigInt(by));
    return { count };
  },
});

const fail = defineMessage({
  summary: "Fails as a defect would, after it has written.",
  actors: "anyone",
  schema: z.strictObject({ isCalledOff: z.boolean() }),
  work: 10,
  handle({ state }, { isCalledOff }) {
    if (isCalledOff) return;
    countTable.put(state, 1_000_000);
    throw new Error("sabotage");
  },
});

const parameters = defineParameters("sabotage", {
  riseMost: {
    summary: "How far the count may rise at once.",
    unit: "times",
    default: 10n,
    least: 1n,
    most: 100n,
    owner: "governor",
    noticeBlocks: 1,
  },
});

/** Comes with the second version. */
const rise = defineMessage({
  summary: "Lets the count rise.",
  actors: "anyone",
  schema: z.strictObject({ by: z.int().min(0).max(1_000) }),
  result: z.strictObject({ count: countSchema }),
  work: 10,
  handle({ state }, { by }) {
    if (BigInt(by) > parameters.riseMost.get(state)) throw refusals.countTooHigh({});
    const count = (countTable.get(state) ?? 0) + by;
    countTable.put(state, count);
    return { count };
  },
});

const common = {
  name: "sabotage",
  summary: "Breaks double entry and fails, on demand.",
  after: ["accounts"],
  tables: { countTable },
  refusals,
} as const;

export const sabotage = defineModule({ ...common, version: 1, messages: { unbalance, fail } });
export const laterSabotage = defineModule({ ...common, version: 2, messages: { unbalance, fail, rise }, parameters });

const greetings = defineTable("latecomer/greeting", countSchema);

const latecomerRefusals = defineRefusals("latecomer", {
  notPolite: refusal(9_010, "invalid", "A greeting is said at least once."),
});

const greet = defineMessage({
  summary: "Counts greetings.",
  actors: "anyone",
  schema: z.strictObject({ times: z.int().min(0).max(100) }),
  result: z.strictObject({ greetings: countSchema }),
  work: 10,
  handle({ state }, { times }) {
    if (times === 0) throw latecomerRefusals.notPolite({});
    const count = (greetings.get(state) ?? 0) + times;
    greetings.put(state, count);
    return { greetings: count };
  },
});

export const latecomer = defineModule({
  name: "latecomer",
  version: 1,
  summary: "Joins a chain that has run for a while.",
  after: ["sabotage"],
  tables: { greetings },
  messages: { greet },
  refusals: latecomerRefusals,
  genesis: defineGenesis({
    schema: z.strictObject({}),
    initialise: (state) => greetings.put(state, 7),
    devnet: () => ({}),
  }),
});
