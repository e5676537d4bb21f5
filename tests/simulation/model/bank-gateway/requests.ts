// Requests of banks and what the reserve agent says of them, as the model judges it.
import { burn, giveBack, issue, judgeCurrency, judgeIssue, judgeTransfer, transfer } from "../accounts/book.ts";
import { sum } from "../arithmetic.ts";
import { corridorsOf } from "../corridors/book.ts";
import { bookAccount } from "../encoding.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { type Asked, gatewayOf, openIn, pledgedBy, type Request, redeemingIn, reservesOf, roomFor } from "./book.ts";
import { judgeChannel, judgeRunning } from "./channels.ts";

export const book = bookAccount("bank-gateway/redemptions");
const waitingMost = 1_024;
const workMost = 256;

export const isBank = (model: Model, currency: string, account: string): boolean => {
  const participant = corridorsOf(model).participants.get(`${currency}/${account}`);
  return participant !== undefined && participant.fromHeight <= model.height;
};

function judgeAsked(model: Model, asked: Asked, grounds: Grounds): void {
  const { currency, bank, amount } = asked;
  const open = openIn(model, currency).filter((request) => request.bank === bank).length;
  grounds.when(open >= parameterNumber(model, "bank-gateway.requestsMost"), "bank-gateway/tooManyRequests");
  for (const whose of ["bank", "all"] as const) {
    grounds.when(amount > roomFor(model, asked, whose).most, "bank-gateway/amountTooLarge");
  }
}

const isUsed = (model: Model, currency: string, reference: string) =>
  gatewayOf(model).receipts.has(`${currency}/${reference}`);

function pass(model: Model, { currency, kind, bank, amount }: Asked, whose: "bank" | "all"): void {
  const { flows } = gatewayOf(model);
  const key = whose === "all" ? currency : `${currency}/${bank}`;
  const sums = { inflow: kind === "issuance" ? amount : 0n, outflow: kind === "issuance" ? 0n : amount };
  flows.set(key, [...(flows.get(key) ?? []), { atMs: model.timeMs, ...sums }]);
}

function open(
  model: Model,
  { currency, ...asked }: Asked & { readonly status: Request["status"]; readonly reference?: string },
) {
  const { channels, requests, dues, noted } = gatewayOf(model);
  const number = channels.at(currency).requests + 1;
  const expiresMs = model.timeMs + parameterNumber(model, "bank-gateway.requestMs");
  channels.set(currency, { ...channels.at(currency), requests: number });
  requests.set(`${currency}/${number}`, { ...asked, requestedMs: model.timeMs, expiresMs });
  dues.value = [...dues.value, { dueMs: expiresMs, sequence: noted.value, item: { currency, request: number } }];
  noted.value += 1;
  return { request: number, status: asked.status, expiresMs };
}

interface Pledge {
  readonly currency: string;
  readonly amount: bigint;
  readonly reference: string;
}

const requestIssuance = modelMessage<Pledge>({
  judge(model, bank, { currency, amount, reference }, grounds) {
    if (judgeRunning(model, currency, grounds) === undefined) return;
    grounds.when(!isBank(model, currency, bank), "bank-gateway/notBank");
    judgeAsked(model, { currency, kind: "issuance", bank, amount }, grounds);
    grounds.when(isUsed(model, currency, reference), "bank-gateway/referenceUsed");
  },
  apply: (model, bank, pledge) => open(model, { ...pledge, kind: "issuance", bank, status: "open" }),
});

const lineOf = (model: Model, currency: string) => gatewayOf(model).lines.get(currency) ?? { first: 0, list: [] };

const mustWait = (model: Model, asked: Asked) =>
  lineOf(model, asked.currency).list.length > 0 || roomFor(model, asked, "all").left < asked.amount;

const requestRedemption = modelMessage<Omit<Pledge, "reference">>({
  judge(model, bank, { currency, amount }, grounds) {
    if (judgeRunning(model, currency, grounds) === undefined) return;
    const asked = { currency, kind: "redemption", bank, amount } as const;
    if (!isBank(model, currency, bank)) {
      const pledged = pledgedBy(model, currency, bank, "issuance");
      grounds.when(pledged === 0n, "bank-gateway/notBank");
      const own = openIn(model, currency).filter((one) => one.bank === bank && one.kind === "redemption");
      const gone = pledgedBy(model, currency, bank, "redemption") + sum(own.map((one) => one.amount));
      grounds.when(pledged > 0n && gone + amount > pledged, "bank-gateway/pledgesShort");
    }
    judgeAsked(model, asked, grounds);
    const left = reservesOf(model, currency) - redeemingIn(model, currency);
    grounds.when(amount > left, "bank-gateway/reservesShort");
    grounds.when(roomFor(model, asked, "bank").left < amount, "bank-gateway/throttled");
    const isFull = lineOf(model, currency).list.length >= waitingMost;
    grounds.when(mustWait(model, asked) && isFull, "bank-gateway/queueFull");
    judgeTransfer(model, { currency, from: bank, to: book, amount }, grounds);
  },
  apply(model, bank, { currency, amount }) {
    const { lines, waiting } = gatewayOf(model);
    const asked = { currency, kind: "redemption", bank, amount } as const;
    const waits = mustWait(model, asked);
    transfer(model, { currency, from: bank, to: book, amount });
    pass(model, asked, "bank");
    if (!waits) pass(model, asked, "all");
    const opened = open(model, { ...asked, status: waits ? "waiting" : "open" });
    if (waits) {
      const { first, list } = lineOf(model, currency);
      if (list.length === 0) waiting.value = [...waiting.value, currency];
      lines.set(currency, { first, list: [...list, opened.request] });
    }
    return opened;
  },
});

interface OfRequest {
  readonly currency: string;
  readonly request: number;
}

function judgeRequest(model: Model, actor: string, named: OfRequest, grounds: Grounds): Request | undefined {
  const { currency, request: number } = named;
  const channel = judgeChannel(model, currency, grounds);
  if (channel === undefined) return undefined;
  grounds.when(channel.agent !== actor, "bank-gateway/notAgent");
  const request = gatewayOf(model).requests.get(`${currency}/${number}`);
  const why = number <= channel.requests ? "requestEnded" : "unknownRequest";
  grounds.when(request === undefined, `bank-gateway/${why}`);
  return request;
}

const judgeInTime = (model: Model, { expiresMs }: Request, grounds: Grounds) =>
  grounds.when(model.timeMs >= expiresMs, "bank-gateway/requestExpired");

type Attested = OfRequest & { readonly reference: string };

function settle(model: Model, { currency, request: number, reference }: Attested): void {
  const { requests, receipts } = gatewayOf(model);
  const { kind, bank, amount } = requests.at(`${currency}/${number}`);
  requests.delete(`${currency}/${number}`);
  receipts.set(`${currency}/${reference}`, { kind, request: number, bank, amount, atMs: model.timeMs });
}

const confirmIssuance = modelMessage<Attested>({
  judge(model, actor, attested, grounds) {
    const { currency, reference } = attested;
    judgeRunning(model, currency, grounds);
    const request = judgeRequest(model, actor, attested, grounds);
    if (request === undefined || grounds.when(request.kind !== "issuance", "bank-gateway/requestUnfit")) return;
    judgeInTime(model, request, grounds);
    grounds.when(request.reference !== reference, "bank-gateway/referenceOther");
    grounds.when(isUsed(model, currency, reference), "bank-gateway/referenceUsed");
    for (const whose of ["bank", "all"] as const) {
      const { most, left } = roomFor(model, { ...request, currency }, whose);
      grounds.when(request.amount > most, "bank-gateway/amountTooLarge");
      grounds.when(request.amount > left, "bank-gateway/throttled");
    }
    judgeIssue(model, currency, request.bank, request.amount, grounds);
  },
  apply(model, _actor, attested) {
    const { currency } = attested;
    const request = gatewayOf(model).requests.at(`${currency}/${attested.request}`);
    issue(model, currency, request.bank, request.amount);
    for (const whose of ["bank", "all"] as const) pass(model, { ...request, currency }, whose);
    settle(model, attested);
  },
});

const startPayout = modelMessage<OfRequest>({
  judge(model, actor, named, grounds) {
    judgeRunning(model, named.currency, grounds);
    const request = judgeRequest(model, actor, named, grounds);
    if (request === undefined) return;
    grounds.when(request.kind !== "redemption" || request.status !== "open", "bank-gateway/requestUnfit");
    judgeInTime(model, request, grounds);
  },
  apply(model, _actor, { currency, request }) {
    const { requests } = gatewayOf(model);
    const key = `${currency}/${request}`;
    requests.set(key, { ...requests.at(key), status: "paying" });
  },
});

const confirmPayout = modelMessage<Attested>({
  judge(model, actor, attested, grounds) {
    const request = judgeRequest(model, actor, attested, grounds);
    if (request === undefined) return;
    grounds.when(request.status !== "paying", "bank-gateway/requestUnfit");
    grounds.when(isUsed(model, attested.currency, attested.reference), "bank-gateway/referenceUsed");
    judgeCurrency(model, attested.currency, grounds);
  },
  apply(model, _actor, attested) {
    const { currency, request } = attested;
    burn(model, currency, book, gatewayOf(model).requests.at(`${currency}/${request}`).amount);
    settle(model, attested);
  },
});

function putBack(model: Model, { currency, request }: OfRequest): void {
  const { requests } = gatewayOf(model);
  const { kind, bank, amount } = requests.at(`${currency}/${request}`);
  if (kind === "redemption") giveBack(model, { currency, from: book, to: bank, amount });
  requests.delete(`${currency}/${request}`);
}

const rejectRequest = modelMessage<OfRequest>({
  judge(model, actor, named, grounds) {
    judgeRequest(model, actor, named, grounds);
  },
  apply: (model, _actor, named) => putBack(model, named),
});

/** Before a block's transactions: ends, then the lines. */
export function beginRequests(model: Model): void {
  const { dues, requests, lines, waiting } = gatewayOf(model);
  const taken = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, workMost);
  if (taken.length > 0) dues.value = dues.value.filter((due) => !taken.includes(due));
  for (const { item } of taken) {
    const { status } = requests.get(`${item.currency}/${item.request}`) ?? { status: "paying" };
    if (status !== "paying") putBack(model, item);
  }
  const share = Math.max(1, Math.floor(workMost / waiting.value.length));
  for (const currency of waiting.value) {
    const { first, list } = lineOf(model, currency);
    let gone = 0;
    for (const number of list.slice(0, share)) {
      const request = requests.get(`${currency}/${number}`);
      if (request !== undefined) {
        const asked = { ...request, currency };
        if (roomFor(model, asked, "all").left < request.amount) break;
        pass(model, asked, "all");
        requests.set(`${currency}/${number}`, { ...request, status: "open" });
      }
      gone += 1;
    }
    if (gone === list.length) lines.delete(currency);
    else if (gone > 0) lines.set(currency, { first: first + gone, list: list.slice(gone) });
  }
  if (waiting.value.length > 0) waiting.value = waiting.value.filter((currency) => lines.has(currency));
}

export const requestMessages = {
  ...{ requestIssuance, confirmIssuance, requestRedemption, startPayout, confirmPayout, rejectRequest },
};
