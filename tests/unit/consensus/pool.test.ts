// The pool: bounded, in order of arrival, and rid of what expires in it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pool, type Waiting } from "#src/consensus/pool.ts";
import { limits } from "#src/core/limits.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { prepareEnvelope } from "#src/machine/transaction.ts";
import { programModules } from "#src/node/programModules.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const network = "kedge-devnet-0000000000000000";
const template = waitingOf(paymentOf(network, { from: "alice", to: "bob", amount: 1n }, 1_000));
const { work } = template.envelope;
const roomy = { transactionsMax: 1_000, bytesMax: 1_000_000, workMax: 1_000_000 };

function waitingOf(bytes: Uint8Array): Waiting {
  return { bytes, envelope: prepareEnvelope(programModules().newest(), bytes, sha256) };
}

function waitingUntil(validUntilMs: number, length = template.bytes.length): Waiting {
  return { bytes: new Uint8Array(length), envelope: { ...template.envelope, validUntilMs } };
}

function filled(count: number, waiting = waitingUntil(1_000)): Pool {
  const pool = new Pool();
  for (let index = 0; index < count; index += 1) pool.add(`id${index}`, { ...waiting });
  return pool;
}

describe("taking from the pool", () => {
  it("gives the oldest first, and no more than once", () => {
    const pool = new Pool();
    const all = [1, 2, 3].map((index) => waitingUntil(1_000, index));
    for (const [index, waiting] of all.entries()) pool.add(`id${index}`, waiting);
    expect(pool.take(0, { ...roomy, transactionsMax: 2 }).chosen).toEqual(all.slice(0, 2));
    expect(pool.has("id0")).toBe(false);
    expect(pool.has("id2")).toBe(true);
    expect(pool.take(0, roomy).chosen).toEqual(all.slice(2));
    expect(pool.take(0, roomy)).toEqual({ chosen: [], expired: [] });
  });

  it("stops at the number, the bytes and the work of one block, at the edge of each", () => {
    const { length } = template.bytes;
    for (const [bounds, expected] of [
      [{ ...roomy, transactionsMax: 3 }, 3],
      [{ ...roomy, bytesMax: 3 * length }, 3],
      [{ ...roomy, bytesMax: 3 * length - 1 }, 2],
      [{ ...roomy, workMax: 3 * work }, 3],
      [{ ...roomy, workMax: 3 * work - 1 }, 2],
    ] as const) {
      expect(filled(5).take(0, bounds).chosen).toHaveLength(expected);
    }
  });

  it("hands out what has expired by the block's time apart, and it takes no room in the block", () => {
    const pool = new Pool();
    const [late, edge, good] = [waitingUntil(99), waitingUntil(100), waitingUntil(101)];
    for (const [index, waiting] of [late, edge, good].entries()) pool.add(`id${index}`, waiting);
    expect(pool.take(100, { ...roomy, transactionsMax: 1 })).toEqual({ chosen: [good], expired: [late, edge] });
    expect({ size: pool.size, bytes: pool.bytes }).toEqual({ size: 0, bytes: 0 });
  });

  it("loses and doubles nothing, whatever is added and taken", () => {
    const step = fc.record({
      add: fc.nat(5),
      take: fc.nat(5),
      timeMs: fc.nat(10),
      length: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const pool = new Pool();
        const added: Waiting[] = [];
        const left: Waiting[] = [];
        for (const { add, take, timeMs, length } of steps) {
          for (let index = 0; index < add; index += 1) {
            const waiting = waitingUntil(index * 3, length);
            pool.add(`id${added.length}`, waiting);
            added.push(waiting);
          }
          const { chosen, expired } = pool.take(timeMs, { ...roomy, transactionsMax: take });
          expect(chosen.every(({ envelope }) => envelope.validUntilMs > timeMs)).toBe(true);
          left.push(...chosen, ...expired);
        }
        expect(pool.size).toBe(added.length - left.length);
        const { chosen, expired } = pool.take(-1, roomy);
        expect(pool.bytes).toBe(0);
        expect(new Set([...left, ...chosen, ...expired]).size).toBe(added.length);
      }),
    );
  });
});

describe("a full pool", () => {
  it("refuses one transaction more than it may hold, and takes it when there is room again", () => {
    const pool = filled(limits.poolTransactionsMax);
    expect(refusalOf(() => pool.add("more", template))).toBe("machine/poolFull");
    expect(pool.size).toBe(limits.poolTransactionsMax);
    pool.take(0, { ...roomy, transactionsMax: 1 });
    expect(refusalOf(() => pool.add("more", template))).toBe("nothing");
  });

  it("refuses one byte more than it may hold", () => {
    const pool = filled(
      limits.poolBytesMax / limits.transactionBytesMax,
      waitingUntil(1_000, limits.transactionBytesMax),
    );
    expect(pool.bytes).toBe(limits.poolBytesMax);
    expect(refusalOf(() => pool.add("more", waitingUntil(1_000, 1)))).toBe("machine/poolFull");
  });
});
