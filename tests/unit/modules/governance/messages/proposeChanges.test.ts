// Members put changes of parameters to the vote.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { applications, createCouncilLedger, lockChange, propose, votingMs } from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
});

test("opens a proposal of changes under the charter in force", async () => {
  const { code, answer, events } = propose(ledger, "kzt-issuer", lockChange);
  const endsMs = ledger.state.timeMs + votingMs;
  expect(code).toBe(0);
  expect(answer).toEqual({ proposal: 1, endsMs });
  const proposer = ledger.account("kzt-issuer");
  const action = { kind: "parameters", changes: [lockChange] };
  const opening = { council: applications, proposer, purpose: "better rules", action, endsMs };
  expect(events).toEqual([{ type: "governance/proposalOpened", content: { proposal: 1, ...opening } }]);
  expect(await ledger.query("governance/proposal", { proposal: 1 })).toEqual({
    ...opening,
    revision: 1,
    openedMs: ledger.state.timeMs,
    tally: { approve: 0, reject: 0, abstain: 0 },
    state: "open",
  });
  expect(await ledger.audit()).toEqual([]);
});

test("refuses what the council may not do, and whoever is no member, and changes nothing", () => {
  const before = ledger.digest();
  const refusedAs = (actor: string, ...changes: Parameters<typeof propose>[2][]) =>
    propose(ledger, actor, ...changes).refused;
  expect(refusedAs("alice", lockChange)).toBe("governance/notMember");
  expect(refusedAs("governor", lockChange)).toBe("governance/notMember");
  expect(refusedAs("cny-issuer", lockChange, lockChange)).toBe("governance/parameterTwice");
  expect(refusedAs("cny-issuer", { ...lockChange, value: 1n })).toBe("parameters/valueOutOfRange");
  expect(refusedAs("cny-issuer", { parameter: "accounts.burstWork", value: 20_000n })).toBe("parameters/ownedByOthers");
  expect(refusedAs("cny-issuer", { parameter: "accounts.nothing", value: 1n })).toBe("parameters/unknownParameter");
  const elsewhere = { council: "nobodys", purpose: "x", changes: [lockChange] };
  expect(ledger.send("cny-issuer", "governance/proposeChanges", elsewhere).refused).toBe("governance/unknownCouncil");
  expect(ledger.digest()).toBe(before);
});

test("takes so many open proposals of one member, while the others have their own places", () => {
  const most = limits.openProposalsPerMemberMax;
  for (let at = 0; at < most; at += 1) expect(propose(ledger, "cny-issuer", lockChange).code).toBe(0);
  const before = ledger.digest();
  const { refused, details } = propose(ledger, "cny-issuer", lockChange);
  expect([refused, details]).toEqual(["governance/tooManyOpen", { most }]);
  expect(ledger.digest()).toBe(before);
  expect(propose(ledger, "kzt-issuer", lockChange).code).toBe(0);
  ledger.send("cny-issuer", "governance/withdrawProposal", { proposal: 1 });
  expect(propose(ledger, "cny-issuer", lockChange).code).toBe(0);
});

test("takes up to eight changes", () => {
  const { schema } = ledger.machine.registry.messages.get("governance/proposeChanges")?.definition ?? {};
  const fits = (count: number) => {
    const changes = Array(count).fill({ parameter: "a.b", value: "1" });
    return schema?.safeParse({ council: "a", purpose: "x", changes }).success;
  };
  expect([0, 1, 8, 9].map(fits)).toEqual([false, true, true, false]);
});
