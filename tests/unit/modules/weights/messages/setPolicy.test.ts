// The issuer sets a policy.
import { describe, expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import { setPolicy as message } from "#src/modules/weights/messages/setPolicy.ts";
import { policies } from "#src/modules/weights/tables.ts";
import { announce, createWeightsLedger, policy, setPolicy, type TestPolicy } from "#tests/support/weights.ts";

const ledger = createWeightsLedger();
const [silver, copper] = policy.components;
if (silver === undefined || copper === undefined) throw new Error("the policy has two components");

test("is numbered, kept with who set it, and announced", async () => {
  const fresh = createWeightsLedger();
  const outcome = setPolicy(fresh);
  const kept = { ...policy, number: 1, by: fresh.account("issuer"), atMs: fresh.state.timeMs };
  expect(outcome.answer).toEqual({ number: 1 });
  expect(outcome.events).toEqual([{ type: "weights/policySet", content: { policy: kept } }]);
  expect(policies.get(fresh.state, 1)).toEqual(kept);
  expect(setPolicy(fresh).answer).toEqual({ number: 2 });
  expect(policies.get(fresh.state, 1)).toEqual(kept);
  expect(await fresh.audit()).toEqual([]);
});

describe("refuses and changes nothing", () => {
  const refusedAs = (change: Partial<TestPolicy>, actor = "issuer") => {
    const digest = ledger.digest();
    const { refused, details } = setPolicy(ledger, { ...policy, ...change }, actor);
    expect(ledger.digest()).toBe(digest);
    return { refused, details };
  };
  const withComponents = (...components: TestPolicy["components"]) => refusedAs({ components });
  const group = (name: string, components: string[], mostPpm: bigint) => ({ name, components, mostPpm });

  test("an actor who is no issuer", () => {
    expect(refusedAs({}, "governor").refused).toBe("authority/roleMissing");
  });

  test("a component that the basket does not know", () => {
    const unknown = { ...silver, component: "NI", basePpm: 0n };
    expect(withComponents(silver, copper, unknown).refused).toBe("weights/unknownComponent");
  });

  test("a component named twice, in the policy or in a group", () => {
    expect(withComponents(silver, copper, copper).refused).toBe("weights/componentRepeated");
    expect(refusedAs({ groups: [group("metals", ["AG", "AG"], 900_000n)] }).refused).toBe("weights/componentRepeated");
  });

  test("a component of the basket left out", () => {
    const { refused, details } = withComponents({ ...silver, basePpm: 1_000_000n });
    expect([refused, details]).toEqual(["weights/componentLeftOut", { component: "CU" }]);
  });

  test("base weights that make no whole", () => {
    const { refused, details } = withComponents(silver, { ...copper, basePpm: 499_999n });
    expect([refused, details]).toEqual(["weights/basesNotWhole", { sumPpm: 999_999n }]);
  });

  test("a least above the most", () => {
    expect(withComponents(silver, { ...copper, leastPpm: 800_001n }).refused).toBe("weights/boundsCrossed");
    expect(
      setPolicy(createWeightsLedger(), { ...policy, components: [silver, { ...copper, leastPpm: 800_000n }] }).code,
    ).toBe(0);
  });

  test("two groups of one name, and a group of what the policy does not name", () => {
    const metals = group("metals", ["AG", "CU"], 1_000_000n);
    expect(refusedAs({ groups: [metals, metals] }).refused).toBe("weights/groupRepeated");
    expect(refusedAs({ groups: [group("metals", ["AG", "NI"], 900_000n)] }).refused).toBe("weights/groupUnknown");
  });

  test("bounds and groups that cannot hold together, with their names", () => {
    const tight = refusedAs({ groups: [group("metals", ["AG", "CU"], 999_999n)] });
    expect([tight.refused, tight.details]).toEqual(["weights/limitsCannotHold", { binding: "group metals" }]);
    const narrow = withComponents({ ...silver, mostPpm: 300_000n }, { ...copper, mostPpm: 600_000n });
    expect(narrow).toEqual({ refused: "weights/limitsCannotHold", details: { binding: "most of AG, most of CU" } });
  });
});

test("a component that is announced to come may not be left out of the next policy", () => {
  const fresh = createWeightsLedger();
  announce(fresh);
  expect(setPolicy(fresh, { ...policy, components: [{ ...silver, basePpm: 1_000_000n }] }).refused).toBe(
    "weights/componentLeftOut",
  );
});

test("the schema bounds lists, weights and factors", () => {
  const { check } = codecOf(message.schema);
  const many = (length: number) => Array.from({ length }, () => silver);
  expect(check(policy)).toBe(true);
  expect(check({ ...policy, components: many(32) })).toBe(true);
  expect(check({ ...policy, components: many(33) })).toBe(false);
  expect(check({ ...policy, components: [] })).toBe(false);
  expect(check({ ...policy, components: [{ ...silver, mostPpm: 1_000_001n }] })).toBe(false);
  expect(check({ ...policy, riskAversionPpm: 10n ** 14n })).toBe(true);
  expect(check({ ...policy, riskAversionPpm: 10n ** 14n + 1n })).toBe(false);
  expect(check({ ...policy, stepMostPpm: 0n })).toBe(false);
});
