// Chains against plain arrays.
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineChain } from "#src/modules/metal-reserve/chains.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const names = ["one", "two"] as const;

test("a chain walks like the list it stands for, after any appending and removing", () => {
  const step = fc.record({
    chain: fc.constantFrom(...names),
    id: fc.integer({ min: 1, max: 12 }),
    append: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { journal } = memoryState();
      const chain = defineChain("test/chain");
      const model: Record<string, number[]> = { one: [], two: [] };
      for (const { chain: name, id, append } of steps) {
        const home = names.find((each) => model[each]?.includes(id));
        if (append && home === undefined) {
          chain.append(journal, name, id);
          model[name]?.push(id);
        } else if (!append && home !== undefined) {
          chain.remove(journal, id);
          model[home] = (model[home] ?? []).filter((each) => each !== id);
        }
      }
      for (const name of names) {
        const walked: number[] = [];
        for (let at = chain.first(journal, name); at !== undefined; at = chain.next(journal, at)) walked.push(at);
        expect(walked).toEqual(model[name]);
        expect(chain.count(journal, name)).toBe(walked.length);
        for (const id of walked) expect(chain.isIn(journal, name, id)).toBe(true);
      }
    }),
  );
});

test("an emptied chain leaves no rows behind", () => {
  const memory = memoryState();
  const chain = defineChain("test/chain");
  for (const id of [1, 2, 3]) chain.append(memory.journal, "one", id);
  memory.nextBlock();
  expect(memory.rows.size).toBe(4);
  for (const id of [2, 1, 3]) chain.remove(memory.journal, id);
  memory.nextBlock();
  expect(memory.rows.size).toBe(0);
});

test("a link knows the block in which it joined", () => {
  const memory = memoryState(7);
  const chain = defineChain("test/chain");
  chain.append(memory.journal, "one", 1);
  memory.nextBlock(9);
  chain.append(memory.journal, "one", 2);
  expect([1, 2].map((id) => chain.sinceHeight(memory.journal, id))).toEqual([7, 9]);
});
