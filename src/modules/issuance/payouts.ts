// Payouts: settling the requests of a priced epoch, a bounded number of certificates in each block.
import { divideDown, maximum, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts, anchoredCurrency, move } from "#src/modules/accounts/access.ts";
import { read as metalReserve, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { reserveAccount } from "./books.ts";
import { events } from "./events.ts";
import { burnLockedKdg, returnKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { feeOf, lostBelow, microKdgFor, type PaymentTerms, payableNano, quantityFor } from "./redemptionRules.ts";
import { putRequest } from "./requests.ts";
import { type Fraction, fractionBp, worthNanoDown } from "./rules.ts";
import type { PayableMetal, Pricing, Request } from "./schemas.ts";
import { refillBucket } from "./throttles.ts";

/** What one step of settlement came to. */
export interface Settled {
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly returnedMicroKdg: bigint;
  readonly lostMicroKdg: bigint;
  readonly certificates: number;
  /** False when the block's certificates ran out before the request was done with. */
  readonly isDone: boolean;
}

const nothing: Settled = {
  burntMicroKdg: 0n,
  feeMicroKdg: 0n,
  returnedMicroKdg: 0n,
  lostMicroKdg: 0n,
  certificates: 0,
  isDone: true,
};

/** Pays a request as far as it can be, and gives back what is left; without a pricing it gives all back. */
export function settleRequest(
  state: State,
  request: number,
  row: Stored<Request>,
  pricing: Stored<Pricing> | undefined,
  certificatesMost: number,
): Settled {
  const { account } = row;
  if (!accounts.hasAccount(state, account)) {
    // With nothing left to give back there is nothing to wait for.
    putRequest(state, request, { ...row, state: row.leftMicroKdg === 0n ? "settled" : "stranded" });
    return nothing;
  }
  const isFrozen = accounts.isFrozen(state, account) || accounts.isBalanceFrozen(state, anchoredCurrency, account);
  const payout = new Payout(state, request, row, certificatesMost);
  if (pricing !== undefined && !isFrozen) {
    if (!payout.payMetals(pricing)) return payout.pause();
    payout.payCash(pricing);
  }
  return payout.finish();
}

/** Where a metal stands among the attested metals that the epoch can pay, at its middle prices. */
interface Standing {
  readonly terms: Stored<PayableMetal>;
  readonly share: Fraction;
}

function standings(state: StateReader, metals: Stored<Pricing>["metals"]): Standing[] {
  const held = metals.map((terms) => {
    const { attestedFineMg } = metalReserve.reserveHoldings(state, terms.metal);
    return { terms, part: worthNanoDown(attestedFineMg, { ...terms, priceNano: terms.midNano }) };
  });
  const total = held.reduce((sum, { part }) => sum + part, 0n);
  return held.map(({ terms, part }) => ({ terms, share: { part, total } }));
}

/** The metal that lies furthest above its target share, the first registered where two do; never one used up. */
function steeredChoice(all: readonly Standing[], usedUp: ReadonlySet<string>): Standing | undefined {
  let choice: Standing | undefined;
  const above = ({ share, terms }: Standing) => fractionBp(share) - BigInt(terms.targetBp);
  for (const standing of all) {
    if (usedUp.has(standing.terms.metal)) continue;
    if (choice === undefined || above(standing) > above(choice)) choice = standing;
  }
  return choice;
}

/** The weight from which a metal can be paid for certain: a whole bar, or the least piece of a lot. */
function smallestPartMg(state: StateReader, metal: string): bigint {
  const { form, grossWeightMgMax, pieceWeightMgMin } = metalReserve.requireMetal(state, metal);
  return form === "bar" ? grossWeightMgMax : pieceWeightMgMin;
}

function paymentTerms(
  { rateNano }: Stored<Pricing>,
  { feeBp, highNano, measuresPerUnit }: Pick<PayableMetal, "feeBp" | "highNano" | "measuresPerUnit">,
): PaymentTerms {
  return { rateNano, feeBp: BigInt(feeBp), highNano, measuresPerUnit };
}

/** One request while it is being paid. */
class Payout {
  readonly #state: State;
  readonly #request: number;
  readonly #certificatesMost: number;
  #row: Stored<Request>;
  #settled: Settled = nothing;
  /** The worth of the heaviest part that was too heavy to be paid: what currency may stand in for. */
  #partNano = 0n;

  constructor(state: State, request: number, row: Stored<Request>, certificatesMost: number) {
    this.#state = state;
    this.#request = request;
    this.#row = row;
    this.#certificatesMost = certificatesMost;
  }

  /** Pays in metal: the one asked for, then what the reserve chooses. False when the block's certificates ran out. */
  payMetals(pricing: Stored<Pricing>): boolean {
    const usedUp = new Set<string>();
    for (let turn = 0; turn < limits.redemptionTurnsMax; turn += 1) {
      const all = standings(this.#state, pricing.metals);
      const wanted = turn === 0 ? all.find(({ terms }) => terms.metal === this.#row.metal) : undefined;
      const choice = wanted ?? (this.#mayTurn(pricing) ? steeredChoice(all, usedUp) : undefined);
      if (choice === undefined) return true;
      if (this.#payMetal(choice, pricing)) usedUp.add(choice.terms.metal);
      if (this.#settled.certificates >= this.#certificatesMost) return false;
    }
    return true;
  }

  /** Whether the reserve may choose a metal: none was named, or the one named lacks for more than a part of it. */
  #mayTurn(pricing: Stored<Pricing>): boolean {
    const { metal, rest = "cash", leftMicroKdg } = this.#row;
    if (metal === undefined || rest === "metal") return true;
    if (rest === "kdg") return false;
    const terms = pricing.metals.find((payable) => payable.metal === metal);
    if (terms === undefined) return true;
    const affordableMg = quantityFor(leftMicroKdg, paymentTerms(pricing, terms));
    return affordableMg >= smallestPartMg(this.#state, metal);
  }

  /** Pays in one metal as far as it goes without leaving its band; answers whether no more of it can be paid now. */
  #payMetal({ terms, share }: Standing, pricing: Stored<Pricing>): boolean {
    const { metal, midNano, measuresPerUnit, targetBp, feeBp } = terms;
    const floorBp = maximum(0n, BigInt(targetBp) - parameters.bandBp.get(this.#state));
    const steerableMg = divideDown(payableNano(share, floorBp) * measuresPerUnit, midNano);
    const price = paymentTerms(pricing, terms);
    const affordableMg = quantityFor(this.#row.leftMicroKdg, price);
    const { parts, fineWeightMg } = moveMetal.payFromReserve(this.#state, {
      metal,
      fineWeightMgMost: minimum(steerableMg, affordableMg),
      to: this.#row.account,
      certificatesMost: this.#certificatesMost - this.#settled.certificates,
    });
    const partNano = worthNanoDown(smallestPartMg(this.#state, metal), {
      priceNano: price.highNano,
      measuresPerUnit,
    });
    this.#partNano = maximum(this.#partNano, partNano);
    if (parts.length === 0) return true;

    const sums = this.#surrender(microKdgFor(fineWeightMg, price), BigInt(feeBp), pricing, parts.length);
    const others = this.#row.paidMetals.filter((paid) => paid.metal !== metal);
    const before = this.#row.paidMetals.find((paid) => paid.metal === metal)?.fineWeightMg ?? 0n;
    this.#row = { ...this.#row, paidMetals: [...others, { metal, fineWeightMg: before + fineWeightMg }] };
    const { epoch, account } = this.#row;
    const certificateIds = parts.map(({ certificateId }) => certificateId);
    this.#state.emit(
      events.metalRedeemed({ request: this.#request, epoch, account, metal, certificateIds, fineWeightMg, ...sums }),
    );
    return affordableMg <= steerableMg;
  }

  /** Pays in currency what is smaller than a bar or piece of the metals tried; anything where there is no metal. */
  payCash(pricing: Stored<Pricing>): void {
    if (this.#row.rest === "kdg") return;
    for (const terms of pricing.cash) {
      const { currency, highNano, measuresPerUnit, feeBp } = terms;
      const { pausedReference } = accounts.requireCurrency(this.#state, currency);
      if (pausedReference !== undefined) continue;
      const price = paymentTerms(pricing, terms);
      const held = accounts.balance(this.#state, currency, reserveAccount);
      const hasMetal = pricing.metals.length > 0;
      const standIn = hasMetal ? divideDown(this.#partNano * measuresPerUnit, highNano) : held;
      const amount = minimum(held, standIn, quantityFor(this.#row.leftMicroKdg, price));
      if (amount === 0n) continue;
      const { account, epoch } = this.#row;
      move.giveBack(this.#state, { currency, from: reserveAccount, to: account, amount });
      const sums = this.#surrender(microKdgFor(amount, price), BigInt(feeBp), pricing, 0);
      if (hasMetal) this.#partNano -= worthNanoDown(amount, { priceNano: highNano, measuresPerUnit });
      this.#row = { ...this.#row, paidCash: [...this.#row.paidCash, { currency, amount }] };
      this.#state.emit(events.cashRedeemed({ request: this.#request, epoch, account, currency, amount, ...sums }));
    }
  }

  /** KDG that was paid for: burnt but for the fee, which gives room to mint again. */
  #surrender(usedMicroKdg: bigint, feeBp: bigint, pricing: Stored<Pricing>, certificates: number) {
    const feeMicroKdg = feeOf(usedMicroKdg, feeBp);
    const burntMicroKdg = usedMicroKdg - feeMicroKdg;
    burnLockedKdg(this.#state, burntMicroKdg, feeMicroKdg);
    refillBucket(this.#state, "issuance", burntMicroKdg);
    const { leftMicroKdg, burntMicroKdg: burntBefore, feeMicroKdg: feeBefore } = this.#row;
    this.#row = {
      ...this.#row,
      leftMicroKdg: leftMicroKdg - usedMicroKdg,
      burntMicroKdg: burntBefore + burntMicroKdg,
      feeMicroKdg: feeBefore + feeMicroKdg,
    };
    this.#settled = {
      ...this.#settled,
      burntMicroKdg: this.#settled.burntMicroKdg + burntMicroKdg,
      feeMicroKdg: this.#settled.feeMicroKdg + feeMicroKdg,
      lostMicroKdg: this.#settled.lostMicroKdg + lostBelow(burntMicroKdg, pricing.rateNano, pricing.lowNano),
      certificates: this.#settled.certificates + certificates,
    };
    return { burntMicroKdg, feeMicroKdg };
  }

  /** Leaves the request where it is, to go on in the next block. */
  pause(): Settled {
    putRequest(this.#state, this.#request, this.#row);
    return { ...this.#settled, isDone: false };
  }

  /** What is left comes back as KDG, which may be redeemed again at once. */
  finish(): Settled {
    const returnedMicroKdg = this.#row.leftMicroKdg;
    returnKdg(this.#state, this.#row.account, returnedMicroKdg);
    refillBucket(this.#state, "redemption", returnedMicroKdg);
    const row: Stored<Request> = { ...this.#row, state: "settled", leftMicroKdg: 0n, returnedMicroKdg };
    putRequest(this.#state, this.#request, row);
    this.#state.emit(events.redemptionSettled({ request: this.#request, ...row }));
    return { ...this.#settled, returnedMicroKdg };
  }
}
