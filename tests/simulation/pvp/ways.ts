// The ways through the ledger: which messages begin, finish, give up and forge a bundle of each path.
import { sha256 } from "#src/crypto/sha256.ts";
import { bundleIdOf } from "#src/modules/netting/rules.ts";
import { agent, names } from "./setting.ts";
import type { Bundle, Leg, Path } from "./terms.ts";
import type { Message } from "./transactions.ts";

export interface Way {
  readonly open: (bundle: Bundle) => readonly Message[];
  /** Settles what was opened; absent where opening settles. */
  readonly close?: (bundle: Bundle) => readonly Message[];
  readonly cancel?: (bundle: Bundle) => readonly Message[];
  /** Something like `close` that must be refused: another body under the bundle's name, or by somebody else. */
  readonly forged?: (bundle: Bundle) => readonly Message[];
}

const account = (alias: string) => names.account(alias);

function paymentOf({ currency, to, amount }: Leg) {
  return { currency, to: account(to), amount: BigInt(amount) };
}

function byPayer(legs: readonly Leg[]): Map<string, Leg[]> {
  const payers = new Map<string, Leg[]>();
  for (const leg of legs) payers.set(leg.from, [...(payers.get(leg.from) ?? []), leg]);
  return payers;
}

const pay: Way = {
  open: ({ legs }) => legs.map((leg) => ({ actor: leg.from, type: "settlement/pay", content: paymentOf(leg) })),
};

const settleLegs: Way = {
  open: ({ legs }) =>
    [...byPayer(legs)].map(([actor, own]) => ({
      actor,
      type: "settlement/settleLegs",
      content: { legs: own.map(paymentOf) },
    })),
};

/** Thirty-two bytes that only the bundle's parties know before they are shown. */
function preimageOf(index: number): Uint8Array {
  const preimage = new Uint8Array(32);
  new DataView(preimage.buffer).setUint32(0, index);
  return preimage;
}

function lockedBy({ legs, expiresMs }: Bundle, terms: object): Message[] {
  return legs.map((leg) => ({
    actor: leg.from,
    type: "settlement/lockFunds",
    content: { ...paymentOf(leg), expiresMs, ...terms },
  }));
}

const fulfil = (actor: string, lock: number, rest: object = {}): Message => ({
  actor,
  type: "settlement/fulfilLock",
  content: { lock, ...rest },
});

/** A payee gives its side up, so that the bundle cannot settle any more. */
const cancelLocks = ({ legs, locks }: Bundle): Message[] =>
  [locks[0]].flatMap((lock) =>
    lock === undefined ? [] : [{ actor: legs[0]?.to ?? "", type: "settlement/cancelLock", content: { lock } }],
  );

const agentLocks: Way = {
  open: (bundle) => lockedBy(bundle, { fulfiller: account(agent) }),
  close: ({ locks }) => locks.map((lock) => fulfil(agent, lock)),
  cancel: cancelLocks,
  forged: ({ legs, locks }) => locks.map((lock, at) => fulfil(legs[at]?.to ?? "", lock)),
};

const hashLocks: Way = {
  open: (bundle) => lockedBy(bundle, { condition: sha256(preimageOf(bundle.index)) }),
  close: ({ index, legs, locks }) =>
    locks.map((lock, at) => fulfil(legs[at]?.to ?? "", lock, { preimage: preimageOf(index) })),
  cancel: cancelLocks,
  forged: ({ index, legs, locks }) =>
    locks.map((lock, at) => fulfil(legs[at]?.to ?? "", lock, { preimage: preimageOf(index + (at === 0 ? 0 : 1)) })),
};

function termsOf({ index, legs, expiresMs = 0 }: Bundle, raised = 0) {
  return {
    legs: legs.map(({ from, to, currency, amount }) => ({
      from: account(from),
      to: account(to),
      currency,
      amount: BigInt(amount + raised),
    })),
    priority: index % 5 === 0 ? ("urgent" as const) : ("normal" as const),
    expiresMs,
    endToEndId: `B${index}`,
  };
}

const proposerOf = ({ legs }: Bundle): string => legs[0]?.from ?? "";
const othersOf = (bundle: Bundle) => [...byPayer(bundle.legs).keys()].filter((payer) => payer !== proposerOf(bundle));
const idOf = (bundle: Bundle, raised = 0) =>
  bundleIdOf({ proposer: account(proposerOf(bundle)), ...termsOf(bundle, raised) });

const propose = (bundle: Bundle): Message => ({
  actor: proposerOf(bundle),
  type: "netting/proposeBundle",
  content: termsOf(bundle),
});

function confirm(bundle: Bundle, raised = 0): Message[] {
  const content = { bundle: idOf(bundle, raised) };
  return othersOf(bundle).map((actor) => ({ actor, type: "netting/confirmBundle", content }));
}

/** Withdraws the proposal, or takes the item out of the queues once all have confirmed. */
function giveUp(bundle: Bundle): Message[] {
  const actor = othersOf(bundle)[0] ?? "";
  if (bundle.item !== undefined) return [{ actor, type: "netting/cancelItem", content: { item: bundle.item } }];
  return [{ actor, type: "netting/withdrawBundle", content: { bundle: idOf(bundle) } }];
}

const bundle: Way = {
  open: (terms) => [propose(terms)],
  close: (terms) => confirm(terms),
  cancel: giveUp,
  forged: (terms) => confirm(terms, 1),
};

const jointBundle: Way = { open: (terms) => [propose(terms), ...confirm(terms)], cancel: giveUp };

function quoteMessage(type: string, actor: string, quote: number | undefined): Message[] {
  return quote === undefined ? [] : [{ actor, type, content: { quote } }];
}

const quote: Way = {
  open: ({ legs }) =>
    legs.slice(0, 1).map(({ from, to, currency, amount }) => ({
      actor: from,
      type: "fx/takeQuote",
      content: {
        ...{ corridor: "silk-road", kind: "interbank", purpose: "TREA", fixed: "source", payee: account(to) },
        ...{ source: currency, destination: legs[1]?.currency ?? "", amount: BigInt(amount) },
      },
    })),
  close: (terms) => quoteMessage("fx/executeQuote", proposerOf(terms), terms.quote),
  cancel: (terms) => quoteMessage("fx/cancelQuote", proposerOf(terms), terms.quote),
  forged: (terms) => quoteMessage("fx/executeQuote", terms.legs[0]?.to ?? "", terms.quote),
};

export const ways: Readonly<Record<Path, Way>> = {
  ...{ pay, settleLegs, agentLocks, hashLocks, bundle, jointBundle },
  ...{ oneHopQuote: quote, twoHopQuote: quote },
};
