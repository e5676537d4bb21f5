// The life of a payment: prepared with everything locked, taken up, settled or void for all legs together, and recalled.
import { randomUUID } from "node:crypto";
import { hexToBytes } from "#src/crypto/hex.ts";
import type { ResultOf } from "#src/sdk/definitions.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs, until } from "../clock.ts";
import { type Asking, rates, viaKdg, viaYuan } from "./exchange.ts";
import { type Exchange, feeOf, waysOf } from "./exchangeApart.ts";
import { decimalsOf, operator, shown } from "./setting.ts";
import { sealForBoth } from "./travelRule.ts";

const { preparePayment, pendPayment, acceptPayment, rejectPayment } = messages.payments;
const { requestRecall, answerRecall, returnPayment } = messages.payments;
const customer = { kind: "customer", purpose: "GDDS" } as const;
type Attestations = readonly { readonly kind: "travelRule"; readonly hash: Uint8Array }[];

/** How long the payee of a payment may say nothing: longer than a loaded network needs to take it in. */
const patienceMs = 20_000;

/** A payment of the demo, with what it should come to. */
interface Prepared {
  readonly asking: Asking;
  readonly uetr: Uint8Array;
  readonly text: string;
  readonly way: readonly Exchange[];
  readonly paid: bigint;
  readonly fee: bigint;
  readonly delivered: bigint;
  readonly expiresMs: number;
}

const hop = ({ provider, from, to }: Exchange) => [`${provider} ${from}`, `${provider} ${to}`];

/** Everybody's balance that a payment may move, by `who currency`. */
async function balancesOf(cast: Cast, { payer, payee, source, destination }: Asking): Promise<Map<string, bigint>> {
  const [way = []] = waysOf(rates, { ...viaYuan, source, destination }, decimalsOf);
  const keys = [`${payer} ${source}`, `${payee} ${destination}`, `${operator} ${source}`, ...way.flatMap(hop)];
  const amounts = await Promise.all(keys.map((key) => cast.balance(...(key.split(" ") as [string, string]))));
  return new Map(keys.map((key, at) => [key, amounts[at] ?? 0n]));
}

/** What has moved between two readings, without what has not. */
function movedBy(before: ReadonlyMap<string, bigint>, after: ReadonlyMap<string, bigint>): string {
  return [...after]
    .map(([key, amount]) => [key, amount - (before.get(key) ?? 0n)] as const)
    .filter(([, moved]) => moved !== 0n)
    .map(([key, moved]) => `${key} ${moved}`)
    .sort()
    .join("; ");
}

const movesOf = (moves: readonly (readonly [who: string, currency: string, amount: bigint])[]): string =>
  moves
    .map(([who, currency, amount]) => `${who} ${currency} ${amount}`)
    .sort()
    .join("; ");

type Status = ResultOf<"payments/status">;
const codesOf = ({ code, reason, recallCode }: Status) =>
  [code, reason, recallCode].filter((each) => each !== undefined).join(" ");

/** Says what happened, and that a status report of it would have these codes. */
async function report(cast: Cast, story: Story, { text }: Prepared, what: string, codes: string): Promise<void> {
  const status = await cast.ledger.query("payments/status", { uetr: text });
  story.checkEqual(`${what}: its status`, codesOf(status), codes);
}

/** Takes a quote for a customer and prepares the payment by it: until its expiry, or so soon. */
async function prepare(cast: Cast, asking: Asking, attestations: Attestations, inMs?: number): Promise<Prepared> {
  const { payer, corridor, source, destination, fixed, amount } = asking;
  const payee = cast.account(asking.payee);
  const asked = { corridor, source, destination, fixed, amount: amount.toString(), payee, ...customer };
  const taken = (await cast.send(payer, messages.fx.takeQuote(asked))).answer;
  const expiresMs = inMs === undefined ? taken.expiresMs : (await blockTimeMs(cast.ledger.url)) + inMs;
  const text = randomUUID().replaceAll("-", "");
  const uetr = hexToBytes(text);
  const means = { quote: taken.quote, attestations: [...attestations], endToEndId: "INVOICE-OF-THE-DEMO" };
  await cast.send(payer, preparePayment({ uetr, corridor, payee, ...customer, ...means, expiresMs }));
  const [way = []] = waysOf(rates, asking, decimalsOf);
  const paid = way[0]?.paid ?? 0n;
  return {
    ...{ asking, uetr, text, way, paid, fee: feeOf(paid), delivered: way.at(-1)?.delivered ?? 0n, expiresMs },
  };
}

const lockedOf = async (cast: Cast, currency: string): Promise<bigint> =>
  BigInt((await cast.ledger.query("payments/locked", { currency })).amount);

/** What is gone from everybody while a payment is open: the payer's amount and fee, and what each provider will deliver. */
function lockedMoves({ asking: { payer, source }, paid, fee, way }: Prepared): string {
  const aside = way.map(({ provider, to, delivered }) => [provider, to, -delivered] as const);
  return movesOf([[payer, source, -paid - fee], ...aside]);
}

/** A payment that nobody decides about, and what everybody had before it. */
export interface Forgotten {
  readonly payment: Prepared;
  readonly untouched: ReadonlyMap<string, bigint>;
}

export async function showPayments(cast: Cast, story: Story): Promise<Forgotten> {
  story.chapter("A customer's payment by two exchanges: all legs, or none");
  const untouched = await balancesOf(cast, viaKdg);
  // It waits for its expiry while others have theirs.
  const forgotten = await prepare(cast, viaKdg, [], patienceMs);
  story.say(`    sgd-bank prepares a payment for a customer of idr-bank, who says nothing`);
  const isLocked = movedBy(untouched, await balancesOf(cast, viaKdg)) === lockedMoves(forgotten);
  story.check(`${shown(forgotten.paid, "SGD")}, the fee and what both exchanges deliver are set aside`, isLocked);
  const settled = await showSettled(cast, story);
  await showRejected(cast, story);
  await showRecall(cast, story, settled);
  return { payment: forgotten, untouched };
}

/** No leg is left behind: what its payer locked and what both providers set aside is back. */
export async function showVoid(cast: Cast, story: Story, { payment: forgotten, untouched }: Forgotten): Promise<void> {
  await until("the payment has expired", async () => (await blockTimeMs(cast.ledger.url)) >= forgotten.expiresMs);
  const late = await cast.refusalOf(cast.send("idr-bank", acceptPayment({ uetr: forgotten.uetr })));
  // The block that comes at its expiry refuses it as expired, and makes it void at its end.
  const isLate = late === "payments/expiryReached" || late === "payments/paymentClosed";
  story.check(`idr-bank is too late to accept (${late})`, isLate);
  await report(cast, story, forgotten, "sgd-bank's payment of before is void for all legs together", "RJCT AB03");
  const isBack = movedBy(untouched, await balancesOf(cast, viaKdg)) === "";
  story.check("everybody has what they had before it", isBack);
}

async function showSettled(cast: Cast, story: Story): Promise<Prepared> {
  const before = await balancesOf(cast, viaYuan);
  const [best = []] = waysOf(rates, viaYuan, decimalsOf);
  const sealed = await sealForBoth(cast, viaYuan, best.at(-1)?.delivered ?? 0n);
  story.check(`who pays whom is sealed to both banks (${sealed.bytes} bytes), and both can read it`, sealed.isRead);
  const payment = await prepare(cast, viaYuan, [{ kind: "travelRule", hash: sealed.hash }]);
  const { asking, uetr, text, paid, fee, delivered, way } = payment;
  const { payer, payee, source, destination } = asking;
  const known = await cast.ledger.query("payments/payment", { uetr: text });
  story.checkEqual("what the ledger has of it, its hash alone,", known.terms.attestations[0]?.hash, sealed.hashText);
  await report(cast, story, payment, `${payer} prepares ${shown(paid, source)} for ${payee}`, "ACSP");
  story.check(
    `${shown(paid + fee, source)} are locked, and what both exchanges deliver is set aside`,
    movedBy(before, await balancesOf(cast, asking)) === lockedMoves(payment) &&
      (await lockedOf(cast, source)) === paid + fee,
  );
  await cast.send(payee, pendPayment({ uetr, as: "pending" }));
  await report(cast, story, payment, `${payee} looks at it`, "PDNG");
  await cast.send(payee, pendPayment({ uetr, as: "acceptedNotPosted" }));
  await report(cast, story, payment, "accepted, not posted yet", "ACWP");
  await cast.send(payee, acceptPayment({ uetr }));
  await report(cast, story, payment, "settled", "ACCC");
  const exchanged = way.flatMap(({ provider, from, to, paid: got, delivered: gave }) => [
    [provider, from, got] as const,
    [provider, to, -gave] as const,
  ]);
  const expected = [
    [payer, source, -paid - fee] as const,
    [payee, destination, delivered] as const,
    [operator, source, fee] as const,
    ...exchanged,
  ];
  story.check(
    `${shown(delivered, destination)} are with ${payee}, and all ${expected.length} balances moved as computed`,
    movedBy(before, await balancesOf(cast, asking)) === movesOf(expected) && (await lockedOf(cast, source)) === 0n,
  );
  story.fact("paymentSettled", { paid: String(paid), fee: String(fee), delivered: String(delivered) });
  return payment;
}

async function showRejected(cast: Cast, story: Story): Promise<void> {
  const before = await balancesOf(cast, viaYuan);
  const payment = await prepare(cast, viaYuan, []);
  const isLocked = movedBy(before, await balancesOf(cast, viaYuan)) === lockedMoves(payment);
  // ExternalStatusReason1Code: the account is closed.
  await cast.send("uzs-bank", rejectPayment({ uetr: payment.uetr, as: "rejected", reason: "AC04" }));
  await report(cast, story, payment, "another, whose payee has closed its account", "RJCT AC04");
  story.check(
    "everything that was locked for it is back",
    isLocked && movedBy(before, await balancesOf(cast, viaYuan)) === "",
  );
}

/** A question that the payee's bank may refuse; here it looks, and returns the money in two parts. */
async function showRecall(cast: Cast, story: Story, payment: Prepared): Promise<void> {
  const { asking, uetr, delivered } = payment;
  const { payer, payee, destination: currency } = asking;
  const balances = () => Promise.all([payer, payee].map((bank) => cast.balance(bank, currency)));
  const before = await balances();
  const early = await cast.refusalOf(cast.send(payee, answerRecall({ uetr, answer: "pended", reason: "INDM" })));
  story.check(`nobody answers what was not asked (${early})`, early === "payments/noRecall");
  // ExternalCancellationReason1Code: it was sent twice.
  await cast.send(payer, requestRecall({ uetr, reason: "DUPL" }));
  await report(cast, story, payment, `${payer} asks for it back (camt.056), its customer paid twice`, "ACCC");
  await cast.send(payee, answerRecall({ uetr, answer: "pended", reason: "INDM" }));
  await report(cast, story, payment, `${payee} asks its customer (camt.029)`, "ACCC PDCR");
  const part = delivered / 4n;
  // ExternalReturnReason1Code: following a cancellation request.
  const reason = "FOCR";
  await cast.send(payee, returnPayment({ uetr, amount: part, reason }));
  await report(cast, story, payment, `${shown(part, currency)} come back (pacs.004)`, "ACCC PECR");
  const tooMuch = await cast.refusalOf(
    cast.send(payee, returnPayment({ uetr, amount: delivered - part + 1n, reason })),
  );
  story.check(`no more comes back than was delivered (${tooMuch})`, tooMuch === "payments/returnTooLarge");
  await cast.send(payee, returnPayment({ uetr, amount: delivered - part, reason }));
  await report(cast, story, payment, "the rest follows: the recall is granted", "ACCC CNCL");
  const [now, then] = [await balances(), before];
  story.check(
    `${shown(delivered, currency)} are with ${payer}: the exchange is not undone`,
    (now[0] ?? 0n) - (then[0] ?? 0n) === delivered && (then[1] ?? 0n) - (now[1] ?? 0n) === delivered,
  );
  const { state, returned } = await cast.ledger.query("payments/status", { uetr: payment.text });
  story.check("so the payment says too", state === "returned" && BigInt(returned) === delivered);
  story.fact("recalled", String(delivered));
}
