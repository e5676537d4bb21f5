// A rebalance checked from rows alone: what holds, and that each claim can fail.
import { expect, test } from "vitest";
import type { Codec } from "#src/core/form.ts";
import { verifyRebalance } from "#src/modules/weights/verifying.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { announce, createWeightsLedger, passNotice } from "#tests/support/weights.ts";

const ledger = createWeightsLedger();
announce(ledger);
passNotice(ledger);

/** The ledger's state, with one row as somebody would rather have it. */
function altered(key: string, change: (row: never) => unknown): StateReader {
  const { height, timeMs } = ledger.state;
  return {
    ...{ height, timeMs },
    getRow<Value>(asked: string, codec: Codec<Value>) {
      const row = ledger.state.getRow(asked, codec);
      return asked === key ? (change(row as never) as Stored<Value>) : row;
    },
  };
}

const padded = (number: number) => number.toString().padStart(16, "0");
const wrongClaims = (state: StateReader) =>
  verifyRebalance(state, 1)?.checks.flatMap(({ claim, holds }) => (holds ? [] : [claim])) ?? ["there is none"];

const figures = "every figure is what its record states";
const follows = "scores, targets, covariance, weights and residual follow from them, to the last byte";
const quantities = "new quantities follow from prices and averages, to the last unit";
const value = "the value is the same before and after, to the last billionth";

test("all of an executed rebalance holds", () => {
  const verified = verifyRebalance(ledger.state, 1);
  expect(verified?.rebalance.state).toBe("executed");
  expect(verified?.checks.map(({ holds }) => holds)).toEqual(new Array(7).fill(true));
});

test("there is nothing to verify of a rebalance that is not there", () => {
  expect(verifyRebalance(ledger.state, 2)).toBeUndefined();
});

test("a skipped one proposes nothing that could be wrong", () => {
  const young = createWeightsLedger({ months: 2 });
  announce(young);
  expect(verifyRebalance(young.state, 1)).toMatchObject({ rebalance: { state: "skipped" }, checks: [] });
});

test.each([
  ["an observed price", `weights/observation/${padded(7)}`, [follows]],
  ["an observation that has gone", `weights/observation/${padded(7)}`, ["observations 1 to 30 are kept", follows]],
  ["a policy", `weights/policy/${padded(1)}`, [follows]],
  ["a reweighting's quantity", `basket/reweight/${padded(1)}`, [quantities, value]],
  ["a reweighting that is not there", `basket/reweight/${padded(1)}`, ["reweighting 1 is there"]],
])("%s that is another is found", (what, key, wrong) => {
  const change = (row: Record<string, never>) => {
    if (what.includes("gone") || what.includes("not there")) return undefined;
    if (key.startsWith("weights/policy")) return { ...row, riskAversionPpm: 1n };
    if (key.startsWith("basket")) {
      const [first, ...rest] = row.lines as unknown as { quantityAfter: bigint }[];
      return { ...row, lines: [{ ...first, quantityAfter: (first?.quantityAfter ?? 0n) + 1n }, ...rest] };
    }
    const [first, ...rest] = row.prices as unknown as { averageNano: bigint }[];
    return { ...row, prices: [{ ...first, averageNano: (first?.averageNano ?? 0n) * 2n }, ...rest] };
  };
  expect(wrongClaims(altered(key, change as never))).toEqual(wrong);
});

test("a figure whose record states another is found", () => {
  const record = verifyRebalance(ledger.state, 1)?.rebalance.proposal?.lines[0]?.figures.concentration[0]?.record ?? 0;
  const change = (row: { shares: { countries: object[] } }) => ({ ...row, shares: { ...row.shares, countries: [] } });
  expect(wrongClaims(altered(`indicators/record/${padded(record)}`, change as never))).toEqual([figures]);
});
