// The settings of one parameter, as they can be proved.
import { expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { parameters as accountsParameters } from "#src/modules/accounts/parameters.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { setting as query } from "#src/modules/parameters/queries/setting.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const parameter = "accounts.workPerSecond";

test("shows what genesis wrote and names its row", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  const { unit, default: standard, least, most, owner, noticeBlocks } = accountsParameters.workPerSecond;
  expect(await ledger.query("parameters/setting", { parameter })).toEqual({
    unit,
    default: standard,
    least,
    most,
    owner,
    noticeBlocks,
  });
  expect(query.proves?.({ parameter })).toBe(`parameters/setting/${parameter}`);
});

test("refuses an unknown parameter", async () => {
  const ledger = createTestLedger({ modules: [accounts, authority, parameters] });
  await expect(ledger.query("parameters/setting", { parameter: "a.b" })).rejects.toThrow("unknownParameter");
});
