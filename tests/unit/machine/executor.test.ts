// Execution: all messages or none, each item of a batch on its own, and no defect that outlives its transaction.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CborReader } from "#src/core/cbor/reader.ts";
import { codecOf } from "#src/core/form.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { TransactionResult } from "#src/machine/block.ts";
import { isBreakerTripped } from "#src/machine/breaker.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { quotas } from "#src/modules/accounts/tables.ts";
import { authority } from "#src/modules/authority/module.ts";
import { batchItemId } from "#src/transaction/envelope.ts";
import { envelopeOf } from "#tests/support/envelopes.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { slots, workshop } from "#tests/support/workshop.ts";

const createLedger = () => createTestLedger({ modules: [authority, accounts, workshop()] });
const setSlot = (slot: string, value: number, actor = "alice") => ({
  actor,
  type: "workshop/setSlot",
  content: { slot, value },
});
const beTold = (slot: string, way: string, actor = "alice") => ({
  actor,
  type: "workshop/beTold",
  content: { slot, way },
});

const itemCodes = codecOf(z.array(z.int().min(0).max(100_000)).max(1_000));
function runBatch(
  ledger: TestLedger,
  type: string,
  items: readonly unknown[],
): { codes: readonly number[]; result: TransactionResult } {
  const [result] = ledger.executeBlock([ledger.batch("alice", type, items)]).results;
  if (result === undefined) throw new Error("one batch has one result");
  return { codes: result.code === 0 ? itemCodes.decode(result.data) : [], result };
}

describe("a transaction of several messages", () => {
  it("commits them all, in order, with an answer for each", () => {
    const ledger = createLedger();
    const { code, answers, events } = ledger.sendAll([setSlot("a", 1), setSlot("a", 2), setSlot("b", 3, "bob")]);
    expect([code, answers]).toEqual([0, [{}, { before: 1 }, {}]]);
    expect(events.map(({ type, content }) => [type, content])).toEqual([
      ["workshop/slotSet", { slot: "a", value: 1 }],
      ["workshop/slotSet", { slot: "a", value: 2 }],
      ["workshop/slotSet", { slot: "b", value: 3 }],
    ]);
    expect([slots.get(ledger.state, "a"), slots.get(ledger.state, "b")]).toEqual([2, 3]);
  });

  it("commits none when any is refused, wherever it stands", () => {
    for (const place of [0, 1, 2]) {
      const ledger = createLedger();
      ledger.send("alice", "workshop/setSlot", { slot: "a", value: 9 });
      const before = ledger.digest();
      const messages = [setSlot("a", 1), setSlot("b", 2, "bob")];
      messages.splice(place, 0, beTold("a", "refuse") as never);
      const { refused, code, answers, events, details } = ledger.sendAll(messages);
      expect({ refused, code, answers, events, details }).toEqual({
        refused: "workshop/told",
        code: 9_001,
        answers: [],
        events: [],
        details: { slot: "a" },
      });
      expect([ledger.digest(), slots.get(ledger.state, "a")]).toEqual([before, 9]);
    }
  });

  it("writes null for a message without an answer", () => {
    const ledger = createLedger();
    const slotList = { actor: "alice", type: "workshop/setSlots", content: { list: [{ slot: "a", value: 1 }] } };
    const [result] = ledger.executeBlock([envelopeOf(ledger, { messages: [slotList, setSlot("a", 2)] })]).results;
    const reader = new CborReader(result?.data ?? new Uint8Array());
    expect([reader.arrayLength(), reader.takeNull(), reader.mapLength()]).toEqual([2, true, 1]);
  });

  it("shows each message the id of the transaction", () => {
    const ledger = createLedger();
    const show = { actor: "alice", type: "workshop/showId", content: {} };
    const { answers, id } = ledger.sendAll([show, { ...show, actor: "bob" }]);
    expect(answers).toEqual([{ id }, { id }]);
  });
});

describe("a defect in a handler", () => {
  it("undoes the transaction, gives it the reserved code and raises an alarm", () => {
    const ledger = createLedger();
    const before = ledger.digest();
    const { code, refused, events } = ledger.sendAll([setSlot("a", 1), beTold("b", "fail")]);
    expect({ code, refused, events }).toEqual({ code: 1, refused: "machine/fault", events: [] });
    expect(ledger.digest()).toBe(before);
    expect(ledger.faults).toEqual([new TypeError("a defect")]);
  });

  it("stops nobody else, in the same block or later", () => {
    const ledger = createLedger();
    const bytes = [beTold("a", "fail"), setSlot("b", 1, "bob")].map((message) =>
      envelopeOf(ledger, { messages: [message] }),
    );
    expect(ledger.executeBlock(bytes).results.map(({ code }) => code)).toEqual([1, 0]);
    expect(ledger.send("alice", "workshop/setSlot", { slot: "a", value: 1 }).code).toBe(0);
  });

  it("that answers out of its own schema is one too, and nothing unreadable is written", () => {
    const ledger = createLedger();
    const before = ledger.digest();
    const { code, answers } = ledger.send("alice", "workshop/answerWrong", {});
    expect([code, answers, ledger.digest()]).toEqual([1, [], before]);
    expect(String(ledger.faults[0])).toContain("the answer of workshop/answerWrong");
  });

  it("does not tell its details, which may hold anything", () => {
    const ledger = createLedger();
    expect(ledger.sendAll([beTold("b", "fail")]).details).toEqual({});
  });
});

describe("a breach of the books", () => {
  it("is refused and rolled back, and stops the module that keeps them", () => {
    const ledger = createLedger();
    const before = slots.get(ledger.state, "a");
    const { code, refused, details, events } = ledger.sendAll([setSlot("a", 5), beTold("b", "breach")]);
    expect({ code, refused, details }).toEqual({
      code: 2,
      refused: "machine/breach",
      details: { tally: "workshop/book" },
    });
    expect([slots.get(ledger.state, "a"), slots.get(ledger.state, "b")]).toEqual([before, undefined]);
    expect(events.map(({ type, content }) => [type, content])).toEqual([
      ["machine/breakerTripped", { module: "workshop", tally: "workshop/book" }],
    ]);
    expect(isBreakerTripped(ledger.state, "workshop")).toBe(true);
    expect(ledger.faults).toHaveLength(1);
    expect(ledger.send("bob", "workshop/setSlot", { slot: "a", value: 1 }).refused).toBe("machine/breakerTripped");
  });

  it("of another module's books stops that one, and leaves others alone", () => {
    const ledger = createLedger();
    expect(ledger.sendAll([beTold("a", "foreign-breach")]).details).toEqual({ tally: "accounts/supply/CNY" });
    expect(ledger.send("bob", "workshop/setSlot", { slot: "a", value: 1 }).code).toBe(0);
    expect(ledger.send("bob", "accounts/cancelRecovery", {}).refused).toBe("machine/breakerTripped");
  });

  it("is none when the sums are zero again by the end of the transaction", () => {
    const ledger = createLedger();
    const issue = { currency: "CNY", to: ledger.account("alice"), amount: 5n };
    expect(ledger.sendAll([{ actor: "cny-issuer", type: "accounts/issueCurrency", content: issue }]).code).toBe(0);
  });
});

describe("a batch", () => {
  it("decides each item on its own, with its code in the result's data", () => {
    const ledger = createLedger();
    const ways = ["nothing", "refuse", "fail", "nothing"];
    const { codes, result } = runBatch(
      ledger,
      "workshop/beTold",
      ways.map((way, at) => ({ slot: `s${at}`, way })),
    );
    expect([result.code, codes]).toEqual([0, [0, 9_001, 1, 0]]);
    expect(ways.map((_, at) => slots.get(ledger.state, `s${at}`))).toEqual([666, undefined, undefined, 666]);
    expect(result.events).toHaveLength(2);
    expect([...(result.itemRefusals ?? [])]).toEqual([
      [1, { code: "workshop/told", details: { slot: "s1" } }],
      [2, { code: "machine/fault", details: {} }],
    ]);
    expect(ledger.faults).toHaveLength(1);
  });

  it("lists no refusals when all items succeed", () => {
    const { codes, result } = runBatch(createLedger(), "workshop/setSlot", [{ slot: "a", value: 1 }]);
    expect([codes, result.itemRefusals]).toEqual([[0], undefined]);
  });

  it("lets later items see what earlier ones did", () => {
    const ledger = createLedger();
    runBatch(ledger, "workshop/setSlot", [
      { slot: "a", value: 1 },
      { slot: "a", value: 2 },
    ]);
    expect(slots.get(ledger.state, "a")).toBe(2);
  });

  it("stops at a breach: the item is undone, and those after it find the breaker tripped", () => {
    const ledger = createLedger();
    const ways = ["nothing", "breach", "nothing"];
    const { codes } = runBatch(
      ledger,
      "workshop/beTold",
      ways.map((way, at) => ({ slot: `s${at}`, way })),
    );
    expect(codes).toEqual([0, 2, 39]);
    expect(ways.map((_, at) => slots.get(ledger.state, `s${at}`))).toEqual([666, undefined, undefined]);
  });

  it("to a module that is stopped is refused as a whole", () => {
    const ledger = createLedger();
    ledger.sendAll([beTold("b", "breach")]);
    const before = ledger.digest();
    const { result } = runBatch(ledger, "workshop/setSlot", [{ slot: "a", value: 1 }]);
    expect([result.code, result.refusal?.code, ledger.digest()]).toEqual([39, "machine/breakerTripped", before]);
  });

  it("shows each item an id of its own", () => {
    const ledger = createLedger();
    const bytes = ledger.batch(
      "alice",
      "workshop/rememberId",
      [0, 1].map(() => ({ id: sha256(new Uint8Array(2)), untilMs: 1, refuse: false })),
    );
    const { id } = ledger.machine.prepare(bytes);
    expect(bytesToHex(batchItemId(id, 0))).not.toBe(bytesToHex(batchItemId(id, 1)));
  });
});

describe("what a handler asks to remember", () => {
  const id = sha256(Uint8Array.of(1));

  it("is remembered when the transaction succeeds", () => {
    const ledger = createLedger();
    const untilMs = ledger.state.timeMs + 50_000;
    expect(ledger.send("alice", "workshop/rememberId", { id, untilMs, refuse: false }).code).toBe(0);
    expect(ledger.machine.guard.has(id, untilMs)).toBe(true);
  });

  it("is not when it is refused, nor with the next transaction", () => {
    const ledger = createLedger();
    const untilMs = ledger.state.timeMs + 50_000;
    ledger.send("alice", "workshop/rememberId", { id, untilMs, refuse: true });
    const remember = { actor: "alice", type: "workshop/rememberId", content: { id, untilMs, refuse: false } };
    ledger.sendAll([remember, beTold("a", "refuse")]);
    ledger.send("alice", "workshop/setSlot", { slot: "a", value: 1 });
    expect(ledger.machine.guard.has(id, untilMs)).toBe(false);
  });

  it("is decided for each item of a batch", () => {
    const ledger = createLedger();
    const untilMs = ledger.state.timeMs + 50_000;
    const ids = [1, 2, 3].map((number) => sha256(Uint8Array.of(number)));
    runBatch(
      ledger,
      "workshop/rememberId",
      ids.map((one, at) => ({ id: one, untilMs, refuse: at === 1 })),
    );
    expect(ids.map((one) => ledger.machine.guard.has(one, untilMs))).toEqual([true, false, true]);
  });
});

describe("the work asked for", () => {
  const usedBy = (ledger: TestLedger, alias: string) => quotas.get(ledger.state, ledger.account(alias))?.usedWork;

  it("is charged to the first actor, whether the messages succeed or not", () => {
    const ledger = createLedger();
    ledger.sendAll([setSlot("a", 1), setSlot("b", 1, "bob")]);
    expect([usedBy(ledger, "alice"), usedBy(ledger, "bob")]).toEqual([20, undefined]);
    ledger.sendAll([beTold("a", "refuse", "bob")]);
    expect(usedBy(ledger, "bob")).toBe(10);
    ledger.sendAll([beTold("a", "fail", "carol")]);
    expect(usedBy(ledger, "carol")).toBe(10);
  });

  it("is shown in the result, and is nothing for what was not admitted", () => {
    const ledger = createLedger();
    const bytes = [
      envelopeOf(ledger, { messages: [setSlot("a", 1), setSlot("b", 1)] }),
      envelopeOf(ledger, { messages: [beTold("a", "refuse")] }),
      envelopeOf(ledger, { messages: [setSlot("a", 1)], signers: ["bob"] }),
      ledger.batch("bob", "workshop/setSlot", [
        { slot: "a", value: 1 },
        { slot: "a", value: 1 },
        { slot: "a", value: 1 },
      ]),
    ];
    expect(ledger.executeBlock(bytes).results.map(({ workUsed }) => workUsed)).toEqual([20, 10, 0, 30]);
  });

  it("is refused once the quota is used up, and allowed again when time has refilled it", () => {
    const ledger = createLedger();
    const list = Array.from({ length: 300 }, () => ({ slot: "a", value: 1 }));
    const setSlots = { actor: "alice", type: "workshop/setSlots", content: { list } };
    const half = envelopeOf(ledger, { messages: new Array(64).fill(setSlots) });
    const rest = envelopeOf(ledger, { messages: new Array(64).fill(setSlots) });
    expect(ledger.executeBlock([half, rest]).results.map(({ code }) => code)).toEqual([0, 0]);
    const used = 2 * 64 * 1_500;
    expect(usedBy(ledger, "alice")).toBe(used);
    const asked = { messages: new Array(6).fill(setSlots) };
    expect(ledger.execute(envelopeOf(ledger, asked)).refused).toBe("accounts/quotaExhausted");
    expect(usedBy(ledger, "alice")).toBe(used);
    // Two thousand units a second: the missing thousand is back after half a second.
    ledger.advance(500);
    expect(ledger.execute(envelopeOf(ledger, asked)).code).toBe(0);
  });
});
