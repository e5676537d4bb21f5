// Stored rows as people read them.
import { expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { breakers } from "#src/machine/breaker.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { moduleOfKey, rowReader } from "#src/node/maintenance/rowReader.ts";
import { programModules } from "#src/node/programModules.ts";
import { devnet } from "#tests/support/payments.ts";

const { modules } = programModules().newest();
const read = rowReader(modules);

it("decodes a row by the table that its key belongs to, amounts as texts", () => {
  const bytes = balances.codec.encode({ amount: 2n ** 70n });
  expect(read(balances.key("USD", devnet.account("bob")), bytes)).toEqual({
    table: "accounts/balance/{currency}/{account}",
    value: { amount: "1180591620717411303424" },
    hex: bytesToHex(bytes),
  });
});

it("knows what the machine itself keeps", () => {
  const bytes = breakers.codec.encode({ height: 7, tally: "accounts/supply/USD" });
  expect(read(breakers.key("accounts"), bytes).value).toEqual({ height: 7, tally: "accounts/supply/USD" });
});

it("tells tables apart whose keys have as many parts", () => {
  const patterns = modules.flatMap((module) => Object.values(module.tables).map(({ pattern }) => pattern));
  const found = patterns.map((pattern) => read(pattern.replaceAll(/\{[^}]+\}/g, "1"), new Uint8Array()).table);
  expect(found).toEqual(patterns);
});

it("shows the bytes of a damaged row and of a key that belongs to no table", () => {
  expect(read(balances.key("USD", devnet.account("bob")), Uint8Array.of(255))).toEqual({
    table: balances.pattern,
    hex: "ff",
  });
  expect(read("nobody/knows", Uint8Array.of(1, 2))).toEqual({ hex: "0102" });
});

it("takes the module from the beginning of a key", () => {
  expect(["accounts/balance/USD/x", "machine/modules"].map(moduleOfKey)).toEqual(["accounts", "machine"]);
});
