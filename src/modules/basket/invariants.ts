// Promises of the module `basket`.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { Stored } from "#src/state/view.ts";
import { reweigh, worthOf } from "#src/weighting/reweighing.ts";
import type { ReweightRecord } from "./schemas.ts";
import { baskets, components, reweightRecords } from "./tables.ts";
import { requireBasket } from "./valuation.ts";

/** Every component of the basket is a known one, with its own feed, and is there once and in order. */
export const basketIsOfKnownComponents = defineInvariant(async ({ state }) => {
  if (baskets.get(state) === undefined) return ["there is no basket"];
  const { lines } = requireBasket(state);
  return lines
    .filter(({ component, feed }, index) => {
      const next = lines[index + 1];
      return components.get(state, component)?.feed !== feed || (next !== undefined && component >= next.component);
    })
    .map(({ component }) => `${component}: a line out of place`);
});

/** Every reweighting can be recomputed from its record, and left the value as it was. */
export const reweightsRecompute = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { value: record } of reweightRecords.scan(state)) {
    if (!recomputes(record)) broken.push(`reweighting ${record.number} does not follow from its inputs`);
  }
  return broken;
});

function recomputes({ valueNano, lines, remainderBeforeNano, remainderAfterNano }: Stored<ReweightRecord>): boolean {
  const valueBeforeNano = worthOf(
    lines.map((line) => ({ ...line, quantity: line.quantityBefore })),
    remainderBeforeNano,
  );
  const valueAfterNano = worthOf(
    lines.map((line) => ({ ...line, quantity: line.quantityAfter })),
    remainderAfterNano,
  );
  const { quantities, remainderNano } = reweigh(valueNano, lines);
  const sameQuantities = lines.every(({ quantityAfter }, index) => quantities[index] === quantityAfter);
  return (
    valueBeforeNano === valueNano &&
    valueAfterNano === valueNano &&
    sameQuantities &&
    remainderNano === remainderAfterNano
  );
}

/** The records are numbered without a gap, each begins where the one before ended, and the basket is the last one's. */
export const basketFollowsReweights = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let last: Stored<ReweightRecord> | undefined;
  for await (const { value: record } of reweightRecords.scan(state)) {
    if (record.number !== (last?.number ?? 0) + 1) broken.push(`reweighting ${record.number} is out of order`);
    if (last !== undefined && quantitiesOf(last, "quantityAfter") !== quantitiesOf(record, "quantityBefore")) {
      broken.push(`reweighting ${record.number} does not begin where the one before ended`);
    }
    last = record;
  }
  const basket = requireBasket(state);
  if (basket.reweights !== (last?.number ?? 0)) broken.push(`the basket counts ${basket.reweights} reweightings`);
  const held = basket.lines
    .flatMap(({ component, quantity }) => (quantity > 0n ? [`${component}=${quantity}`] : []))
    .join();
  if (last !== undefined && `${held};${basket.remainderNano}` !== quantitiesOf(last, "quantityAfter")) {
    broken.push("the basket is not what the last reweighting made it");
  }
  return broken;
});

function quantitiesOf(record: Stored<ReweightRecord>, side: "quantityBefore" | "quantityAfter"): string {
  const held = record.lines.flatMap((line) => (line[side] > 0n ? [`${line.component}=${line[side]}`] : []));
  return `${held.join()};${side === "quantityBefore" ? record.remainderBeforeNano : record.remainderAfterNano}`;
}
