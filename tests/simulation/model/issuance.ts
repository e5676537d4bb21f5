// What the module `issuance` must do: minting, redemption in epochs, junior units.
import { openBook } from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { issuanceOf, juniors, type ReserveCurrency, redeeming, reserve, surplus } from "./issuance/book.ts";
import { closeEpoch, redemptionMessages, settleEpochs } from "./issuance/epochs.ts";
import { juniorMessages } from "./issuance/juniors.ts";
import { mintMessages } from "./issuance/minting.ts";
import { reserveMessages } from "./issuance/reserve.ts";
import { bids, endRights, promisedRows, rightMessages } from "./issuance/rights.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";
import { parameterNumber, parametersOf } from "./parameters/book.ts";

interface GenesisPart {
  readonly epochMs: number;
  readonly reserveCurrencies: readonly ReserveCurrency[];
}

function start(model: Model, part: unknown): void {
  const { epochMs, reserveCurrencies } = part as GenesisPart;
  for (const account of [reserve, surplus, redeeming, juniors, bids]) openBook(model, account);
  issuanceOf(model).currencies.value = reserveCurrencies;
  for (const name of ["issuance.epochMs", "issuance.distributionIntervalMs"]) {
    if (BigInt(epochMs) !== model.settings.get(name)?.default) {
      parametersOf(model).values.set(name, { value: BigInt(epochMs) });
    }
  }
}

const padded = (number: number) => number.toString().padStart(16, "0");

function* redemptionRows(model: Model): Generator<ExpectedRow> {
  const { epochs, oldest, requests, lastRequest, queues } = issuanceOf(model);
  for (const [number, epoch] of epochs.entries()) yield [`issuance/epoch/${padded(number)}`, epoch];
  for (const [number, request] of requests.entries()) {
    yield [`issuance/request/${padded(number)}`, request];
    yield [`issuance/account-request/${request.account}/${padded(number)}`, {}];
  }
  for (const [epoch, { first, requests: waiting }] of queues.entries()) {
    yield [`issuance/queue/ends/${padded(epoch)}`, { first, next: first + waiting.length }];
    for (const [at, request] of waiting.entries()) {
      yield [`issuance/queue/item/${padded(epoch)}/${padded(first + at)}`, request];
    }
  }
  if (lastRequest.value === 0) return;
  yield ["issuance/last-request", lastRequest.value];
  yield ["issuance/epochs", { newest: epochs.size, oldest: oldest.value }];
  yield ["issuance/redeeming-total", sum(requests.values().map(({ leftMicroKdg }) => leftMicroKdg))];
}

function* rightRows(model: Model): Generator<ExpectedRow> {
  const { rights, rightEnds, rightEndsEver } = issuanceOf(model);
  for (const [number, right] of rights.entries()) yield [`issuance/right/${padded(number)}`, right];
  const held = rights.entries().filter(([, { state }]) => state === "held");
  if (held.length > 0) yield ["issuance/live-rights", held.map(([number]) => number)];
  yield* promisedRows(model);
  if (rightEndsEver.value === 0) return;
  yield ["issuance/last-right", rights.size];
  yield ["issuance/right-end/size", { size: rightEnds.value.length, sequence: rightEndsEver.value }];
  for (const [at, due] of rightEnds.value.entries()) yield [`issuance/right-end/entry/${padded(at)}`, due];
}

export const model: ModuleModel = {
  unordered: ["issuance/right-end/entry/"],
  messages: { ...mintMessages, ...reserveMessages, ...redemptionMessages, ...juniorMessages, ...rightMessages },
  start,
  begin(model) {
    closeEpoch(model);
    endRights(model);
  },
  end: settleEpochs,
  *moments(model) {
    const { epochs, oldest, totals } = issuanceOf(model);
    const waiting = epochs.get(oldest.value);
    yield epochs.get(epochs.size)?.closesMs ?? 0;
    yield (waiting?.closesMs ?? 0) + parameterNumber(model, "issuance.pricingPatienceMs");
    for (const { dueMs } of issuanceOf(model).rightEnds.value) {
      yield* [dueMs - parameterNumber(model, "issuance.auctionMs"), dueMs];
    }
    yield (totals.value?.distributedMs ?? 0) + parameterNumber(model, "issuance.distributionIntervalMs");
  },
  *rows(model) {
    const { money, throttles, currencies, totals, holdings, ended } = issuanceOf(model);
    if (money.value !== undefined) yield ["issuance/money", money.value];
    for (const [bucket, row] of throttles.entries()) yield [`issuance/throttle/${bucket}`, row];
    yield ["issuance/reserve-currencies", currencies.value];
    yield* redemptionRows(model);
    yield* rightRows(model);
    if (totals.value !== undefined) yield ["issuance/junior-totals", totals.value];
    for (const [account, holding] of holdings.entries()) yield [`issuance/junior-holding/${account}`, holding];
    for (const [series, row] of ended.entries()) yield [`issuance/junior-series/${padded(series)}`, row];
  },
};
