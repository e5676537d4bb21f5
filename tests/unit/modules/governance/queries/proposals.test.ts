// Councils, proposals and votes, one by one and in pages.
import { beforeEach, expect, test } from "vitest";
import { charter as charterQuery } from "#src/modules/governance/queries/charter.ts";
import { council as councilQuery } from "#src/modules/governance/queries/council.ts";
import { proposal as proposalQuery } from "#src/modules/governance/queries/proposal.ts";
import { vote as voteQuery } from "#src/modules/governance/queries/vote.ts";
import {
  charterOf,
  applications as council,
  createCouncilLedger,
  lockChange,
  propose,
  vote,
} from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
  for (let at = 0; at < 3; at += 1) propose(ledger, "kzt-issuer", lockChange);
  vote(ledger, "participant-bank", 2, "reject");
  vote(ledger, "cny-issuer", 1, "abstain");
  vote(ledger, "kzt-issuer", 1, "approve");
});
const numbers = async (params: object) => {
  const page = (await ledger.query("governance/proposals", { council, ...params })) as {
    readonly items: readonly { readonly number: number }[];
    readonly next?: string;
  };
  return { numbers: page.items.map(({ number }) => number), next: page.next };
};

test("proposals are listed by state, over pages", async () => {
  expect(await numbers({ state: "open" })).toEqual({ numbers: [1, 3], next: undefined });
  const first = await numbers({ state: "open", limit: 1 });
  expect(first.numbers).toEqual([1]);
  expect((await numbers({ state: "open", after: first.next })).numbers).toEqual([3]);
  expect((await numbers({ state: "rejected" })).numbers).toEqual([2]);
  await expect(ledger.query("governance/proposals", { council: "nobodys", state: "open" })).rejects.toThrow(
    "unknownCouncil",
  );
});

test("votes are listed by member, over pages", async () => {
  const { items } = (await ledger.query("governance/votes", { proposal: 1 })) as {
    readonly items: readonly { readonly member: string }[];
  };
  const expected = [ledger.account("cny-issuer"), ledger.account("kzt-issuer")].sort();
  expect(items.map(({ member }) => member)).toEqual(expected);
  const page = await ledger.query("governance/votes", { proposal: 1, limit: 1 });
  expect(page).toMatchObject({ items: [items[0]], next: expected[0] });
  await expect(ledger.query("governance/votes", { proposal: 9 })).rejects.toThrow("unknownProposal");
});

test("councils are listed over pages", async () => {
  ledger.send("governor", "governance/foundCouncil", {
    council: "zeta",
    purpose: "x",
    ...charterOf(ledger, { alice: 1 }),
  });
  const first = (await ledger.query("governance/councils", { limit: 1 })) as { readonly next?: string };
  expect(first).toMatchObject({ items: [{ council }], next: council });
  expect(await ledger.query("governance/councils", { after: first.next })).toMatchObject({
    items: [{ council: "zeta" }],
  });
});

test("single rows name the keys that prove them, and refuse what is not there", async () => {
  const member = ledger.account("alice");
  expect(councilQuery.proves?.({ council })).toBe("governance/council/applications");
  expect(charterQuery.proves?.({ council, revision: 2 })).toBe("governance/charter/applications/0000000000000002");
  expect(proposalQuery.proves?.({ proposal: 1 })).toBe("governance/proposal/0000000000000001");
  expect(voteQuery.proves?.({ proposal: 1, member })).toBe(`governance/vote/0000000000000001/${member}`);
  const refusals = [
    ["governance/council", { council: "nobodys" }, "unknownCouncil"],
    ["governance/charter", { council, revision: 2 }, "unknownRevision"],
    ["governance/proposal", { proposal: 9 }, "unknownProposal"],
    ["governance/vote", { proposal: 1, member }, "notVoted"],
  ] as const;
  for (const [query, params, code] of refusals) await expect(ledger.query(query, params)).rejects.toThrow(code);
});
