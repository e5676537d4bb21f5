// Proposers take proposals back.
import { beforeEach, expect, test } from "vitest";
import { createCouncilLedger, lockChange, propose } from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "governance/withdrawProposal";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
  propose(ledger, "kzt-issuer", lockChange);
});

test("takes an open proposal back, once", async () => {
  const { code, events } = ledger.send("kzt-issuer", type, { proposal: 1 });
  expect(code).toBe(0);
  const tally = { approve: 0, reject: 0, abstain: 0 };
  const content = { proposal: 1, council: "applications", state: "withdrawn", tally };
  expect(events).toEqual([{ type: "governance/proposalClosed", content }]);
  expect(ledger.send("kzt-issuer", type, { proposal: 1 }).refused).toBe("governance/proposalClosed");
  expect(await ledger.audit()).toEqual([]);
});

test("refuses others, unknown proposals and those whose vote has ended, and changes nothing", async () => {
  const before = ledger.digest();
  expect(ledger.send("cny-issuer", type, { proposal: 1 }).refused).toBe("governance/notProposer");
  expect(ledger.send("kzt-issuer", type, { proposal: 2 }).refused).toBe("governance/unknownProposal");
  expect(ledger.digest()).toBe(before);
  const { endsMs } = (await ledger.query("governance/proposal", { proposal: 1 })) as { readonly endsMs: number };
  ledger.executeBlock([], { timeMs: endsMs - 1 });
  expect(ledger.send("kzt-issuer", type, { proposal: 1 }).refused).toBe("governance/votingEnded");
});
