// One reweighting as a reader sees it.
import { expect, test } from "vitest";
import { reweighting as query } from "#src/modules/basket/queries/reweighting.ts";
import { reweigh } from "#src/weighting/reweighing.ts";
import { createBasketLedger, reweight } from "#tests/support/baskets.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

test("gives a record from which anybody can recompute the outcome, and proves it", async () => {
  const ledger = createBasketLedger();
  statePrices(ledger, june2008);
  reweight(ledger, { AG: 5_500, CU: 4_500 });
  const record = query.result.parse(
    query.result.encode((await ledger.query("basket/reweighting", { number: 1 })) as never),
  );
  const { quantities, remainderNano } = reweigh(record.valueNano, record.lines);
  expect(record.lines.map(({ quantityAfter }) => quantityAfter)).toEqual(quantities);
  expect(record.remainderAfterNano).toBe(remainderNano);
  expect(query.proves?.({ number: 1 })).toBe("basket/reweight/0000000000000001");
});

test("refuses a number that there is not", async () => {
  await expect(createBasketLedger().query("basket/reweighting", { number: 1 })).rejects.toThrow("unknownReweight");
});
