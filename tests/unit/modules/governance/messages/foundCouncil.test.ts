// A governor founds councils.
import { beforeEach, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { applications, charterOf, createCouncilLedger } from "#tests/support/councils.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "governance/foundCouncil";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createCouncilLedger();
});
const council = (weights: Record<string, number>, changed: object = {}) => ({
  council: "corridor",
  purpose: "one corridor",
  ...charterOf(ledger, weights, changed),
});

test("founds a council, which then is there with its first charter", async () => {
  const content = council({ alice: 1, bob: 2 });
  const { code, events } = ledger.send("governor", type, content);
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "governance/councilFounded", content: { ...content, by: ledger.account("governor") } },
  ]);
  const { council: _, purpose, ...charter } = content;
  expect(await ledger.query("governance/charter", { council: "corridor", revision: 1 })).toEqual(charter);
  expect(await ledger.query("governance/council", { council: "corridor" })).toMatchObject({ purpose, revision: 1 });
  expect(await ledger.audit()).toEqual([]);
});

test("refuses a name that was ever used, a member named twice or unknown, and whoever is no governor", () => {
  const before = ledger.digest();
  const refusedAs = (actor: string, content: object) => ledger.send(actor, type, content).refused;
  expect(refusedAs("issuer", council({ alice: 1 }))).toBe("authority/roleMissing");
  expect(refusedAs("governor", { ...council({ alice: 1 }), council: applications })).toBe("governance/councilExists");
  const twice = { members: [1, 2].map((weight) => ({ account: ledger.account("alice"), weight })) };
  expect(refusedAs("governor", council({}, twice))).toBe("governance/memberTwice");
  expect(refusedAs("governor", council({ nobody: 1 }))).toBe("accounts/unknownAccount");
  expect(ledger.digest()).toBe(before);
});

test("takes charters at their bounds and none beyond", () => {
  const { schema } = ledger.machine.registry.messages.get(type)?.definition ?? {};
  const fits = (changed: object) => schema?.safeParse(council({ alice: 1 }, changed)).success;
  for (const [name, least, most] of [
    ["quorumBp", 3_334, 10_000],
    ["approvalBp", 5_001, 10_000],
    ["votingMs", limits.votingMsMin, limits.votingMsMax],
  ] as const) {
    const around = [least - 1, least, most, most + 1].map((value) => fits({ [name]: value }));
    expect(around, name).toEqual([false, true, true, false]);
  }
  const crowd = (count: number) =>
    fits({ members: Array(count).fill({ account: ledger.account("alice"), weight: 1 }) });
  expect([0, 1, limits.councilMembersMax, limits.councilMembersMax + 1].map(crowd)).toEqual([false, true, true, false]);
});
