// Refusals: each carries its catalogue entry and its details.
import { expect, test } from "vitest";
import { defineRefusals, Refusal, refusal } from "#src/core/refusal.ts";
import { refusals as coreRefusals } from "#src/core/refusals.ts";

const refusals = defineRefusals("vault", {
  doorShut: refusal<{ door: string }>(9_001, "conflict", "The door is shut."),
  tooFull: refusal(9_002, "limit", "The vault is full."),
});

test("a refusal names its subject and condition, and carries number, kind, text and details", () => {
  const refused = refusals.doorShut({ door: "north" });
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused.definition).toEqual({
    code: "vault/doorShut",
    number: 9_001,
    kind: "conflict",
    text: "The door is shut.",
  });
  expect(refused.details).toEqual({ door: "north" });
  expect(refused.message).toBe("vault/doorShut: The door is shut.");
});

test("the catalogue entry is there without refusing anything", () => {
  expect(refusals.tooFull.definition.number).toBe(9_002);
  expect(refusals.tooFull({}).definition).toBe(refusals.tooFull.definition);
});

test("the refusals of encodings keep their numbers, which are never reused", () => {
  const numbers = Object.fromEntries(
    Object.entries(coreRefusals).map(([name, { definition }]) => [name, definition.number]),
  );
  expect(numbers).toEqual({ malformedEncoding: 10, valueOutOfBounds: 11, malformedAccount: 12, malformedAmount: 13 });
});
