// Traffic of the module `payments`: prepared, taken up, accepted, refused, forgotten, recalled and returned.
import { balanceOf } from "../model/accounts/book.ts";
import { corridorsOf, zonesIn } from "../model/corridors/book.ts";
import { fxOf, type Quote } from "../model/fx/book.ts";
import { isUndecided, type Payment, paymentsOf } from "../model/payments/book.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { pairOf, purposeOf } from "./corridors.ts";
import { withFeeMost } from "./fx.ts";

const kinds = ["travelRule", "payeeConfirmation", "sanctionsScreening"];
const hourMs = 3_600_000;

const uetrFrom = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, "hex"));

/** What the ledger carries and reads nothing into. */
function references({ random }: World): object {
  return {
    ...(random.percent(20) ? { endToEndId: `INV-${random.below(10_000)}` } : {}),
    ...(random.percent(10) ? { remittanceHash: random.bytes(32) } : {}),
    ...(random.percent(10) ? { customerHash: random.bytes(32) } : {}),
  };
}

/** What the corridor asks for, mostly. */
function attestations(world: World, corridor: string, kind: "customer" | "interbank"): object[] {
  const { random, model } = world;
  const asked = paymentsOf(model).required.get(corridor)?.[kind] ?? [];
  const brought = random.percent(92) ? asked : kinds.slice(0, random.below(3));
  return brought.map((each) => ({ kind: each, hash: random.bytes(32) }));
}

const isFree = ({ boundTo }: Quote) => boundTo === undefined;

function byQuote(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const open = fxOf(model).quotes.entries();
  const found = random.pickMaybe(random.percent(94) ? open.filter(([, quote]) => isFree(quote)) : open);
  if (found === undefined) return undefined;
  const [quote, { corridor, payee, kind, purpose, payer, expiresMs }] = found;
  const lifeMs = random.percent(70)
    ? expiresMs
    : random.percent(80)
      ? timeMs + random.between(1, 60_000)
      : expiresMs + 1;
  const known = kind as "customer" | "interbank";
  const terms = { corridor, payee, kind, purpose: random.percent(97) ? purpose : "SALA", quote, expiresMs: lifeMs };
  const more = { ...references(world), attestations: attestations(world, corridor, known) };
  return { actor: payer, content: { uetr: random.bytes(16), ...terms, ...more } };
}

function inOneCurrency(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const pair = pairOf(world);
  if (pair === undefined) return undefined;
  const { corridor, payer, payee } = pair;
  const { participants } = corridorsOf(model);
  const usable = zonesIn(model, corridor).filter(
    (currency) => balanceOf(model, currency, payer) > 0n && participants.has(`${currency}/${payee}`),
  );
  const currency = random.pickMaybe(usable);
  if (currency === undefined) return undefined;
  const held = balanceOf(model, currency, payer);
  const amount = random.percent(92) ? held / random.bigBetween(50n, 5_000n) || 1n : world.amount(held);
  const lifeMs = random.percent(94) ? random.spread(30_000, 4 * hourMs) : random.pick([0, 4 * hourMs + 1]);
  const kind = random.pick(["customer", "interbank"] as const);
  const money = { currency, amount };
  const terms = { corridor, payee, kind, purpose: purposeOf(world, corridor), expiresMs: timeMs + lifeMs };
  const means = random.percent(98) ? { money } : random.pick([{}, { money, quote: 1 }]);
  const more = { ...references(world), attestations: attestations(world, corridor, kind) };
  return { actor: payer, content: { uetr: random.bytes(16), ...terms, ...means, ...more } };
}

/** Now and then what was said before, or something else under the same UETR. */
function preparePayment(world: World): Draft | undefined {
  const { random, model } = world;
  const fresh = random.percent(45) ? byQuote(world) : inOneCurrency(world);
  const known = random.pickMaybe(paymentsOf(model).payments.entries());
  if (known === undefined || random.percent(92)) {
    const draft = fresh ?? inOneCurrency(world);
    return draft === undefined || random.percent(90) ? draft : withFeeMost(world, draft);
  }
  const [digits, { payer, terms }] = known;
  const content = random.percent(50) ? terms : { ...terms, purpose: "SALA" };
  return { actor: random.percent(90) ? payer : world.someone(), content: { uetr: uetrFrom(digits), ...content } };
}

/** A payment of which something can be said, with who may say it. */
function said(
  world: World,
  side: "payer" | "payee",
  isFit: (payment: Payment) => boolean,
  more: (payment: Payment) => object = () => ({}),
): Draft | undefined {
  const { random, model, timeMs } = world;
  const all = paymentsOf(model).payments.entries();
  if (random.percent(3)) return { actor: world.someone(), content: { uetr: random.bytes(16), ...more(noPayment) } };
  const due = all.filter(([, { state, terms }]) => isUndecided(state) && terms.expiresMs === timeMs);
  const fit = all.filter(([, payment]) => isFit(payment));
  const found = random.pickMaybe(due.length > 0 && random.percent(50) ? due : random.percent(90) ? fit : all);
  if (found === undefined) return undefined;
  const [digits, payment] = found;
  const party = side === "payer" ? payment.payer : payment.terms.payee;
  const actor = random.percent(94) ? party : world.someone();
  return { actor, content: { uetr: uetrFrom(digits), ...more(payment) } };
}

/** What something is said of that nobody prepared. */
const noPayment = { destination: { currency: "CNY", amount: 1n }, returned: 0n } as Payment;

const isOpen = ({ state }: Payment) => isUndecided(state);
const isSettled = ({ state }: Payment) => state === "settled";
const reason = ({ random }: World) => ({ reason: random.pick(["AC04", "FOCR", "DUPL", "NARR"]) });

/** Most payments come to an end in another way. */
const seldom = (world: World, draft: () => Draft | undefined) => (world.random.percent(50) ? draft() : undefined);

function returning(world: World, { destination, returned }: Payment): object {
  const { random } = world;
  const left = destination.amount - returned;
  const amount = random.percent(45)
    ? left || 1n
    : random.percent(60)
      ? left / 10n || 1n
      : left + random.bigBetween(0n, 1n) || 1n;
  return { amount, ...reason(world) };
}

function setStandingAcceptance(world: World): Draft | undefined {
  const { random, model } = world;
  const [corridor = "", member = ""] = random.pick(corridorsOf(model).members.keys()).split("/");
  const actor = random.percent(92) ? member : world.someone();
  // Most payments wait for their payee.
  const accepts = () => random.percent(20);
  return { actor, content: { corridor, customer: accepts(), interbank: accepts() } };
}

function setRequiredAttestations(world: World): Draft | undefined {
  const { random, model } = world;
  const found = random.pickMaybe(corridorsOf(model).corridors.entries());
  if (found === undefined) return undefined;
  const [corridor, { operator }] = found;
  const some = () => random.shuffle(kinds).slice(0, random.below(3));
  const actor = random.percent(92) ? operator : world.someone();
  return {
    actor,
    content: { corridor: random.percent(97) ? corridor : "nowhere", customer: some(), interbank: some() },
  };
}

export const traffic: Traffic = {
  preparePayment: { weight: 10, draft: preparePayment },
  acceptPayment: { weight: 6, draft: (world) => said(world, "payee", isOpen) },
  pendPayment: {
    weight: 2,
    draft: (world) =>
      said(world, "payee", isOpen, () => ({
        as: world.random.pick(["pending", "acceptedNotPosted"]),
        ...(world.random.percent(50) ? reason(world) : {}),
      })),
  },
  rejectPayment: {
    weight: 1,
    draft: (world) =>
      seldom(world, () =>
        said(world, "payee", isOpen, () => ({ as: world.random.pick(["rejected", "blocked"]), ...reason(world) })),
      ),
  },
  cancelPayment: { weight: 1, draft: (world) => seldom(world, () => said(world, "payer", isOpen)) },
  requestRecall: {
    weight: 2,
    draft: (world) =>
      said(
        world,
        "payer",
        (each) => isSettled(each) && each.recall === undefined,
        () => reason(world),
      ),
  },
  answerRecall: {
    weight: 2,
    draft: (world) =>
      said(
        world,
        "payee",
        ({ recall }) => recall !== undefined,
        () => ({
          answer: world.random.pick(["pended", "refused"]),
          ...reason(world),
        }),
      ),
  },
  returnPayment: { weight: 2, draft: (world) => said(world, "payee", isSettled, (each) => returning(world, each)) },
  setStandingAcceptance: { weight: 1, draft: setStandingAcceptance },
  setRequiredAttestations: { weight: 1, draft: setRequiredAttestations },
};
