// Messages: the work of one, be it a constant or a sum over its lists.
import { expect, test } from "vitest";
import { z } from "zod";
import { defineMessage, workOf } from "#src/machine/message.ts";

const shape = { summary: "Nothing.", actors: "anyone", handle: () => undefined } as const;

test("the work of a message is its constant, or follows from its content", () => {
  const constant = defineMessage({ ...shape, schema: z.strictObject({}), work: 20 });
  expect(workOf(constant, {})).toBe(20);
  const list = z.array(z.boolean()).max(9);
  const summed = defineMessage({
    ...shape,
    schema: z.strictObject({ list }),
    work: (content) => 10 + 5 * content.list.length,
  });
  expect([workOf(summed, { list: [] }), workOf(summed, { list: [true, false] })]).toEqual([10, 20]);
});
