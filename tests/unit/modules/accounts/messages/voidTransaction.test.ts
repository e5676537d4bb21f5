// Voiding: an actor's own transaction, not yet decided, never will be.
import { beforeEach, expect, test } from "vitest";
import { machineParameters } from "#src/machine/admission.ts";
import { attempt, createAccountsLedger } from "#tests/support/accountsLedger.ts";
import { envelopeOf } from "#tests/support/envelopes.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/voidTransaction";
const harmless = (actor: string) => ({ actor, type: "accounts/setGuardians", content: {} });
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});

/** A signed transaction that waits, and what voids it. */
function waiting(...actors: readonly string[]) {
  const bytes = envelopeOf(ledger, { messages: actors.map(harmless) });
  const { id, validUntilMs } = ledger.machine.prepare(bytes);
  return { bytes, voiding: { transaction: id, validUntilMs } };
}

test("a voided transaction is refused for as long as it could have been valid", () => {
  const { bytes, voiding } = waiting("alice");
  const { code, events } = ledger.send("alice", type, voiding);
  expect([code, events]).toEqual([
    0,
    [
      {
        type: "accounts/transactionVoided",
        content: { account: ledger.account("alice"), transaction: voiding.transaction },
      },
    ],
  ]);
  expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
  ledger.advance(58_000);
  expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
  ledger.advance(2_000);
  expect(ledger.execute(bytes).refused).toBe("machine/expired");
});

test("any one of several signers voids it", () => {
  const { bytes, voiding } = waiting("alice", "bob");
  expect(attempt(ledger, "bob", type, voiding)).toBe("accepted");
  expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
});

test("nobody voids another's transaction", () => {
  const { bytes, voiding } = waiting("alice");
  expect(attempt(ledger, "bob", type, voiding)).toBe("accepted");
  expect(ledger.execute(bytes).code).toBe(0);
});

test("a transaction that a block holds is not said to be void", () => {
  const { bytes, voiding } = waiting("alice");
  expect(ledger.execute(bytes).code).toBe(0);
  expect(attempt(ledger, "alice", type, voiding)).toBe("accounts/alreadyDecided");
});

test("in one block, what comes first counts", () => {
  const first = waiting("alice");
  const voiding = (content: object) => envelopeOf(ledger, { messages: [{ actor: "alice", type, content }] });
  const codes = (...list: readonly Uint8Array[]) => ledger.executeBlock(list).results.map(({ code }) => code);
  expect(codes(voiding(first.voiding), first.bytes)).toEqual([0, 34]);
  const second = waiting("alice");
  expect(codes(second.bytes, voiding(second.voiding))).toEqual([0, 177]);
});

test("voiding twice is the same as once", () => {
  const { voiding } = waiting("alice");
  expect(attempt(ledger, "alice", type, voiding)).toBe("accepted");
  const { count } = ledger.machine.guard;
  expect(attempt(ledger, "alice", type, voiding)).toBe("accepted");
  expect(ledger.machine.guard.count).toBe(count + 1);
});

test("a voiding that fails with its transaction voids nothing", () => {
  const { bytes, voiding } = waiting("alice");
  const failing = { actor: "alice", type: "accounts/cancelRecovery", content: {} };
  expect(ledger.sendAll([{ actor: "alice", type, content: voiding }, failing]).refused).toBe("accounts/noRecovery");
  expect(ledger.execute(bytes).code).toBe(0);
});

test("a wrong expiry voids nothing, since the transaction's own is looked up", () => {
  const { bytes, voiding } = waiting("alice");
  expect(attempt(ledger, "alice", type, { ...voiding, validUntilMs: voiding.validUntilMs + 60_000 })).toBe("accepted");
  expect(ledger.execute(bytes).code).toBe(0);
});

test("an expiry that has passed, or could not be valid yet, is refused at its edge", () => {
  const { voiding } = waiting("alice");
  const nextMs = () => ledger.state.timeMs + 1;
  const furthest = Number(machineParameters.validityMs.default);
  const at = (validUntilMs: number) => attempt(ledger, "alice", type, { ...voiding, validUntilMs });
  expect(at(nextMs())).toBe("accounts/expiryPassed");
  expect(at(nextMs() + 1)).toBe("accepted");
  expect(at(nextMs() + furthest + 1)).toBe("accounts/expiryPassed");
  expect(at(nextMs() + furthest)).toBe("accepted");
});
