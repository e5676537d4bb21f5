// Costly answers: made once for a height, few at once, and few kept.
import { expect, test } from "vitest";
import { z } from "zod";
import { CostlyAnswers } from "#src/api/costlyAnswers.ts";
import { defineQuery } from "#src/machine/query.ts";

const query = defineQuery({
  summary: "Takes long.",
  readers: "public",
  isCostly: true,
  params: z.strictObject({}),
  result: z.strictObject({}),
  answer: () => ({}),
});

function asking(atOnce: number, keptMost: number) {
  const answers = new CostlyAnswers(atOnce, keptMost);
  const made: number[] = [];
  const ask = (height: number, params: Readonly<Record<string, unknown>> = {}) =>
    answers.answer(query, height, params, async () => {
      made.push(height);
      return { height };
    });
  return { answers, made, ask };
}

test("whoever asks the same of a height shares one answer, while it is made and afterwards", async () => {
  const { made, ask } = asking(1, 2);
  expect(await Promise.all([ask(5), ask(5), ask(5)])).toEqual(Array(3).fill({ height: 5 }));
  expect(await ask(5)).toEqual({ height: 5 });
  expect(made).toEqual([5]);
  await ask(5, { of: 1n });
  expect(made).toEqual([5, 5]);
});

test("the oldest answer goes when as many are kept as may", async () => {
  const { made, ask } = asking(1, 2);
  for (const height of [1, 2, 3, 3, 2, 1]) await ask(height);
  expect(made).toEqual([1, 2, 3, 1]);
});

test("more at once than may be made are turned away, and served once there is a seat", async () => {
  const { made, ask } = asking(2, 4);
  const first = [ask(1), ask(2)];
  expect(() => ask(3)).toThrow("api/tooManyCostlyAnswers");
  await Promise.all([...first, ask(1)]);
  await ask(3);
  expect(made).toEqual([1, 2, 3]);
});

test("a failure is told to all who wait for it, is not kept, and gives its seat back", async () => {
  const { answers, made, ask } = asking(1, 2);
  const fail = () => answers.answer(query, 1, {}, () => Promise.reject(new Error("the disk is gone")));
  await expect(Promise.all([fail(), fail()])).rejects.toThrow("the disk is gone");
  await ask(1);
  expect(made).toEqual([1]);
});
