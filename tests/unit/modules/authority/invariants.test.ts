// The promise of authority, kept and seen to be broken.
import { expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { holderCountsEqualGrants } from "#src/modules/authority/invariants.ts";
import { grants, holderCounts } from "#src/modules/authority/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const alice = accountFromBytes(new Uint8Array(20).fill(1));

test("a count that is not the number of grants is seen, whichever of them drifted", async () => {
  const state = memoryState();
  const broken = () => holderCountsEqualGrants({ state: state.scanner() });
  expect(await broken()).toEqual([]);
  grants.put(state.journal, "auditor", alice, { grantor: alice, grantedMs: 0, reference: "" });
  expect(await broken()).toEqual(["auditor: 1 grants, but a count of 0"]);
  holderCounts.put(state.journal, "auditor", 1);
  expect(await broken()).toEqual([]);
  holderCounts.put(state.journal, "governor", 2);
  expect(await broken()).toEqual(["governor: 0 grants, but a count of 2"]);
});
