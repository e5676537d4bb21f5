// Admission: what must hold before any message is handled, each condition at its very edge.

import { describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { machineParameters, requireAcceptable, requireSignatures, voidedId } from "#src/machine/admission.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { ReplayGuard } from "#src/machine/replayGuard.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { encodeBatchBody } from "#src/transaction/body.ts";
import { encodeEnvelope } from "#src/transaction/envelope.ts";
import { bodyOf, type EnvelopeParts, envelopeOf, signatureOf } from "#tests/support/envelopes.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { slots, workshop } from "#tests/support/workshop.ts";

const announcer = { kind: "proposal", council: "partners", proposal: 1 } as const;

const createLedger = () => createTestLedger({ modules: [authority, accounts, workshop()] });
const setSlot = { actor: "alice", type: "workshop/setSlot", content: { slot: "a", value: 1 } };
const validityMs = Number(machineParameters.validityMs.default);

/** Executes an envelope, and checks that nothing but what it says came of it. */
function outcomeOf(parts: Partial<EnvelopeParts>, ledger = createLedger()) {
  const before = ledger.digest();
  const { refused, code } = ledger.execute(envelopeOf(ledger, { messages: [setSlot], ...parts }));
  return { refused, code, isUnchanged: ledger.digest() === before };
}
const refusedUnchanged = (refused: string) => expect.objectContaining({ refused, isUnchanged: true });

describe("a transaction is refused when", () => {
  it("it was made for another network, be it one with the same name", () => {
    for (const network of ["kedge-devnet-0123456789abcdef", "kedge-mainnet-0123456789abcdef"]) {
      expect(outcomeOf({ network })).toEqual(refusedUnchanged("machine/wrongNetwork"));
    }
  });

  it("the block's time has reached its expiry to the millisecond", () => {
    const ledger = createLedger();
    const nextMs = ledger.state.timeMs + 1;
    expect(outcomeOf({ validUntilMs: nextMs }, ledger)).toEqual(refusedUnchanged("machine/expired"));
    const later = createLedger();
    expect(outcomeOf({ validUntilMs: nextMs + 1 }, later).code).toBe(0);
  });

  it("it would stay valid for a millisecond too long", () => {
    const ledger = createLedger();
    const nextMs = ledger.state.timeMs + 1;
    expect(outcomeOf({ validUntilMs: nextMs + validityMs + 1 }, ledger)).toEqual(
      refusedUnchanged("machine/validTooLong"),
    );
    expect(outcomeOf({ validUntilMs: nextMs + validityMs }, createLedger()).code).toBe(0);
  });

  it("a signature is missing", () => {
    expect(outcomeOf({ signers: ["bob"] })).toEqual(refusedUnchanged("accounts/policyNotSatisfied"));
    const two = [setSlot, { ...setSlot, actor: "bob" }];
    expect(outcomeOf({ messages: two, signers: ["alice"] })).toEqual(refusedUnchanged("accounts/policyNotSatisfied"));
    expect(outcomeOf({ messages: two }).code).toBe(0);
  });

  it("a stranger added a signature, which the payer would have to bear", () => {
    expect(outcomeOf({ signers: ["alice", "bob"] })).toEqual(refusedUnchanged("machine/unusedSignature"));
  });

  it("any byte of the signature, or of what it covers, was changed", () => {
    const ledger = createLedger();
    const body = bodyOf(ledger, { messages: [setSlot] });
    const { publicKey, signature } = signatureOf(ledger, "alice", "transaction", body);
    const wrongKind = signatureOf(ledger, "alice", "batch", body);
    const other = bodyOf(ledger, { messages: [{ ...setSlot, content: { slot: "a", value: 2 } }] });
    const changed = signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    const before = ledger.digest();
    for (const bytes of [
      encodeEnvelope("transaction", body, [{ publicKey, signature: changed }]),
      encodeEnvelope("transaction", other, [{ publicKey, signature }]),
      encodeEnvelope("transaction", body, [wrongKind]),
    ]) {
      expect(ledger.execute(bytes).refused).toBe("machine/badSignature");
    }
    expect(ledger.digest()).toBe(before);
    expect(ledger.execute(encodeEnvelope("transaction", body, [{ publicKey, signature }])).code).toBe(0);
  });

  it("its actor is unknown", () => {
    const ledger = createTestLedger({
      modules: [authority, accounts, workshop()],
      genesis: (genesis) => {
        const part = genesis.modules.accounts as { accounts: readonly unknown[]; balances: readonly unknown[] };
        const carol = genesis.aliases.findIndex(({ alias }) => alias === "carol");
        const kept = part.accounts.filter((_, index) => index !== carol);
        return { ...genesis, modules: { ...genesis.modules, accounts: { ...part, accounts: kept, balances: [] } } };
      },
    });
    expect(outcomeOf({ messages: [{ ...setSlot, actor: "carol" }] }, ledger)).toEqual(
      refusedUnchanged("accounts/unknownAccount"),
    );
  });

  it("it asks for more work than a whole block may do", () => {
    const workMuch = { actor: "issuer", type: "workshop/workMuch", content: {} };
    expect(outcomeOf({ messages: [workMuch, workMuch] }).code).toBe(0);
    expect(400_000 * 3).toBeGreaterThan(limits.blockWorkMax);
    expect(outcomeOf({ messages: [workMuch, workMuch, workMuch] })).toEqual(refusedUnchanged("machine/tooMuchWork"));
  });

  it("its payer's quota does not allow the work", () => {
    expect(outcomeOf({ messages: [{ actor: "alice", type: "workshop/workMuch", content: {} }] })).toEqual(
      refusedUnchanged("accounts/quotaExhausted"),
    );
  });

  it("as many ids are remembered as can be", () => {
    const ledger = createLedger();
    const envelope = ledger.machine.prepare(envelopeOf(ledger, { messages: [setSlot] }));
    const guard = new ReplayGuard(sha256, 1);
    const admit = () => requireAcceptable(envelope, ledger.state, ledger.network, guard);
    expect(refusalOf(admit)).toBe("nothing");
    guard.remember(sha256(new Uint8Array(1)), envelope.validUntilMs);
    expect(refusalOf(admit)).toBe("machine/tooManyRemembered");
  });
});

describe("the validity that may be asked for", () => {
  it("follows its parameter from the height at which a change takes effect", () => {
    const state = memoryState(4, 1_000_000);
    const name = machineParameters.validityMs.name;
    parameterValues.put(state.journal, name, {
      value: 600_000n,
      next: { value: 60_000n, fromHeight: 5, by: announcer },
    });
    const ledger = createLedger();
    const envelope = ledger.machine.prepare(envelopeOf(ledger, { validUntilMs: 1_060_001, messages: [setSlot] }));
    const admit = () => requireAcceptable(envelope, state.journal, ledger.network, new ReplayGuard(sha256));
    expect(refusalOf(admit)).toBe("nothing");
    state.nextBlock(5, 1_000_000);
    expect(refusalOf(admit)).toBe("machine/validTooLong");
  });
});

describe("a transaction sent again", () => {
  it("is refused, in the same block and in later ones, until it has expired", () => {
    const ledger = createLedger();
    const bytes = envelopeOf(ledger, { messages: [setSlot], validUntilMs: ledger.state.timeMs + 100_000 });
    const { results } = ledger.executeBlock([bytes, bytes, bytes.slice()]);
    expect(results.map(({ code }) => code)).toEqual([0, 34, 34]);
    const before = ledger.digest();
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
    ledger.advance(98_000);
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
    ledger.advance(2_000);
    expect(ledger.execute(bytes).refused).toBe("machine/expired");
    expect(ledger.digest()).toBe(before);
  });

  it("is refused with other signatures too, and when its messages had failed", () => {
    const ledger = createLedger();
    const body = bodyOf(ledger, {
      messages: [{ actor: "alice", type: "workshop/beTold", content: { slot: "a", way: "refuse" } }],
    });
    const bytes = encodeEnvelope("transaction", body, [signatureOf(ledger, "alice", "transaction", body)]);
    expect(ledger.execute(bytes).refused).toBe("workshop/told");
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
  });

  it("is not remembered when its signatures were wrong, so that nobody can use up another's id", () => {
    const ledger = createLedger();
    const body = bodyOf(ledger, { messages: [setSlot] });
    const right = signatureOf(ledger, "alice", "transaction", body);
    const forged = { ...right, signature: new Uint8Array(64).fill(9) };
    expect(ledger.execute(encodeEnvelope("transaction", body, [forged])).refused).toBe("machine/badSignature");
    const stranger = signatureOf(ledger, "bob", "transaction", body);
    expect(ledger.execute(encodeEnvelope("transaction", body, [stranger])).refused).toBe("accounts/policyNotSatisfied");
    expect(ledger.execute(encodeEnvelope("transaction", body, [right, stranger])).refused).toBe(
      "machine/unusedSignature",
    );
    expect(ledger.execute(encodeEnvelope("transaction", body, [right])).code).toBe(0);
  });

  it("as a batch is refused as a whole", () => {
    const ledger = createLedger();
    const bytes = ledger.batch("alice", "workshop/setSlot", [{ slot: "a", value: 1 }]);
    expect(ledger.executeBlock([bytes, bytes]).results.map(({ code }) => code)).toEqual([0, 34]);
  });
});

describe("signatures", () => {
  it("accepted once are not checked again", () => {
    const ledger = createLedger();
    const envelope = ledger.machine.prepare(envelopeOf(ledger, { messages: [setSlot] }));
    let checks = 0;
    const verify = () => {
      checks += 1;
      return true;
    };
    requireSignatures(envelope, verify);
    requireSignatures(envelope, verify);
    expect(checks).toBe(1);
  });

  it("refused once are checked again", () => {
    const ledger = createLedger();
    const envelope = ledger.machine.prepare(envelopeOf(ledger, { messages: [setSlot] }));
    expect(refusalOf(() => requireSignatures(envelope, () => false))).toBe("machine/badSignature");
    expect(refusalOf(() => requireSignatures(envelope, () => false))).toBe("machine/badSignature");
  });

  it("of a batch are the one actor's", () => {
    const ledger = createLedger();
    const head = { network: ledger.network, validUntilMs: ledger.state.timeMs + 50_000, salt: new Uint8Array(8) };
    const items = [{ slot: "a", value: 1 }];
    const body = encodeBatchBody(contentWriters(ledger.machine.registry), {
      ...head,
      actor: ledger.account("bob"),
      type: "workshop/setSlot",
      items,
    });
    const wrong = encodeEnvelope("batch", body, [signatureOf(ledger, "alice", "batch", body)]);
    expect(ledger.executeBlock([wrong]).results[0]?.refusal?.code).toBe("accounts/policyNotSatisfied");
    const right = encodeEnvelope("batch", body, [signatureOf(ledger, "bob", "batch", body)]);
    expect(ledger.executeBlock([right]).results[0]?.code).toBe(0);
  });
});

describe("at the door", () => {
  it("the same is refused as in the next block, without its signatures being looked at", () => {
    const ledger = createLedger();
    const doorOf = (parts: Partial<EnvelopeParts>) =>
      refusalOf(() =>
        ledger.machine.check(ledger.machine.prepare(envelopeOf(ledger, { messages: [setSlot], ...parts }))),
      );
    expect(doorOf({})).toBe("nothing");
    expect(doorOf({ network: "kedge-devnet-0123456789abcdef" })).toBe("machine/wrongNetwork");
    expect(doorOf({ validUntilMs: ledger.state.timeMs })).toBe("machine/expired");
    expect(doorOf({ signers: ["bob"] })).toBe("accounts/policyNotSatisfied");
    expect(doorOf({ signers: ["alice", "bob"] })).toBe("machine/unusedSignature");
    expect(doorOf({ messages: [{ actor: "alice", type: "workshop/workMuch", content: {} }] })).toBe(
      "accounts/quotaExhausted",
    );
  });

  it("nothing is written", () => {
    const ledger = createLedger();
    const before = ledger.digest();
    ledger.machine.check(ledger.machine.prepare(envelopeOf(ledger, { messages: [setSlot] })));
    expect([ledger.digest(), ledger.machine.guard.count, slots.has(ledger.state, "a")]).toEqual([before, 0, false]);
  });
});

it("a voided id is bound to the actor that voids it", () => {
  const ledger = createLedger();
  const id = new Uint8Array(32).fill(5);
  const byAlice = bytesToHex(voidedId(ledger.account("alice"), id));
  expect(bytesToHex(voidedId(ledger.account("bob"), id))).not.toBe(byAlice);
  expect(byAlice).not.toBe(bytesToHex(id));
});
