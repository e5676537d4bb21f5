// The promises of settlement: kept by what the messages do, and found broken when a row is changed by hand.
import { expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { initialiseState } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { move } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { lockedFunds } from "#src/modules/settlement/books.ts";
import {
  lockedFundsEqualTotals,
  lockedTotalsEqualLocks,
  locksAreListed,
  openLocksFallDue,
} from "#src/modules/settlement/invariants.ts";
import { openLock } from "#src/modules/settlement/locks.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { expiries, lockedTotals, locks, nextLocks, payeeLocks, payerLocks } from "#src/modules/settlement/tables.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { memoryState } from "#tests/support/memoryState.ts";

/** A devnet's first state with two open locks, and all promises checked together. */
function stateWithLocks() {
  const memory = memoryState(0);
  const { journal, scanner } = memory;
  const versions = new ModuleVersions([accounts, authority, settlement]);
  const genesis = devnetGenesis(versions.newest(), journal.timeMs);
  initialiseState(journal, versions.newest(), versions, genesis);
  const names = devnetNames(versions.newest(), journal.timeMs);
  const [payer, payee] = [names.account("alice"), names.account("bob")];
  const expiresMs = journal.timeMs + 1_000;
  openLock(journal, { payer, payee, currency: "CNY", amount: 500n, expiresMs });
  openLock(journal, { payer, payee, currency: "USD", amount: 70n, expiresMs });
  const broken = async () => {
    const state = scanner();
    const checks = [lockedTotalsEqualLocks, lockedFundsEqualTotals, locksAreListed, openLocksFallDue];
    return (await Promise.all(checks.map((check) => check({ state })))).flat();
  };
  return { ...memory, payer, payee, expiresMs, broken };
}

test("nothing is broken while only messages wrote", async () => {
  expect(await stateWithLocks().broken()).toEqual([]);
});

test("finds totals that differ from the locks", async () => {
  const { journal, broken } = stateWithLocks();
  lockedTotals.put(journal, "CNY", 501n);
  lockedTotals.delete(journal, "USD");
  expect(await broken()).toEqual([
    "CNY: locks of 500, but a total of 501",
    "USD: locks of 70, but no total",
    "CNY: the book holds 500, but 501 is locked",
    "USD: the book holds 70, but 0 is locked",
  ]);
});

test("finds money in the book that belongs to no lock", async () => {
  const { journal, payer, broken } = stateWithLocks();
  move.transfer(journal, { currency: "CNY", from: payer, to: lockedFunds, amount: 1n });
  expect(await broken()).toEqual(["CNY: the book holds 501, but 500 is locked"]);
});

test("finds locks that are not listed, and listings without a lock", async () => {
  const { journal, payer, payee, broken } = stateWithLocks();
  payerLocks.delete(journal, payer, 1);
  payeeLocks.put(journal, payee, 9, {});
  nextLocks.put(journal, 2);
  expect(await broken()).toEqual([
    "lock 1 is not listed under its payer",
    "lock 2 has a number that was not given out",
    "2 locks, but 1 listed under payers",
    "2 locks, but 3 listed under payees",
  ]);
});

test("finds a lock that never falls due, but not one that waits for its payer's account", async () => {
  const { journal, expiresMs, nextBlock, broken } = stateWithLocks();
  const lock = present(locks.get(journal, 1), "the first lock");
  locks.put(journal, 1, { ...lock, expiresMs: expiresMs + 1 });
  expect(await broken()).toEqual(["lock 1 never falls due"]);
  locks.put(journal, 1, lock);
  nextBlock(1, expiresMs);
  expiries.takeDue(journal, 10);
  expect(await broken()).toEqual(["lock 1 never falls due", "lock 2 never falls due"]);
});
