// One parameter, as a query shows it.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { parameters as accountsParameters } from "#src/modules/accounts/parameters.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { parameter as query } from "#src/modules/parameters/queries/parameter.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const parameter = "accounts.workPerSecond";
const { unit, default: standard, least, most, owner, noticeBlocks } = accountsParameters.workPerSecond;
const setting = { unit, default: standard, least, most, owner, noticeBlocks };

test("shows the default, then what is announced, then what came into force", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  const shown = () => ledger.query("parameters/parameter", { parameter });
  expect(await shown()).toEqual({ parameter, value: standard, setting });

  ledger.send("governor", "parameters/proposeChange", { parameter, value: 3_000n });
  const by = { kind: "account", account: ledger.account("governor") };
  const next = { value: 3_000n, fromHeight: 1 + noticeBlocks, by };
  expect(await shown()).toEqual({ parameter, value: standard, next, setting });

  while (ledger.state.height < next.fromHeight) ledger.advance(1);
  expect(await shown()).toEqual({ parameter, value: 3_000n, setting });
});

test("refuses an unknown parameter and proves the row of the value", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  await expect(ledger.query("parameters/parameter", { parameter: "a.b" })).rejects.toThrow("unknownParameter");
  expect(query.proves?.({ parameter })).toBe(`parameters/value/${parameter}`);
});
