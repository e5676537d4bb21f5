// Locks under random use, against a model that knows nothing but who is owed what.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { lockContent } from "#tests/support/locks.ts";

const people = ["alice", "bob", "carol"] as const;
const person = fc.constantFrom(...people);
const step = fc.oneof(
  fc.record({
    kind: fc.constant("lock"),
    from: person,
    to: person,
    amount: fc.bigInt(1n, 6_000_000n),
    lastsMs: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant("fulfil"), actor: person, age: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant("cancel"), actor: person, age: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant("wait"), ms: fc.integer({ min: 1, max: 20 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface ModelLock {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly expiresMs: number;
}

/** The model: balances by person, and open locks by number. */
class Model {
  readonly balances = new Map<string, bigint>(people.map((name) => [name, 10_000_000n]));
  readonly open = new Map<number, ModelLock>();
  lastNumber = 0;

  add(name: string, amount: bigint): void {
    this.balances.set(name, (this.balances.get(name) ?? 0n) + amount);
  }

  /** The lock that a step means, counted back from the newest one; it may be closed already. */
  numberOf({ age }: { readonly age: number }): number {
    return Math.max(1, this.lastNumber - age);
  }

  /** Whether the step is accepted in a block of this time. */
  apply(taken: Step, timeMs: number): boolean {
    if (taken.kind === "wait") return true;
    if (taken.kind === "lock") return this.#lock(taken, timeMs);
    const number = this.numberOf(taken);
    const lock = this.open.get(number);
    if (lock === undefined) return false;
    const isExpired = timeMs >= lock.expiresMs;
    const fulfils = taken.kind === "fulfil" && taken.actor === lock.to && !isExpired;
    const cancels = taken.kind === "cancel" && (taken.actor === lock.to || (taken.actor === lock.from && isExpired));
    if (!fulfils && !cancels) return false;
    this.open.delete(number);
    this.add(fulfils ? lock.to : lock.from, lock.amount);
    return true;
  }

  endBlock(timeMs: number): void {
    for (const [number, { from, amount, expiresMs }] of this.open) {
      if (expiresMs > timeMs) continue;
      this.open.delete(number);
      this.add(from, amount);
    }
  }

  #lock({ from, to, amount, lastsMs }: Extract<Step, { from: string }>, timeMs: number): boolean {
    if (from === to || (this.balances.get(from) ?? 0n) < amount) return false;
    this.lastNumber += 1;
    this.open.set(this.lastNumber, { from, to, amount, expiresMs: timeMs + lastsMs });
    this.add(from, -amount);
    return true;
  }
}

test("every step is accepted or refused as the model says, and all money is where the model has it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const ledger = createTestLedger({ modules: [accounts, authority, settlement] });
      const model = new Model();
      for (const taken of steps) {
        const number = taken.kind === "fulfil" || taken.kind === "cancel" ? model.numberOf(taken) : 0;
        const accepted = model.apply(taken, ledger.state.timeMs + (taken.kind === "wait" ? taken.ms : 1));
        if (taken.kind === "wait") ledger.advance(taken.ms);
        else if (taken.kind === "lock") {
          const { code } = ledger.send(taken.from, "settlement/lockFunds", lockContent(ledger, taken));
          expect(code === 0).toBe(accepted);
        } else {
          const { code } = ledger.send(taken.actor, `settlement/${taken.kind}Lock`, { lock: number });
          expect(code === 0).toBe(accepted);
        }
        model.endBlock(ledger.state.timeMs);
        for (const [name, balance] of model.balances) {
          expect(read.balance(ledger.state, "CNY", ledger.account(name))).toBe(balance);
        }
      }
      expect(ledger.faults).toEqual([]);
      expect(await ledger.audit()).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
