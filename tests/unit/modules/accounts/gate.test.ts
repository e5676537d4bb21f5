// The gate: who may act, and how much work an account may ask for.
import { beforeEach, describe, expect, it } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { gate } from "#src/modules/accounts/gate.ts";
import { parameters } from "#src/modules/accounts/parameters.ts";
import { accountRecords, quotas } from "#src/modules/accounts/tables.ts";
import { grants } from "#src/modules/authority/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const alice = accountFromBytes(new Uint8Array(20).fill(1));
const key = (number: number) => new Uint8Array(32).fill(number);
const policy = { threshold: 2, keys: [key(1), key(2), key(3)] };
const burst = Number(parameters.burstWork.default);
const perSecond = Number(parameters.workPerSecond.default);
const factor = Number(parameters.institutionFactor.default);

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
  accountRecords.put(state.journal, alice, { policy, openedMs: 0 });
});
const later = (ms: number) => state.nextBlock(state.journal.height + 1, state.journal.timeMs + ms);

describe("acting", () => {
  const authorise = (...numbers: readonly number[]) =>
    refusalOf(() => gate.authorise(state.journal, alice, numbers.map(key)));

  it("takes as many of the account's keys as its policy asks for", () => {
    expect([authorise(1, 2), authorise(3, 1), authorise(1, 2, 3)]).toEqual(["nothing", "nothing", "nothing"]);
    expect([authorise(), authorise(1), authorise(1, 4), authorise(4, 5)]).toEqual(
      new Array(4).fill("accounts/policyNotSatisfied"),
    );
  });

  it("tells which of the keys are the account's", () => {
    expect(gate.authorise(state.journal, alice, [key(4), key(2), key(1)])).toEqual([key(2), key(1)]);
  });

  it("is for open accounts that no book of the ledger is, and that nobody froze", () => {
    const of = (account: typeof alice) => refusalOf(() => gate.authorise(state.journal, account, [key(1), key(2)]));
    expect(of(accountFromBytes(new Uint8Array(20).fill(9)))).toBe("accounts/unknownAccount");
    accountRecords.put(state.journal, depositsAccount, { policy: null, openedMs: 0 });
    expect(of(depositsAccount)).toBe("accounts/ledgerAccount");
    accountRecords.put(state.journal, alice, { policy, openedMs: 0, frozenReference: "Order 1" });
    expect(of(alice)).toBe("accounts/accountFrozen");
  });
});

describe("the quota of work", () => {
  const ask = (work: number) => refusalOf(() => gate.requireQuota(state.journal, alice, work));
  const charge = (work: number) => refusalOf(() => gate.charge(state.journal, alice, work));

  it("allows a burst to the last unit, and not one more", () => {
    expect([ask(burst), ask(burst + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
    expect([charge(burst), charge(1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
  });

  it("is not used up by asking, nor by what is refused", () => {
    ask(burst);
    charge(burst + 1);
    expect(quotas.has(state.journal, alice)).toBe(false);
    expect(charge(burst)).toBe("nothing");
  });

  it("refills with time, linearly, up to the burst", () => {
    charge(burst);
    later(1_000);
    expect([ask(perSecond), ask(perSecond + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
    later((burst / perSecond) * 1_000);
    expect([ask(burst), ask(burst + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
    later(365 * 86_400_000);
    expect([ask(burst), ask(burst + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
  });

  it("says how much is available, and when the rest will be", () => {
    charge(burst - 30);
    const passesInMs = Math.ceil(1_000 / perSecond);
    expect(() => gate.requireQuota(state.journal, alice, 31)).toThrow(
      expect.objectContaining({ details: { account: alice, availableWork: 30, passesInMs } }),
    );
  });

  it("allows what it refused as soon as it said, and not a millisecond before", () => {
    charge(burst);
    const wanted = 3 * perSecond + 1;
    expect(() => gate.requireQuota(state.journal, alice, wanted)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ passesInMs: 3_001 }) }),
    );
    later(3_000);
    expect(ask(wanted)).toBe("accounts/quotaExhausted");
    later(1);
    expect(ask(wanted)).toBe("nothing");
  });

  it("does not say that more than a burst will ever be allowed", () => {
    expect(() => gate.requireQuota(state.journal, alice, burst + 1)).toThrow(
      expect.objectContaining({ details: { account: alice, availableWork: burst, passesInMs: undefined } }),
    );
  });

  it.each(["participant-bank", "issuer"] as const)("of an institution (%s) is many times as large", (role) => {
    grants.put(state.journal, role, alice, { grantor: alice, grantedMs: 0, reference: "" });
    expect([ask(burst * factor), ask(burst * factor + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
    charge(burst * factor);
    later(1_000);
    expect([ask(perSecond * factor), ask(perSecond * factor + 1)]).toEqual(["nothing", "accounts/quotaExhausted"]);
  });

  it("is not larger for other roles", () => {
    grants.put(state.journal, "governor", alice, { grantor: alice, grantedMs: 0, reference: "" });
    expect(ask(burst + 1)).toBe("accounts/quotaExhausted");
  });

  it("of an institution that loses its role refills as any other from then on", () => {
    grants.put(state.journal, "issuer", alice, { grantor: alice, grantedMs: 0, reference: "" });
    charge(10 * burst);
    grants.delete(state.journal, "issuer", alice);
    expect(ask(1)).toBe("accounts/quotaExhausted");
    later((9 * burst * 1_000) / perSecond);
    expect(ask(1)).toBe("accounts/quotaExhausted");
    later(1_000);
    expect(ask(perSecond)).toBe("nothing");
  });

  it("follows its parameters", () => {
    parameterValues.put(state.journal, parameters.burstWork.name, { value: 10_000n });
    expect([ask(10_000), ask(10_001)]).toEqual(["nothing", "accounts/quotaExhausted"]);
  });
});
