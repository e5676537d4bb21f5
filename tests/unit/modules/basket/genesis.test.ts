// The basket a network begins with.
import { expect, test } from "vitest";
import type { Genesis } from "#src/machine/genesis.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { devnetBasket } from "#src/modules/basket/genesis.ts";
import { basket } from "#src/modules/basket/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { devnetMonthAt, devnetMonthIndex, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { worthOf } from "#src/weighting/reweighing.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { june2008 } from "#tests/support/prices.ts";

const ledgerWith = (change: (part: typeof devnetBasket) => unknown) =>
  createTestLedger({
    modules: [accounts, authority, oracle, basket],
    genesis: (genesis: Genesis) => ({
      ...genesis,
      modules: { ...genesis.modules, basket: change(devnetBasket) },
    }),
  });

test("a devnet's basket is worth one numeraire per KDG where its replay of prices begins, half in each metal", () => {
  const { priceNano } = devnetMonthAt(devnetMonthIndex(devnetStartMonth));
  expect(priceNano).toEqual(june2008);
  const { basketKdg, lines, remainderNano } = devnetBasket;
  const priced = lines.map(({ feed, quantity }) => ({ quantity, priceNano: priceNano[feed as "AG" | "CU"] }));
  expect(worthOf(priced, remainderNano)).toBe(basketKdg * 1_000_000_000n);
  for (const line of priced) expect(worthOf([line], 0n) / 10n ** 9n).toBeGreaterThan(499_990n);
});

test("a genesis file may list its lines in any order", async () => {
  const ledger = ledgerWith((part) => ({ ...part, lines: [...part.lines].reverse() }));
  expect(await ledger.audit()).toEqual([]);
});

test("refuses a component named twice, an empty line, and a feed that does not exist", () => {
  expect(() => ledgerWith((part) => ({ ...part, lines: [...part.lines, ...part.lines] }))).toThrow("once");
  const line = { component: "AG", feed: "AG", quantity: 0n };
  expect(() => ledgerWith((part) => ({ ...part, lines: [line] }))).toThrow("some AG");
  expect(() => ledgerWith((part) => ({ ...part, lines: [{ ...line, feed: "XX", quantity: 1n }] }))).toThrow(
    "unknownFeed",
  );
});
