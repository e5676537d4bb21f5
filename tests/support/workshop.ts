// A module for tests of the machine: it writes rows, and refuses, fails or breaks its books when it is told to.
import { z } from "zod";
import { defineRefusals, refusal } from "#src/core/refusal.ts";
import { countSchema, hashSchema, keyTextSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineGenesis, defineModule } from "#src/machine/module.ts";
import { defineTable } from "#src/state/table.ts";
import type { State } from "#src/state/view.ts";

export const slots = defineTable("workshop/slot/{slot}", countSchema);

const waySchema = z.enum(["nothing", "refuse", "fail", "breach", "foreign-breach"]);
type Way = z.output<typeof waySchema>;

/** What the work at the beginning and end of each block shall do. */
export const plans = defineTable("workshop/plan", z.strictObject({ begin: waySchema, end: waySchema }));

export const workshopRefusals = defineRefusals("workshop", {
  told: refusal<{ slot: string }>(9_001, "conflict", "It was told to refuse."),
});

export const workshopEvents = defineEvents("workshop", {
  slotSet: z.strictObject({ slot: keyTextSchema, value: countSchema }),
});

/** Writes first, then misbehaves: all of it must be undone. */
function misbehave(state: State, slot: string, way: Way): void {
  slots.put(state, slot, 666);
  state.emit(workshopEvents.slotSet({ slot, value: 666 }));
  if (way === "refuse") throw workshopRefusals.told({ slot });
  if (way === "fail") throw new TypeError("a defect");
  if (way === "breach") state.tally("workshop/book", 1n);
  if (way === "foreign-breach") state.tally("accounts/supply/CNY", 1n);
}

const anyone = { summary: "Does as it is told.", actors: "anyone" } as const;

function messagesOf(version: number) {
  const slotSchema = z.strictObject({ slot: keyTextSchema, value: countSchema });
  const setSlot = defineMessage({
    ...anyone,
    schema: slotSchema,
    result: z.strictObject({ before: countSchema.optional() }),
    work: 10,
    handle({ state, emit }, { slot, value }) {
      const before = slots.get(state, slot);
      slots.put(state, slot, value * version);
      emit(workshopEvents.slotSet({ slot, value: value * version }));
      return before === undefined ? {} : { before };
    },
  });
  const setSlots = defineMessage({
    ...anyone,
    schema: z.strictObject({ list: z.array(slotSchema).min(1).max(300) }),
    work: ({ list }) => 5 * list.length,
    handle({ state }, { list }) {
      for (const { slot, value } of list) slots.put(state, slot, value);
    },
  });
  const beTold = defineMessage({
    ...anyone,
    schema: z.strictObject({ slot: keyTextSchema, way: waySchema }),
    work: 10,
    handle: ({ state }, { slot, way }) => misbehave(state, slot, way),
  });
  const answerWrong = defineMessage({
    ...anyone,
    schema: z.strictObject({}),
    result: z.strictObject({ list: z.array(countSchema).max(2) }),
    work: 10,
    handle: () => ({ list: [1, 2, 3] }),
  });
  const showId = defineMessage({
    ...anyone,
    schema: z.strictObject({}),
    result: z.strictObject({ id: hashSchema }),
    work: 10,
    handle: ({ id }) => ({ id }),
  });
  const rememberId = defineMessage({
    ...anyone,
    schema: z.strictObject({ id: hashSchema, untilMs: timeMsSchema, refuse: z.boolean() }),
    work: 10,
    handle({ remember }, { id, untilMs, refuse }) {
      remember(id, untilMs);
      if (refuse) throw workshopRefusals.told({ slot: "none" });
    },
  });
  const planBlocks = defineMessage({
    ...anyone,
    schema: z.strictObject({ begin: waySchema, end: waySchema }),
    work: 10,
    handle: ({ state }, plan) => plans.put(state, plan),
  });
  const workMuch = defineMessage({ ...anyone, schema: z.strictObject({}), work: 400_000, handle: () => undefined });
  return { setSlot, setSlots, beTold, answerWrong, showId, rememberId, planBlocks, workMuch };
}

function joining(way: Way) {
  return defineGenesis({
    schema: z.strictObject({}),
    initialise(state) {
      slots.put(state, "joined", state.height);
      state.emit(workshopEvents.slotSet({ slot: "joined", value: state.height }));
      if (way !== "nothing") misbehave(state, "joined", way);
    },
    devnet: () => ({}),
  });
}

export interface WorkshopOptions {
  /** What its messages write is multiplied by its version. */
  readonly version?: number;
  /** What happens when it joins a chain, or begins with it; by default it has no genesis. */
  readonly join?: Way;
}

export function workshop({ version = 1, join }: WorkshopOptions = {}) {
  const definition = {
    name: "workshop",
    version,
    summary: "Does as it is told.",
    after: [],
    tables: { slots, plans },
    messages: messagesOf(version),
    events: workshopEvents,
    refusals: workshopRefusals,
    blocks: {
      begin(state: State) {
        const way = plans.get(state)?.begin ?? "nothing";
        if (way !== "nothing") misbehave(state, "begin", way);
      },
      end(state: State) {
        const way = plans.get(state)?.end ?? "nothing";
        if (way !== "nothing") misbehave(state, "end", way);
        else if (plans.has(state)) slots.put(state, "end", state.height);
      },
    },
  } as const;
  return defineModule(join === undefined ? definition : { ...definition, genesis: joining(join) });
}
