// The machine: blocks as a whole, the work around their transactions, and blocks that are dropped.
import { describe, expect, it } from "vitest";
import { Refusal } from "#src/core/refusal.ts";
import { isBreakerTripped } from "#src/machine/breaker.ts";
import { type BlockWork, defineModule } from "#src/machine/module.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import type { State } from "#src/state/view.ts";
import { envelopeOf } from "#tests/support/envelopes.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";
import { slots, workshop } from "#tests/support/workshop.ts";

const modules = [authority, accounts, workshop()];
const createLedger = () => createTestLedger({ modules });
const setSlot = (slot: string, value: number) => ({
  actor: "alice",
  type: "workshop/setSlot",
  content: { slot, value },
});
const plan = (ledger: TestLedger, begin: string, end: string) =>
  ledger.send("alice", "workshop/planBlocks", { begin, end });

/** A block as the machine takes it, for tests that drop blocks. */
const inputOf = (ledger: TestLedger, transactions: readonly Uint8Array[], laterMs = 1) => ({
  height: ledger.state.height + 1,
  timeMs: ledger.state.timeMs + laterMs,
  transactions,
  proposerAddress: new Uint8Array(20),
  misbehaviour: [],
  lastCommit: [],
});

/** A module whose block work does what a test says. */
function watcher(work: BlockWork, name = "watcher") {
  return defineModule({ name, version: 1, summary: "Watches.", after: [], tables: {}, blocks: work });
}

describe("an empty block", () => {
  it("changes no state", () => {
    const ledger = createLedger();
    const before = ledger.digest();
    expect(ledger.advance(60_000)).toEqual({ results: [], blockEvents: [], validatorUpdates: [] });
    expect(ledger.digest()).toBe(before);
  });
});

describe("work that is unfinished", () => {
  const unfinished = (isUnfinished: () => boolean) => {
    const ledger = createTestLedger({ modules: [...modules, watcher({ isUnfinished })] });
    ledger.advance(1);
    return ledger;
  };

  it("is told of by any module, and of none that says nothing", () => {
    expect(createLedger().machine.hasUnfinishedWork).toBe(false);
    expect(unfinished(() => false).machine.hasUnfinishedWork).toBe(false);
    expect(unfinished(() => true).machine.hasUnfinishedWork).toBe(true);
  });

  it("is none where telling fails, which is reported and changes nothing", () => {
    const ledger = unfinished(() => {
      throw new Error("cannot tell");
    });
    const before = ledger.digest();
    expect(ledger.machine.hasUnfinishedWork).toBe(false);
    expect(ledger.faults).toHaveLength(1);
    expect(ledger.digest()).toBe(before);
  });

  it("is none of a module that is stopped", () => {
    const fail = () => {
      throw new Error("defect");
    };
    const ledger = createTestLedger({ modules: [...modules, watcher({ end: fail, isUnfinished: () => true })] });
    ledger.advance(1);
    expect(ledger.machine.hasUnfinishedWork).toBe(false);
  });
});

describe("what a block changed about its validators", () => {
  it("is told after the work at its end, by public key", () => {
    const key = (byte: number) => new Uint8Array(32).fill(byte);
    const known = [7];
    const electing = defineModule({
      ...watcher({ end: () => void known.splice(0, 1, 9, 3, 200) }, "electing"),
      electorate: { updates: () => known.map((byte) => ({ publicKey: key(byte), power: BigInt(byte) })) },
    });
    const ledger = createTestLedger({ modules: [...modules, electing] });
    expect(ledger.advance(1).validatorUpdates).toEqual([
      { publicKey: key(3), power: 3n },
      { publicKey: key(9), power: 9n },
      { publicKey: key(200), power: 200n },
    ]);
  });

  it("is nothing where no module keeps an electorate", () => {
    expect(createLedger().advance(1).validatorUpdates).toEqual([]);
  });
});

describe("work at the beginning and end of a block", () => {
  it("sees the block's height and time, before and after its transactions", () => {
    const seen: unknown[] = [];
    const note = (place: string) => (state: State) => {
      seen.push([place, state.height, state.timeMs, slots.get(state, "a")]);
    };
    const watching = watcher({ begin: note("begin"), end: note("end") });
    const ledger = createTestLedger({ modules: [...modules, watching] });
    ledger.sendAll([setSlot("a", 5)]);
    const { height, timeMs } = ledger.state;
    expect(seen).toEqual([
      ["begin", height, timeMs, undefined],
      ["end", height, timeMs, 5],
    ]);
  });

  it("is done in the order of the modules", () => {
    const order: string[] = [];
    const note = (name: string) =>
      watcher({ begin: () => order.push(`begin ${name}`), end: () => order.push(`end ${name}`) }, name);
    createTestLedger({ modules: [note("zebra"), ...modules, note("aardvark")] }).advance(1);
    expect(order).toEqual(["begin aardvark", "begin zebra", "end aardvark", "end zebra"]);
  });

  it("announces its events apart from those of transactions", () => {
    const ledger = createLedger();
    plan(ledger, "nothing", "nothing");
    const announcing = watcher({ end: (state) => state.emit({ type: "watcher/noted", content: {} }) });
    const other = createTestLedger({ modules: [...modules, announcing] });
    const { results, blockEvents } = other.executeBlock([envelopeOf(other, { messages: [setSlot("a", 1)] })]);
    expect(results[0]?.events.map(({ type }) => type)).toEqual(["workshop/slotSet"]);
    expect(blockEvents.map(({ type }) => type)).toEqual(["watcher/noted"]);
  });

  it.each(["refuse", "fail", "breach"])(
    "is undone when it goes wrong (%s), and stops its module, not the block",
    (way) => {
      for (const place of ["begin", "end"] as const) {
        const ledger = createLedger();
        plan(ledger, place === "begin" ? way : "nothing", place === "end" ? way : "nothing");
        // Work at the end goes wrong in the very block that plans it.
        const { results, blockEvents } =
          place === "begin" ? ledger.advance(1) : { results: [], blockEvents: [{ type: "machine/breakerTripped" }] };
        expect(results).toEqual([]);
        expect(blockEvents.map(({ type }) => type)).toEqual(["machine/breakerTripped"]);
        expect(slots.has(ledger.state, place)).toBe(false);
        expect(isBreakerTripped(ledger.state, "workshop")).toBe(true);
        expect(ledger.faults).toHaveLength(1);
        expect(ledger.send("bob", "workshop/setSlot", { slot: "a", value: 1 }).refused).toBe("machine/breakerTripped");
        expect(ledger.send("bob", "accounts/cancelRecovery", {}).refused).toBe("accounts/noRecovery");
      }
    },
  );

  it("rests while its module is stopped", () => {
    const ledger = createLedger();
    plan(ledger, "fail", "nothing");
    ledger.advance(1);
    const height = slots.get(ledger.state, "end");
    ledger.advance(1);
    ledger.advance(1);
    expect([slots.get(ledger.state, "end"), ledger.faults.length]).toEqual([height, 1]);
  });

  it("of one module is not undone by the failure of another", () => {
    const failing = watcher({
      end: () => {
        throw new TypeError("a defect");
      },
    });
    const ledger = createTestLedger({ modules: [...modules, failing] });
    plan(ledger, "nothing", "nothing");
    expect(slots.get(ledger.state, "end")).toBe(ledger.state.height);
    expect(isBreakerTripped(ledger.state, "watcher")).toBe(true);
  });

  it("that meets a fault of storage stops the node", () => {
    const failing = watcher({
      begin: () => {
        throw new StoreFault("unreadable", "the disk is gone");
      },
    });
    expect(() => createTestLedger({ modules: [...modules, failing] }).advance(1)).toThrow("the disk is gone");
  });
});

describe("a block that is dropped", () => {
  it("leaves state, remembered ids and modules as they were", () => {
    const ledger = createLedger();
    const { machine } = ledger;
    const before = [ledger.digest(), machine.guard.count, slots.get(ledger.state, "a")];
    const bytes = envelopeOf(ledger, { messages: [setSlot("a", 5)] });
    expect(machine.executeBlock(inputOf(ledger, [bytes])).results[0]?.code).toBe(0);
    machine.dropBlock();
    expect([ledger.digest(), machine.guard.count, slots.get(ledger.state, "a")]).toEqual(before);
  });

  it("may be executed again with another time, to the result of a node that never saw it", () => {
    const ledger = createLedger();
    const bytes = envelopeOf(ledger, { messages: [setSlot("a", 5)] });
    ledger.machine.executeBlock(inputOf(ledger, [bytes], 30_000));
    ledger.machine.dropBlock();
    expect(ledger.execute(bytes).code).toBe(0);
    const other = createLedger();
    other.execute(bytes);
    expect(ledger.digest()).toBe(other.digest());
  });

  it("from an hour ahead does not make a node forget what others remember", () => {
    const ledger = createLedger();
    const bytes = envelopeOf(ledger, { messages: [setSlot("a", 5)] });
    ledger.execute(bytes);
    const late = envelopeOf(ledger, { messages: [setSlot("b", 5)], validUntilMs: ledger.state.timeMs + 3_610_000 });
    expect(ledger.machine.executeBlock(inputOf(ledger, [late], 3_600_000)).results[0]?.code).toBe(0);
    ledger.machine.dropBlock();
    expect(ledger.execute(bytes).refused).toBe("machine/alreadySeen");
  });
});

describe("preparing an envelope", () => {
  it("reads the same bytes once", () => {
    const ledger = createLedger();
    const bytes = envelopeOf(ledger, { messages: [setSlot("a", 5)] });
    expect(ledger.machine.prepare(bytes)).toBe(ledger.machine.prepare(bytes));
    expect(ledger.machine.prepare(bytes.slice())).not.toBe(ledger.machine.prepare(bytes));
  });

  it("refuses malformed bytes each time, and in a block with their code and without a trace", () => {
    const ledger = createLedger();
    const bytes = Uint8Array.of(0x83, 0x00);
    expect(() => ledger.machine.prepare(bytes)).toThrow(Refusal);
    expect(() => ledger.machine.prepare(bytes)).toThrow(Refusal);
    const before = ledger.digest();
    const { results } = ledger.executeBlock([bytes, new Uint8Array(), Uint8Array.of(0xff)]);
    expect(results.map(({ code, data, workUsed, events }) => [code, data.length, workUsed, events.length])).toEqual([
      [10, 0, 0, 0],
      [10, 0, 0, 0],
      [10, 0, 0, 0],
    ]);
    expect([ledger.digest(), ledger.faults]).toEqual([before, []]);
  });
});

describe("the first state", () => {
  it("must balance", () => {
    const unbalanced = { ...workshop({ join: "breach" }) };
    expect(() => createTestLedger({ modules: [authority, accounts, unbalanced] })).toThrow("machine/breach");
  });

  it("is made at height 0 and the time of genesis", () => {
    const ledger = createTestLedger({ modules: [authority, accounts, workshop({ join: "nothing" })] });
    expect([slots.get(ledger.state, "joined"), ledger.state.height]).toEqual([0, 0]);
  });
});
