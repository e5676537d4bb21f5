// The promises of netting: kept by what the messages do, and found broken when a row is changed by hand.
import { expect, test } from "vitest";
import {
  heldQueuesAreListed,
  queuesEqualItems,
  totalsEqualItems,
  whatWaitsFallsDue,
} from "#src/modules/netting/invariants.ts";
import {
  flows,
  heldQueueCounts,
  heldQueuePlaces,
  itemExpiries,
  items,
  nextItems,
  openCounts,
  proposalCounts,
  proposals,
  queuedTotals,
  queues,
} from "#src/modules/netting/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { bundleId, bundleOf, createNettingLedger, euros, oweTogether } from "#tests/support/netting.ts";

/** Three items in two queues, and a proposal. */
function ledgerWithItems() {
  const ledger = createNettingLedger();
  oweTogether(ledger, "alice bob 5", "alice bob 6 urgent", "bob carol 9");
  const legs = [
    { from: "alice", to: "bob", amount: 1n },
    { from: "bob", to: "alice", amount: 1n, currency: "CNY" },
  ];
  const terms = bundleOf(ledger, legs);
  ledger.send("alice", "netting/proposeBundle", terms);
  return { ledger, bundle: bundleId(ledger, "alice", terms), alice: ledger.account("alice") };
}

async function broken(ledger: TestLedger, ...rows: readonly ChangedRow[]): Promise<string[]> {
  const state = changedState(ledger.state, rows);
  const checks = [queuesEqualItems, heldQueuesAreListed, totalsEqualItems, whatWaitsFallsDue];
  return (await Promise.all(checks.map((check) => check({ state })))).flat();
}

test("nothing is broken while only messages wrote", async () => {
  const { ledger } = ledgerWithItems();
  expect(await broken(ledger)).toEqual([]);
});

test("finds queues that hold others than their items, or hold them out of order", async () => {
  const { ledger, alice } = ledgerWithItems();
  const of = (queue: { urgent: number[]; normal: number[] }) =>
    broken(ledger, rowOf(queues.key(euros, alice), queues.codec, queue));
  const key = queues.key(euros, alice);
  expect(await of({ urgent: [2], normal: [] })).toEqual([`${key} does not hold its items`]);
  expect(await of({ urgent: [2], normal: [1, 1] })).toEqual([
    `${key} does not hold its items`,
    `${key} is out of order`,
  ]);
  expect(await of({ urgent: [1], normal: [2] })).toEqual([`${key} is out of order`, `${key} is out of order`]);
  expect(await broken(ledger, rowOf(nextItems.key(), nextItems.codec, 3))).toEqual([
    "item 3 has a number that was not given out",
  ]);
});

test("finds queues that are not listed, and lists of others", async () => {
  const { ledger, alice } = ledgerWithItems();
  const gone = rowOf(queues.key(euros, alice), queues.codec, undefined);
  expect(await broken(ledger, gone)).toContain(`${euros}/${alice} is listed, and holds nothing`);
  expect(await broken(ledger, rowOf(heldQueueCounts.key(), heldQueueCounts.codec, 3))).toEqual([
    "2 queues are listed, against their count",
  ]);
  const misplaced = rowOf(heldQueuePlaces.key(euros, alice), heldQueuePlaces.codec, 1);
  expect(await broken(ledger, misplaced)).toEqual([`${euros}/${alice} is misplaced`]);
});

test("finds sums and counts that differ from the items", async () => {
  const { ledger, alice } = ledgerWithItems();
  expect(await broken(ledger, rowOf(flows.key(euros, alice), flows.codec, { out: 12n, in: 0n }))).toEqual([
    `flow ${euros}/${alice} is 12 0, and should be 11 0`,
  ]);
  expect(await broken(ledger, rowOf(queuedTotals.key(euros), queuedTotals.codec, undefined))).toEqual([
    `total ${euros} is not there, and should be 3 20`,
  ]);
  expect(await broken(ledger, rowOf(openCounts.key(), openCounts.codec, 3))).toEqual([
    "5 legs of items and proposals wait, against their count",
  ]);
  expect(await broken(ledger, rowOf(proposalCounts.key(alice), proposalCounts.codec, 2))).toEqual([
    `proposals of ${alice} are miscounted`,
  ]);
});

test("finds what never falls due, and proposals that wait for nobody", async () => {
  const { ledger, bundle } = ledgerWithItems();
  const item = items.get(ledger.state, 3);
  const later = rowOf(items.key(3), items.codec, item && { ...item, expiresMs: item.expiresMs + 1 });
  expect(await broken(ledger, later)).toEqual(["item 3 never falls due"]);
  const proposal = proposals.get(ledger.state, bundle);
  const of = (change: object) =>
    broken(ledger, rowOf(proposals.key(bundle), proposals.codec, proposal && { ...proposal, ...change }));
  expect(await of({ waitsFor: [] })).toEqual([`bundle ${bundle} waits for nobody, or for one who does not pay`]);
  expect(await of({ expiresMs: 1 })).toEqual([`bundle ${bundle} never falls due`]);
  expect(itemExpiries.size(ledger.state)).toBe(3);
});
