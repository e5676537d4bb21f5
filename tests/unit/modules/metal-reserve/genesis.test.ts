// The first metals and vaults.
import { expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { genesis } from "#src/modules/metal-reserve/genesis.ts";
import { metalReserve } from "#src/modules/metal-reserve/module.ts";
import { firstListHash } from "#src/modules/metal-reserve/rules.ts";
import {
  barLists,
  metalNames,
  metalSettings,
  metalTotals,
  vaultNames,
  vaults,
} from "#src/modules/metal-reserve/tables.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { createMetalLedger } from "#tests/support/metal.ts";

type Part = { metals: { metal: string }[]; vaults: { vault: string; operator: string; auditors: string[] }[] };

test("a devnet has silver bars, copper lots and two vaults, empty", async () => {
  const { state, account, audit } = createMetalLedger();
  expect(metalNames.get(state)).toEqual(["AG", "CU"]);
  expect(metalSettings.get(state, "AG")).toMatchObject({ form: "bar", unit: "g", finenessPpmMin: 999_000 });
  expect(metalSettings.get(state, "CU")).toMatchObject({ form: "lot", unit: "kg", pieceWeightMgMin: 1_000_000n });
  expect(vaultNames.get(state)).toEqual(["zurich", "shanghai"]);
  expect(vaults.get(state, "shanghai")).toMatchObject({
    operator: account("custodian-2"),
    auditors: [account("auditor-2")],
    country: "CN",
    acceptsDeposits: true,
  });
  expect(metalTotals.get(state, "CU")).toEqual({ items: 0, fineWeightMg: 0n, reserveFineWeightMg: 0n });
  expect(barLists.get(state, "zurich")).toEqual({ deposits: 0, entries: 0, listHash: firstListHash("zurich") });
  expect(await audit()).toEqual([]);
});

test("its part of the file has a canonical encoding", () => {
  const { genesis: file } = createMetalLedger();
  const codec = codecOf(genesis.schema);
  const part = genesis.schema.parse(genesis.schema.encode(file.modules["metal-reserve"] as never));
  expect(codec.decode(codec.encode(part))).toEqual(part);
});

test("a file with a metal or a vault named twice, or a keeper without a role, starts no network", () => {
  const start = (change: (part: Part) => Part) => () =>
    createTestLedger({
      modules: [accounts, authority, metalReserve],
      genesis: (file: Genesis) => {
        const part = change(file.modules["metal-reserve"] as Part);
        return { ...file, modules: { ...file.modules, "metal-reserve": part } };
      },
    });
  expect(start((part) => part)).not.toThrow();
  expect(start((part) => ({ ...part, metals: [...part.metals, ...part.metals.slice(0, 1)] }))).toThrow("named once");
  expect(start((part) => ({ ...part, vaults: [...part.vaults, ...part.vaults.slice(0, 1)] }))).toThrow("vaultKnown");
  const swapped = (part: Part) => ({
    ...part,
    vaults: part.vaults.map((vault) => ({ ...vault, operator: vault.auditors[0] ?? "" })),
  });
  expect(start(swapped)).toThrow("operatorLacksRole");
});
