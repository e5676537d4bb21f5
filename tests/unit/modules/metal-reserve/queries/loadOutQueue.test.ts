// Who waits at a vault.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger, depositBars, documentHash, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

type Page = { items: { certificateId: number; overdue: boolean; dueMs: number }[]; next?: string };
const ask = (params: object = {}) =>
  ledger.query("metal-reserve/loadOutQueue", { vault: "zurich", ...params }) as Promise<Page>;
const idsOf = ({ items }: Page) => items.map(({ certificateId }) => certificateId);

beforeEach(() => {
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
  for (const certificateId of [3, 1, 2]) {
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
  }
});

test("shows the queue in order, page by page, and who is overdue", async () => {
  const first = await ask({ limit: 2 });
  expect(idsOf(first)).toEqual([3, 1]);
  expect(first.items[0]).toMatchObject({ owner: ledger.account("alice"), metal: "AG", overdue: false });
  expect(idsOf(await ask({ limit: 2, after: first.next }))).toEqual([2]);
  ledger.advance((first.items[0]?.dueMs ?? 0) - ledger.state.timeMs + 1);
  expect((await ask()).items[0]?.overdue).toBe(true);
});

test("begins at its head when the cursor has left the queue", async () => {
  ledger.send("alice", "metal-reserve/cancelDelivery", { certificateId: 3 });
  expect(idsOf(await ask({ after: "3" }))).toEqual([1, 2]);
  expect(idsOf(await ask({ after: "nonsense" }))).toEqual([1, 2]);
});

test("refuses an unknown vault", async () => {
  await expect(async () => ask({ vault: "atlantis" })).rejects.toThrow("unknownVault");
});
