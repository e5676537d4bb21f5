// How one request is paid, as the model works it out: metal first, then currency, the rest back.
import {
  accountsOf,
  anchored,
  balanceOf,
  balanceRow,
  giveBack,
  isFrozen,
  isPaused,
  transfer,
} from "../accounts/book.ts";
import { ceiling, floor, greatest, least, shareBp, sum } from "../arithmetic.ts";
import { metalOf } from "../metal-reserve/book.ts";
import { attestedStock, payMetal } from "../metal-reserve/reserve.ts";
import type { Model } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import {
  burnKdg,
  issuanceOf,
  type PayableMetal,
  type Pricing,
  type Request,
  redeeming,
  reserve,
  returnKdg,
  type Sums,
  surplus,
} from "./book.ts";
import { refill } from "./throttles.ts";

interface Step {
  readonly sums: Sums;
  readonly certificates: number;
  readonly isDone: boolean;
}

type Terms = Pick<PayableMetal, "highNano" | "measuresPerUnit" | "feeBp">;

/** What an amount of KDG buys after the fee, rounded down. */
const bought = (microKdg: bigint, rateNano: bigint, { highNano, measuresPerUnit, feeBp }: Terms): bigint =>
  floor(microKdg * rateNano * (10_000n - BigInt(feeBp)) * measuresPerUnit, 1_000_000n * 10_000n * highNano);

/** What a quantity costs with the fee, rounded up. */
const cost = (quantity: bigint, rateNano: bigint, { highNano, measuresPerUnit, feeBp }: Terms): bigint =>
  ceiling(quantity * highNano * 1_000_000n * 10_000n, measuresPerUnit * rateNano * (10_000n - BigInt(feeBp)));

/** The weight from which a metal can be paid for certain. */
function surePart(model: Model, metal: string): bigint {
  const { form, grossWeightMgMax, pieceWeightMgMin } = metalOf(model).metals.at(metal);
  return form === "bar" ? grossWeightMgMax : pieceWeightMgMin;
}

/** A request while it is being paid. */
class Payment {
  readonly #model: Model;
  readonly #pricing: Pricing;
  readonly #certificatesMost: number;
  row: Request;
  sums: Sums = { burntMicroKdg: 0n, feeMicroKdg: 0n, returnedMicroKdg: 0n, lostMicroKdg: 0n };
  certificates = 0;
  /** The worth that currency may stand in for. */
  #partNano = 0n;

  constructor(model: Model, row: Request, pricing: Pricing, certificatesMost: number) {
    this.#model = model;
    this.#pricing = pricing;
    this.#certificatesMost = certificatesMost;
    this.row = row;
  }

  /** False when the certificates of the block were used up. */
  inMetal(): boolean {
    const done = new Set<string>();
    for (let turn = 0; turn < 8; turn += 1) {
      const terms = this.#choose(turn, done);
      if (terms === undefined) return true;
      if (this.#pay(terms)) done.add(terms.metal);
      if (this.certificates >= this.#certificatesMost) return false;
    }
    return true;
  }

  /** The metal asked for first, then the one furthest above its target that is not done with. */
  #choose(turn: number, done: ReadonlySet<string>): PayableMetal | undefined {
    const { metals } = this.#pricing;
    const wanted = turn === 0 ? metals.find(({ metal }) => metal === this.row.metal) : undefined;
    if (wanted !== undefined) return wanted;
    if (!this.#mayChoose()) return undefined;
    const worths = metals.map((terms) => this.#worth(terms));
    const total = sum(worths);
    let best: { readonly terms: PayableMetal; readonly aboveBp: bigint } | undefined;
    for (const [at, terms] of metals.entries()) {
      if (done.has(terms.metal)) continue;
      const aboveBp = shareBp({ part: worths[at] ?? 0n, total }) - BigInt(terms.targetBp);
      if (best === undefined || aboveBp > best.aboveBp) best = { terms, aboveBp };
    }
    return best?.terms;
  }

  /** Whether the reserve may choose the metal. */
  #mayChoose(): boolean {
    const { metal, rest = "cash", leftMicroKdg } = this.row;
    if (metal === undefined || rest === "metal") return true;
    if (rest === "kdg") return false;
    const terms = this.#pricing.metals.find((payable) => payable.metal === metal);
    if (terms === undefined) return true;
    return bought(leftMicroKdg, this.#pricing.rateNano, terms) >= surePart(this.#model, metal);
  }

  #worth({ metal, midNano, measuresPerUnit }: PayableMetal): bigint {
    return floor(attestedStock(this.#model, metal) * midNano, measuresPerUnit);
  }

  /** How much of a metal may leave before its share falls below its band. */
  #steerableMg({ metal, midNano, measuresPerUnit, targetBp }: PayableMetal): bigint {
    const part = this.#worth({ metal, midNano, measuresPerUnit } as PayableMetal);
    const total = sum(this.#pricing.metals.map((terms) => this.#worth(terms)));
    const floorBp = greatest(0n, BigInt(targetBp) - parameter(this.#model, "issuance.bandBp"));
    const above = part * 10_000n - floorBp * total;
    const nano = floorBp >= 10_000n ? (part === total ? part : 0n) : floor(greatest(0n, above), 10_000n - floorBp);
    return floor(nano * measuresPerUnit, midNano);
  }

  /** Pays in one metal; answers whether no more of it can be paid. */
  #pay(terms: PayableMetal): boolean {
    const { metal, highNano, measuresPerUnit } = terms;
    const { rateNano } = this.#pricing;
    const steerableMg = this.#steerableMg(terms);
    const affordableMg = bought(this.row.leftMicroKdg, rateNano, terms);
    const certificatesMost = this.#certificatesMost - this.certificates;
    const mostMg = least(steerableMg, affordableMg);
    const { certificates, fineMg } = payMetal(this.#model, { metal, mostMg, to: this.row.account, certificatesMost });
    const partNano = floor(surePart(this.#model, metal) * highNano, measuresPerUnit);
    this.#partNano = greatest(this.#partNano, partNano);
    if (certificates === 0) return true;
    this.certificates += certificates;
    this.#surrender(cost(fineMg, rateNano, terms), terms);
    const others = this.row.paidMetals.filter((paid) => paid.metal !== metal);
    const before = this.row.paidMetals.find((paid) => paid.metal === metal)?.fineWeightMg ?? 0n;
    this.row = { ...this.row, paidMetals: [...others, { metal, fineWeightMg: before + fineMg }] };
    return affordableMg <= steerableMg;
  }

  inCash(): void {
    const { cash, metals, rateNano } = this.#pricing;
    if (this.row.rest === "kdg") return;
    for (const terms of cash) {
      const { currency, highNano, measuresPerUnit } = terms;
      if (isPaused(this.#model, currency)) continue;
      const held = balanceOf(this.#model, currency, reserve);
      const standIn = metals.length === 0 ? held : floor(this.#partNano * measuresPerUnit, highNano);
      const amount = least(held, standIn, bought(this.row.leftMicroKdg, rateNano, terms));
      if (amount === 0n) continue;
      giveBack(this.#model, { currency, from: reserve, to: this.row.account, amount });
      this.#surrender(cost(amount, rateNano, terms), terms);
      this.#partNano -= metals.length === 0 ? 0n : floor(amount * highNano, measuresPerUnit);
      this.row = { ...this.row, paidCash: [...this.row.paidCash, { currency, amount }] };
    }
  }

  /** Burns what was paid for, but for the fee, which the surplus has. */
  #surrender(usedMicroKdg: bigint, { feeBp }: Terms): void {
    const { rateNano, lowNano } = this.#pricing;
    const fee = floor(usedMicroKdg * BigInt(feeBp), 10_000n);
    const burnt = usedMicroKdg - fee;
    burnKdg(this.#model, redeeming, burnt);
    transfer(this.#model, { currency: anchored, from: redeeming, to: surplus, amount: fee });
    refill(this.#model, "issuance", burnt);
    const { leftMicroKdg, burntMicroKdg, feeMicroKdg } = this.row;
    const after = { burntMicroKdg: burntMicroKdg + burnt, feeMicroKdg: feeMicroKdg + fee };
    this.row = { ...this.row, leftMicroKdg: leftMicroKdg - usedMicroKdg, ...after };
    const lost = burnt - floor(burnt * rateNano, lowNano);
    this.sums = {
      ...this.sums,
      burntMicroKdg: this.sums.burntMicroKdg + burnt,
      feeMicroKdg: this.sums.feeMicroKdg + fee,
      lostMicroKdg: this.sums.lostMicroKdg + lost,
    };
  }
}

/** Pays a request as far as it goes and returns the rest; without a pricing, or to the frozen, all comes back. */
export function settleRequest(
  model: Model,
  request: number,
  pricing: Pricing | undefined,
  certificatesMost: number,
): Step {
  const { requests } = issuanceOf(model);
  const row = requests.at(request);
  const none: Sums = { burntMicroKdg: 0n, feeMicroKdg: 0n, returnedMicroKdg: 0n, lostMicroKdg: 0n };
  if (!accountsOf(model).records.has(row.account)) {
    requests.set(request, { ...row, state: row.leftMicroKdg === 0n ? "settled" : "stranded" });
    return { sums: none, certificates: 0, isDone: true };
  }
  const isBalanceFrozen = balanceRow(model, anchored, row.account)?.frozenReference !== undefined;
  const mayPay = pricing !== undefined && !isBalanceFrozen && !isFrozen(model, row.account);
  const payment = mayPay ? new Payment(model, row, pricing, certificatesMost) : undefined;
  if (payment !== undefined && !payment.inMetal()) {
    requests.set(request, payment.row);
    return { sums: payment.sums, certificates: payment.certificates, isDone: false };
  }
  payment?.inCash();
  const paid = payment?.row ?? row;
  const returnedMicroKdg = paid.leftMicroKdg;
  returnKdg(model, row.account, returnedMicroKdg);
  refill(model, "redemption", returnedMicroKdg);
  requests.set(request, { ...paid, state: "settled", leftMicroKdg: 0n, returnedMicroKdg });
  const sums = { ...(payment?.sums ?? none), returnedMicroKdg };
  return { sums, certificates: payment?.certificates ?? 0, isDone: true };
}
