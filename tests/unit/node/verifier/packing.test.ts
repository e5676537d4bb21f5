// Signature checks packed into one block of bytes for a thread.
import fc from "fast-check";
import { expect, it } from "vitest";
import { packAnswers, packChecks, unpackAnswer, unpackChecks } from "#src/node/verifier/packing.ts";

const check = fc.record({
  message: fc.uint8Array({ maxLength: 600 }),
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
  publicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

it("gives back the checks that were packed, in order", () => {
  fc.assert(
    fc.property(fc.array(check, { maxLength: 12 }), (checks) => {
      expect(unpackChecks(packChecks(checks))).toEqual(checks);
    }),
  );
});

it("gives back each answer", () => {
  const answers = [true, false, false, true];
  const packed = packAnswers(answers);
  expect(answers.map((_, index) => unpackAnswer(packed, index))).toEqual(answers);
  expect(() => unpackAnswer(packed, answers.length)).toThrow();
});
