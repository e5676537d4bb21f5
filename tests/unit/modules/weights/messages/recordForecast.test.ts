// A forecast's model is handed in, adopted by its hash, and shifts targets within its band.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { recordForecast as message } from "#src/modules/weights/messages/recordForecast.ts";
import { forecasts, rebalances } from "#src/modules/weights/tables.ts";
import { encodeForecastModel, type ForecastModel } from "#src/weighting/forecast/model.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { announce, createWeightsLedger, policy, setPolicy } from "#tests/support/weights.ts";

/** Whatever rose over the last interval gains a tenth, whatever fell loses one. */
const model: ForecastModel = {
  trees: [{ splits: [{ feature: "return1", mostPpm: 0n, isMissingUpper: false }], leavesPpm: [-100_000n, 100_000n] }],
};
const modelHash = sha256(encodeForecastModel(model));

const record = (ledger: TestLedger, content: unknown = { model }, actor = "issuer") =>
  ledger.send(actor, "weights/recordForecast", content);
const shiftsOf = (ledger: TestLedger) =>
  present(rebalances.get(ledger.state, 1)?.proposal, "a proposal").lines.map(({ shiftPpm }) => shiftPpm);

test("is kept under the hash of its encoding, with who handed it in, and queried by it", async () => {
  const ledger = createWeightsLedger();
  const outcome = record(ledger);
  const by = ledger.account("issuer");
  expect(outcome.answer).toEqual({ modelHash });
  expect(outcome.events).toEqual([{ type: "weights/forecastRecorded", content: { modelHash, trees: 1, by } }]);
  const kept = { by, atMs: ledger.state.timeMs, model };
  expect(forecasts.get(ledger.state, bytesToHex(modelHash))).toEqual(kept);
  expect(await ledger.query("weights/forecast", { modelHash: bytesToHex(modelHash) })).toEqual(kept);
  await expect(ledger.query("weights/forecast", { modelHash: "ab".repeat(32) })).rejects.toThrow("unknownForecast");
});

describe("adopted by a policy", () => {
  const withBand = (bandPpm: bigint) => ({ ...policy, forecast: { modelHash, bandPpm } });

  test("it shifts targets, and no further than its band", async () => {
    const ledger = createWeightsLedger();
    record(ledger);
    announce(ledger, withBand(60_000n));
    // Silver fell and copper rose from April to May 2008.
    expect(shiftsOf(ledger)).toEqual([-60_000n, -60_000n]);
    expect(await ledger.audit()).toEqual([]);
    const plain = createWeightsLedger();
    announce(plain);
    expect(shiftsOf(plain)).toEqual([0n, 0n]);
  });

  test("a band of 0 is as good as none", () => {
    const ledger = createWeightsLedger();
    record(ledger);
    announce(ledger, withBand(0n));
    expect(shiftsOf(ledger)).toEqual([0n, 0n]);
  });

  test("it must be there", () => {
    const ledger = createWeightsLedger();
    const digest = ledger.digest();
    expect(setPolicy(ledger, withBand(1n)).refused).toBe("weights/unknownForecast");
    expect(ledger.digest()).toBe(digest);
  });
});

describe("refuses and changes nothing", () => {
  const ledger = createWeightsLedger();
  const refusedAs = (content: unknown, actor?: string) => {
    const digest = ledger.digest();
    const { refused } = record(ledger, content, actor);
    expect(ledger.digest()).toBe(digest);
    return refused;
  };

  test("an actor who is no issuer", () => {
    expect(refusedAs({ model }, "governor")).toBe("authority/roleMissing");
  });

  test("a tree with a leaf too few or too many", () => {
    const [tree] = model.trees;
    for (const leavesPpm of [[1n], [1n, 2n, 3n]]) {
      expect(refusedAs({ model: { trees: [{ ...tree, leavesPpm }] } })).toBe("weights/forecastMalformed");
    }
  });

  test("a model that is there already", () => {
    const other = createWeightsLedger();
    record(other);
    expect(record(other).refused).toBe("weights/forecastExists");
  });
});

test("the schema bounds trees and leaves", () => {
  const { check } = codecOf(message.schema);
  const [tree] = model.trees;
  const many = (length: number) => ({ model: { trees: Array.from({ length }, () => tree) } });
  expect([check(many(64) as never), check(many(65) as never), check(many(0) as never)]).toEqual([true, false, false]);
});
