// The councils that a network begins with.
import { expect, test } from "vitest";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";
import { applications, createCouncilLedger, members } from "#tests/support/councils.ts";

test("a devnet has a council of its banks", async () => {
  const ledger = createCouncilLedger();
  const weights = [2, 1, 1];
  const { items } = (await ledger.query("governance/councils")) as { readonly items: readonly object[] };
  expect(items).toMatchObject([
    {
      council: applications,
      revision: 1,
      charter: { members: members.map((alias, at) => ({ account: ledger.account(alias), weight: weights[at] })) },
    },
  ]);
  expect(await ledger.audit()).toEqual([]);
});

test("every council that owns a parameter is founded on a devnet", async () => {
  const ledger = createCouncilLedger();
  const { parameters } = createRegistry(Object.values(modules));
  const owners = new Set([...parameters.values()].map(({ owner }) => owner).filter((owner) => owner.includes(":")));
  expect(owners.size).toBeGreaterThan(0);
  for (const owner of owners) {
    const [, council] = owner.split(":");
    expect(await ledger.query("governance/council", { council })).toMatchObject({ revision: 1 });
  }
});
