// All parameters, page by page.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { roles } from "#src/modules/authority/access.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

interface Page {
  readonly items: readonly {
    readonly parameter: string;
    readonly value: bigint;
    readonly setting: { readonly owner: string };
  }[];
  readonly next?: string;
}

test("lists every parameter of every module and of the machine, by name, over pages", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  const listed: string[] = [];
  let after: string | undefined;
  do {
    const page = (await ledger.query("parameters/parameters", { limit: 2, ...(after && { after }) })) as Page;
    listed.push(...page.items.map(({ parameter }) => parameter));
    after = page.next;
  } while (after !== undefined);
  expect(listed).toEqual([...ledger.machine.registry.parameters.keys()].sort());
});

test("shows changed values", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  ledger.send("governor", "parameters/proposeChange", { parameter: "accounts.burstWork", value: 300_000n });
  const { items } = (await ledger.query("parameters/parameters")) as Page;
  expect(items.find(({ parameter }) => parameter === "accounts.burstWork")).toMatchObject({
    next: { value: 300_000n },
  });
});

test("every parameter is owned by a role that exists, or by a council", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  const { items } = (await ledger.query("parameters/parameters")) as Page;
  for (const { parameter, setting } of items)
    expect([...roles, "council:applications"], parameter).toContain(setting.owner);
});
