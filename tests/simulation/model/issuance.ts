// What the module `issuance` must do: minting, redemption in epochs, junior units.
import { openBook } from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { issuanceOf, juniors, type ReserveCurrency, redeeming, reserve, surplus } from "./issuance/book.ts";
import { closeEpoch, redemptionMessages, settleEpochs } from "./issuance/epochs.ts";
import { juniorMessages } from "./issuance/juniors.ts";
import { mintMessages } from "./issuance/minting.ts";
import { reserveMessages } from "./issuance/reserve.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";
import { parameterNumber, parametersOf } from "./parameters/book.ts";

interface GenesisPart {
  readonly epochMs: number;
  readonly reserveCurrencies: readonly ReserveCurrency[];
}

function start(model: Model, part: unknown): void {
  const { epochMs, reserveCurrencies } = part as GenesisPart;
  for (const account of [reserve, surplus, redeeming, juniors]) openBook(model, account);
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

export const model: ModuleModel = {
  messages: { ...mintMessages, ...reserveMessages, ...redemptionMessages, ...juniorMessages },
  start,
  begin: closeEpoch,
  end: settleEpochs,
  *moments(model) {
    const { epochs, oldest, totals } = issuanceOf(model);
    const waiting = epochs.get(oldest.value);
    yield epochs.get(epochs.size)?.closesMs ?? 0;
    yield (waiting?.closesMs ?? 0) + parameterNumber(model, "issuance.pricingPatienceMs");
    yield (totals.value?.distributedMs ?? 0) + parameterNumber(model, "issuance.distributionIntervalMs");
  },
  *rows(model) {
    const { money, throttles, currencies, totals, holdings, ended } = issuanceOf(model);
    if (money.value !== undefined) yield ["issuance/money", money.value];
    for (const [bucket, row] of throttles.entries()) yield [`issuance/throttle/${bucket}`, row];
    yield ["issuance/reserve-currencies", currencies.value];
    yield* redemptionRows(model);
    if (totals.value !== undefined) yield ["issuance/junior-totals", totals.value];
    for (const [account, holding] of holdings.entries()) yield [`issuance/junior-holding/${account}`, holding];
    for (const [series, row] of ended.entries()) yield [`issuance/junior-series/${padded(series)}`, row];
  },
};
