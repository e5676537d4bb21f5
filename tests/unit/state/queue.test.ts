// Queues and due queues against sorted lists, over blocks that are sealed and blocks that are rolled back.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import type { Journal } from "#src/state/journal.ts";
import { defineQueue } from "#src/state/queue.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import type { StateStore } from "#src/state/store/store.ts";

const itemSchema = z.strictObject({ number: countSchema });
const payments = defineQueue("netting/queue", itemSchema);
const expiries = defineDueQueue("netting/due", itemSchema);

let store: StateStore;
let journal: Journal;

beforeEach(() => {
  store = createMemoryStore();
  journal = store.journal;
  journal.beginBlock(0, 0);
});

describe("defineQueue", () => {
  it("gives items back in the order they came, queue by queue", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ queue: fc.constantFrom("x", "y"), push: fc.boolean(), number: fc.nat(99) }), {
          maxLength: 60,
        }),
        (steps) => {
          const state = createMemoryStore().journal;
          state.beginBlock(0, 0);
          const model = { x: [] as number[], y: [] as number[] };
          for (const { queue, push, number } of steps) {
            const list = model[queue as "x" | "y"];
            expect(payments.peek(state, queue)?.number).toBe(list[0]);
            if (push) {
              payments.push(state, queue, { number });
              list.push(number);
            } else expect(payments.take(state, queue)?.number).toBe(list.shift());
            expect(payments.size(state, queue)).toBe(list.length);
          }
        },
      ),
    );
  });

  it("leaves no rows behind once it is empty", () => {
    payments.push(journal, "x", { number: 1 });
    payments.push(journal, "x", { number: 2 });
    payments.take(journal, "x");
    payments.take(journal, "x");
    expect(payments.take(journal, "x")).toBeUndefined();
    expect(store.seal().changes).toEqual([]);
  });

  it("is undone with the transaction that used it", () => {
    payments.push(journal, "x", { number: 1 });
    const checkpoint = journal.checkpoint();
    payments.take(journal, "x");
    payments.push(journal, "x", { number: 2 });
    journal.rollback(checkpoint);
    expect([payments.size(journal, "x"), payments.peek(journal, "x")]).toEqual([1, { number: 1 }]);
  });
});

describe("defineDueQueue", () => {
  const stepArbitrary = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("add" as const), dueMs: fc.nat(50), passMs: fc.constant(0) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("take" as const), dueMs: fc.nat(5), passMs: fc.nat(15) }) },
  );

  it("takes what is due, earliest first and in the order it came, and never what is not due yet", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 80 }), async (steps) => {
        const tested = createMemoryStore();
        const model: { readonly dueMs: number; readonly number: number }[] = [];
        let timeMs = 0;
        let number = 0;
        for (const [height, { kind, dueMs, passMs }] of steps.entries()) {
          timeMs += passMs;
          tested.journal.beginBlock(height, timeMs);
          if (kind === "add") {
            number += 1;
            expiries.add(tested.journal, dueMs, { number });
            model.push({ dueMs, number });
            model.sort((left, right) => left.dueMs - right.dueMs || left.number - right.number);
          } else {
            const most = dueMs + 1;
            const due = model.filter((item) => item.dueMs <= timeMs).slice(0, most);
            model.splice(0, due.length);
            const taken = expiries.takeDue(tested.journal, most);
            expect(taken.map((item) => item.number)).toEqual(due.map((item) => item.number));
          }
          expect(expiries.size(tested.journal)).toBe(model.length);
          expect(expiries.nextDueMs(tested.journal)).toBe(model[0]?.dueMs);
          tested.seal();
          await tested.persist();
        }
      }),
    );
  });

  it("changes no row when nothing is due, and keeps one row when it is empty", () => {
    expiries.add(journal, 10, { number: 1 });
    const before = journal.checkpoint();
    expect(expiries.takeDue(journal, 5)).toEqual([]);
    expect(journal.checkpoint()).toEqual(before);
    store.seal();
    journal.dropBlock();
    journal.beginBlock(1, 10);
    expect(expiries.takeDue(journal, 5)).toEqual([{ number: 1 }]);
    expect(journal.seal().map(({ key, after }) => [key, after === undefined])).toEqual([
      ["netting/due/entry/0000000000000000", true],
      ["netting/due/size", false],
    ]);
  });

  it("reads and writes a logarithmic number of rows", () => {
    for (let number = 0; number < 1_000; number += 1) expiries.add(journal, 1_000 - number, { number });
    store.seal();
    const { journal: after } = store;
    after.beginBlock(1, 2_000);
    const before = after.checkpoint();
    expiries.takeDue(after, 1);
    expect(after.checkpoint().steps - before.steps).toBeLessThan(16);
  });

  it("is not asked for nothing", () => {
    expect(() => expiries.takeDue(journal, 0)).toThrow(Fault);
  });
});
