// What states of a payment mean, and which may follow which.
import { expect, test } from "vitest";
import { isLater, isOpen, missingAttestation, recallCodes, statuses } from "#src/modules/payments/rules.ts";
import { stateSchema } from "#src/modules/payments/schemas.ts";

test("a payment is open in three states, and final in all others", () => {
  for (const state of stateSchema.options) expect(isOpen(state), state).toBe(!statuses[state].isFinal);
  expect(stateSchema.options.filter(isOpen)).toEqual(["locked", "pending", "acceptedNotPosted"]);
});

test("what a payee says goes forward only", () => {
  const order = ["locked", "pending", "acceptedNotPosted"] as const;
  for (const [at, state] of order.entries())
    for (const [than, other] of order.entries()) expect(isLater(state, other)).toBe(at > than);
});

test("the first kind of attestation that lacks is named, whatever else was brought", () => {
  const hash = new Uint8Array(32);
  const attestations = [{ kind: "travelRule", hash } as const, { kind: "travelRule", hash } as const];
  expect(missingAttestation({ attestations }, [])).toBeUndefined();
  expect(missingAttestation({ attestations }, ["travelRule"])).toBeUndefined();
  expect(missingAttestation({ attestations }, ["travelRule", "sanctionsScreening", "payeeConfirmation"])).toBe(
    "sanctionsScreening",
  );
});

test("a recall without an answer has no code", () => {
  expect(recallCodes).toEqual({
    ...{ requested: undefined, pended: "PDCR", refused: "RJCR", granted: "CNCL", partlyGranted: "PECR" },
  });
});
