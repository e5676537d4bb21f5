// What the module `netting` must do: queues, bundles, what payers keep back, and the end of each block.
import { accountsOf, isOpen, judgeCurrency, judgeHolder, judgePayee, judgePayer, supplyOf } from "./accounts/book.ts";
import { byText } from "./arithmetic.ts";
import { hasRole } from "./authority/book.ts";
import { payFirst } from "./intraday-credit/lending.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import {
  bundleOf,
  canMove,
  finishSet,
  type Item,
  type Leg,
  type Limits,
  legsAgainst,
  nettingOf,
  openLegs,
  type Proposal,
  payersOf,
  placesOf,
  settleItem,
  shortPlaces,
} from "./netting/book.ts";
import { resolveQueues } from "./netting/resolving.ts";
import { nettingRows } from "./netting/rows.ts";
import { parameterNumber } from "./parameters/book.ts";

const amountMost = 2n ** 96n - 1n;

function judgeTerms(model: Model, { legs, expiresMs }: Item, grounds: Grounds): void {
  grounds.when(expiresMs <= model.timeMs, "netting/expiryPassed");
  grounds.when(expiresMs > model.timeMs + parameterNumber(model, "netting.itemMsMost"), "netting/expiryTooLate");
  for (const { from, to, currency, amount } of legs) {
    grounds.when(from === to, "netting/payeeIsPayer");
    judgeHolder(model, from, grounds);
    judgeCurrency(model, currency, grounds);
    judgePayer(model, currency, from, 0n, grounds);
    judgeHolder(model, to, grounds);
    judgePayee(model, currency, to, grounds);
    grounds.when(amount > supplyOf(model, currency), "netting/amountAboveSupply");
  }
}

const isBank = (model: Model, account: string) =>
  hasRole(model, account, "participant-bank") || hasRole(model, account, "issuer");

function judgeShare(model: Model, account: string, legs: number, grounds: Grounds): void {
  const share = parameterNumber(model, "netting.accountLegsMost") * (isBank(model, account) ? 8 : 1);
  grounds.when(legsAgainst(model, account) + legs > share, "netting/tooManyOwnItems");
}

function judgeRoom(model: Model, actor: string, { legs }: Item, grounds: Grounds): void {
  const all = parameterNumber(model, "netting.legsMost");
  const most = isBank(model, actor) ? all : Math.floor(all / 2);
  judgeShare(model, actor, legs.length, grounds);
  grounds.when(openLegs(model) + legs.length > most, "netting/tooManyItems");
}

const queued = (model: Model, place: string) =>
  nettingOf(model)
    .items.values()
    .filter((item) => placesOf(item).includes(place));

function settlesAtOnce(model: Model, item: Item): boolean {
  const isHeld = placesOf(item).some((place) =>
    queued(model, place).some(({ priority }) => priority === "urgent" || item.priority === "normal"),
  );
  return !isHeld && canMove(model, item) && shortPlaces(model, [item]).length === 0;
}

function judgeEntry(model: Model, item: Item, grounds: Grounds): void {
  if (settlesAtOnce(model, item)) return;
  const most = parameterNumber(model, "netting.queueItemsMost");
  for (const place of placesOf(item)) grounds.when(queued(model, place).length >= most, "netting/queueFull");
  const waiting = nettingOf(model)
    .items.values()
    .flatMap(({ legs }) => legs);
  for (const currency of new Set(item.legs.map((leg) => leg.currency))) {
    const legs = [...waiting, ...item.legs].filter((leg) => leg.currency === currency);
    const sum = legs.reduce((total, { amount }) => total + amount, 0n);
    grounds.when(sum > amountMost, "netting/queuedTooMuch");
  }
}

/** The grounds against an item that is handed in now by somebody who needs a place for it. */
function judgeSubmission(model: Model, actor: string, item: Item, grounds: Grounds): void {
  judgeTerms(model, item, grounds);
  if (grounds.any) return;
  judgeEntry(model, item, grounds);
  if (!settlesAtOnce(model, item)) judgeRoom(model, actor, item, grounds);
}

function enter(model: Model, terms: Item) {
  const item = { ...terms, enteredMs: model.timeMs };
  const { items, given, itemExpiries, itemsQueued, rest } = nettingOf(model);
  const settled = settlesAtOnce(model, item);
  given.value += 1;
  if (settled) {
    settleItem(model, item, "entry");
    finishSet(model, [item]);
  } else {
    items.set(given.value, item);
    const expiry = { dueMs: item.expiresMs, sequence: itemsQueued.value, item: given.value };
    itemExpiries.value = [...itemExpiries.value, expiry];
    itemsQueued.value += 1;
    rest.value = undefined;
  }
  return { item: given.value, settled };
}

type Payment = Omit<Leg, "from"> & Omit<Item, "legs">;
const itemOf = (from: string, { to, currency, amount, ...terms }: Payment): Item => ({
  legs: [{ from, to, currency, amount }],
  ...terms,
});

const queuePayment = modelMessage<Payment>({
  judge: (model, actor, payment, grounds) => judgeSubmission(model, actor, itemOf(actor, payment), grounds),
  apply: (model, actor, payment) => enter(model, itemOf(actor, payment)),
});

const proposeBundle = modelMessage<Item>({
  judge(model, actor, terms, grounds) {
    const payers = payersOf(terms);
    grounds.when(!payers.includes(actor), "netting/notPayer");
    if (payers.length === 1) {
      judgeSubmission(model, actor, terms, grounds);
      return;
    }
    judgeTerms(model, terms, grounds);
    const { proposals } = nettingOf(model);
    grounds.when(proposals.has(bundleOf(actor, terms)), "netting/bundleOpen");
    const own = proposals.values().filter(({ proposer }) => proposer === actor);
    grounds.when(own.length >= parameterNumber(model, "netting.proposalsMost"), "netting/tooManyProposals");
    judgeRoom(model, actor, terms, grounds);
  },
  apply(model, actor, terms) {
    const bundle = bundleOf(actor, terms);
    const payers = payersOf(terms);
    if (payers.length === 1) return { bundle, ...enter(model, terms) };
    const { proposals, proposalExpiries, proposalsMade } = nettingOf(model);
    proposals.set(bundle, { proposer: actor, ...terms, waitsFor: payers.filter((payer) => payer !== actor) });
    const expiry = { dueMs: terms.expiresMs, sequence: proposalsMade.value, item: bundle };
    proposalExpiries.value = [...proposalExpiries.value, expiry];
    proposalsMade.value += 1;
    return { bundle, settled: false };
  },
});

const ownItem = ({ proposer: _, waitsFor: __, ...item }: Proposal): Item => item;

function judgeProposal(model: Model, actor: string, bundle: string, grounds: Grounds): Proposal | undefined {
  const proposal = nettingOf(model).proposals.get(bundle);
  if (grounds.when(proposal === undefined, "netting/unknownBundle") || proposal === undefined) return undefined;
  grounds.when(!payersOf(proposal).includes(actor), "netting/notPayer");
  return proposal;
}

const confirmBundle = modelMessage<{ readonly bundle: string }>({
  judge(model, actor, { bundle }, grounds) {
    const proposal = judgeProposal(model, actor, bundle, grounds);
    if (proposal === undefined) return;
    grounds.when(!proposal.waitsFor.includes(actor), "netting/alreadyConfirmed");
    grounds.when(proposal.expiresMs <= model.timeMs, "netting/expiryPassed");
    if (grounds.any || proposal.waitsFor.length > 1) return;
    judgeEntry(model, ownItem(proposal), grounds);
    if (settlesAtOnce(model, ownItem(proposal))) return;
    for (const payer of payersOf(proposal).filter((each) => each !== proposal.proposer)) {
      judgeShare(model, payer, proposal.legs.filter(({ from }) => from === payer).length, grounds);
    }
  },
  apply(model, actor, { bundle }) {
    const { proposals } = nettingOf(model);
    const proposal = proposals.at(bundle);
    const waitsFor = proposal.waitsFor.filter((payer) => payer !== actor);
    if (waitsFor.length > 0) {
      proposals.set(bundle, { ...proposal, waitsFor });
      return { settled: false };
    }
    proposals.delete(bundle);
    return enter(model, ownItem(proposal));
  },
});

const withdrawBundle = modelMessage<{ readonly bundle: string }>({
  judge: (model, actor, { bundle }, grounds) => void judgeProposal(model, actor, bundle, grounds),
  apply: (model, _actor, { bundle }) => nettingOf(model).proposals.delete(bundle),
});

function judgeItem(model: Model, actor: string, number: number, grounds: Grounds): Item | undefined {
  const { items, given } = nettingOf(model);
  const item = items.get(number);
  if (item === undefined) {
    grounds.when(true, number <= given.value ? "netting/itemClosed" : "netting/unknownItem");
    return undefined;
  }
  grounds.when(!payersOf(item).includes(actor), "netting/notPayer");
  return item;
}

const cancelItem = modelMessage<{ readonly item: number }>({
  judge: (model, actor, { item }, grounds) => void judgeItem(model, actor, item, grounds),
  apply(model, _actor, { item }) {
    nettingOf(model).items.delete(item);
    nettingOf(model).rest.value = undefined;
  },
});

const changePriority = modelMessage<{ readonly item: number; readonly priority: Item["priority"] }>({
  judge(model, actor, { item: number, priority }, grounds) {
    const item = judgeItem(model, actor, number, grounds);
    if (item === undefined) return;
    grounds.when(payersOf(item).length > 1, "netting/priorityAgreed");
    grounds.when(item.priority === priority, "netting/priorityUnchanged");
  },
  apply(model, _actor, { item: number, priority }) {
    const { items, rest } = nettingOf(model);
    items.set(number, { ...items.at(number), priority });
    rest.value = undefined;
  },
});

const setEarmarks = modelMessage<{ readonly currency: string; readonly direct: bigint; readonly urgent: bigint }>({
  judge: (model, _actor, { currency }, grounds) => void judgeKnown(model, currency, grounds),
  apply(model, actor, { currency, direct, urgent }) {
    const { earmarks, rest } = nettingOf(model);
    if (direct > 0n || urgent > 0n) earmarks.set(`${currency}/${actor}`, { direct, urgent });
    else earmarks.delete(`${currency}/${actor}`);
    rest.value = undefined;
  },
});

/** A currency that there is, paused or not. */
function judgeKnown(model: Model, currency: string, grounds: Grounds): void {
  grounds.when(!accountsOf(model).currencies.has(currency), "accounts/unknownCurrency");
}

interface Limit {
  readonly currency: string;
  readonly counterparty?: string;
}

const limitsOf = (model: Model, currency: string, account: string): Limits =>
  nettingOf(model).limits.get(`${currency}/${account}`) ?? { bilateral: [] };

function putLimits(model: Model, currency: string, account: string, after: Limits): void {
  const { limits, rest } = nettingOf(model);
  if (after.multilateral === undefined && after.bilateral.length === 0) limits.delete(`${currency}/${account}`);
  else limits.set(`${currency}/${account}`, after);
  rest.value = undefined;
}

const setLimit = modelMessage<Limit & { readonly most: bigint }>({
  judge(model, actor, { currency, counterparty }, grounds) {
    judgeKnown(model, currency, grounds);
    if (counterparty === undefined) return;
    grounds.when(counterparty === actor, "netting/counterpartyIsPayer");
    grounds.when(!isOpen(model, counterparty), "accounts/unknownAccount");
    const others = limitsOf(model, currency, actor).bilateral.filter((limit) => limit.counterparty !== counterparty);
    grounds.when(others.length >= 64, "netting/tooManyLimits");
  },
  apply(model, actor, { currency, counterparty, most }) {
    const before = limitsOf(model, currency, actor);
    if (counterparty === undefined) {
      putLimits(model, currency, actor, { ...before, multilateral: { most, used: 0n } });
      return;
    }
    const others = before.bilateral.filter((limit) => limit.counterparty !== counterparty);
    const bilateral = [...others, { counterparty, most, used: 0n }];
    bilateral.sort((left, right) => byText(left.counterparty, right.counterparty));
    putLimits(model, currency, actor, { ...before, bilateral });
  },
});

const removeLimit = modelMessage<Limit>({
  judge(model, actor, { currency, counterparty }, grounds) {
    const { multilateral, bilateral } = limitsOf(model, currency, actor);
    const isSet =
      counterparty === undefined
        ? multilateral !== undefined
        : bilateral.some((limit) => limit.counterparty === counterparty);
    grounds.when(!isSet, "netting/unknownLimit");
  },
  apply(model, actor, { currency, counterparty }) {
    const { multilateral: _, bilateral } = limitsOf(model, currency, actor);
    const before = limitsOf(model, currency, actor);
    const others = bilateral.filter((limit) => limit.counterparty !== counterparty);
    putLimits(model, currency, actor, counterparty === undefined ? { bilateral } : { ...before, bilateral: others });
  },
});

const dueMost = 1_000;

/** What is due of a list, oldest first, and what stays on it. */
function split<Of extends { readonly dueMs: number; readonly sequence: number }>(model: Model, list: readonly Of[]) {
  const due = list
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, dueMost);
  return { due, left: list.filter((expiry) => !due.includes(expiry)) };
}

function end(model: Model): void {
  const { items, proposals, itemExpiries, proposalExpiries, rest } = nettingOf(model);
  const expired = split(model, itemExpiries.value);
  if (expired.due.length > 0) itemExpiries.value = expired.left;
  for (const { item } of expired.due) {
    if (!items.has(item)) continue;
    items.delete(item);
    rest.value = undefined;
  }
  const lapsed = split(model, proposalExpiries.value);
  if (lapsed.due.length > 0) proposalExpiries.value = lapsed.left;
  for (const { item } of lapsed.due) proposals.delete(item);
  payFirst(model, (place) => nettingOf(model).earmarks.get(place)?.direct ?? 0n);
  resolveQueues(model);
}

export const model: ModuleModel = {
  messages: {
    ...{ queuePayment, proposeBundle, confirmBundle, withdrawBundle, cancelItem, changePriority },
    ...{ setEarmarks, setLimit, removeLimit },
  },
  end,
  *moments(model) {
    const { items, proposals } = nettingOf(model);
    for (const { expiresMs } of [...items.values(), ...proposals.values()]) yield expiresMs;
  },
  /** Heaps and a list without gaps may hold their entries in several orders. */
  unordered: [
    "netting/item-expiry/entry/",
    "netting/proposal-expiry/entry/",
    "netting/held-queue/",
    "netting/held-queue-place/",
  ],
  rows: nettingRows,
};
