// The issuer's balance sheet as double entry: what is held at middle prices less what haircuts keep back, what is owed at
// the high reference value, and the one line that makes both sides equal.
import { divideDown, maximum, minimum } from "#src/core/arithmetic.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import type { KnownValue } from "#src/modules/basket/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { bidsAccount, juniorsAccount, redeemingAccount, surplusAccount } from "./books.ts";
import { highOf } from "./coverage.ts";
import { midNanoOf, readHoldings, readPriced } from "./holdings.ts";
import { juniorUnits } from "./juniors.ts";
import { supplyMicroKdg } from "./money.ts";
import { rightKindSchema } from "./rights/schemas.ts";
import { countedByKind, heldQuantity } from "./rights/valuing.ts";
import { liabilityNanoUp, microPerKdg, type Reference } from "./rules.ts";

export type SheetClass = "asset" | "contra" | "liability" | "equity";

export interface SheetLine {
  readonly account: string;
  readonly class: SheetClass;
  /** In the smallest unit of what the line is about. */
  readonly quantity: bigint;
  readonly debitNano: bigint;
  readonly creditNano: bigint;
}

const debit = (account: string, kind: SheetClass, quantity: bigint, debitNano: bigint): SheetLine => {
  return { account, class: kind, quantity, debitNano, creditNano: 0n };
};
const credit = (account: string, kind: SheetClass, quantity: bigint, creditNano: bigint): SheetLine => {
  return { account, class: kind, quantity, debitNano: 0n, creditNano };
};

export function sumOf(lines: readonly SheetLine[], side: "debitNano" | "creditNano"): bigint {
  return lines.reduce((sum, line) => sum + line[side], 0n);
}

/** Debits equal credits to the last billionth; lines of nothing are left out. */
export function balanceSheetOf(state: StateReader, value: KnownValue): SheetLine[] {
  const high = highOf(value);
  const before = [...assetLines(state), ...moneyLines(state, high)];
  const restNano = sumOf(before, "debitNano") - sumOf(before, "creditNano");
  const units = juniorUnits(state);
  const juniorNano = minimum(divideDown(units * high.valueNano, high.basketKdg * microPerKdg), maximum(0n, restNano));
  const leftNano = restNano - juniorNano;
  const lines = [
    ...before,
    credit("junior-units", "equity", units, juniorNano),
    credit("reserve-surplus", "equity", 0n, maximum(0n, leftNano)),
    debit("reserve-deficit", "equity", 0n, maximum(0n, -leftNano)),
  ];
  return lines.filter(({ debitNano, creditNano }) => debitNano > 0n || creditNano > 0n);
}

/** A contra line beside an asset is all that the asset does not cover: haircut, spread to the low price, no attestation. */
function assetLines(state: StateReader): SheetLine[] {
  const { metals, cash } = readHoldings(state);
  const metalLines = metals.flatMap((held) => {
    const { metal, attestedFineMg, unattestedFineMg, collateralNano, midNano } = held;
    const unattestedNano = midNanoOf(held, unattestedFineMg);
    return [
      debit(`metal/${metal}`, "asset", attestedFineMg, midNano),
      credit(`haircut/${metal}`, "contra", 0n, midNano - collateralNano),
      debit(`unattested/${metal}`, "asset", unattestedFineMg, unattestedNano),
      credit(`not-attested/${metal}`, "contra", 0n, unattestedNano),
    ];
  });
  const cashLines = cash.flatMap((held) => {
    const { currency, amount, collateralNano } = held;
    const worthNano = midNanoOf(held, amount);
    return [
      debit(`cash/${currency}`, "asset", amount, worthNano),
      credit(`haircut/${currency}`, "contra", 0n, worthNano - collateralNano),
    ];
  });
  return [...metalLines, ...cashLines, ...rightLines(state)];
}

function rightLines(state: StateReader): SheetLine[] {
  const counted = countedByKind(state);
  return rightKindSchema.options.flatMap((kind) => {
    const feed = basket.feed(state, kind);
    if (feed === undefined) return [];
    const quantity = heldQuantity(state, kind);
    const worthNano = midNanoOf(readPriced(state, feed), quantity);
    return [
      debit(`right/${kind}`, "asset", quantity, worthNano),
      credit(`haircut/${kind}`, "contra", 0n, maximum(0n, worthNano - counted[kind])),
    ];
  });
}

/** The books of issuance round down, and money in circulation takes what is left of the whole supply's liability. */
function moneyLines(state: StateReader, high: Reference): SheetLine[] {
  const supply = supplyMicroKdg(state);
  const books = [
    { account: "kdg/redeeming", class: "liability", book: redeemingAccount },
    { account: "kdg/bids", class: "liability", book: bidsAccount },
    { account: "kdg/distributed", class: "liability", book: juniorsAccount },
    { account: "kdg/surplus", class: "equity", book: surplusAccount },
  ] as const;
  const bookLines = books.map(({ account, class: kind, book }) => {
    const microKdg = accounts.balance(state, anchoredCurrency, book);
    return credit(account, kind, microKdg, divideDown(microKdg * high.valueNano, high.basketKdg * microPerKdg));
  });
  const inBooks = bookLines.reduce((sum, { quantity }) => sum + quantity, 0n);
  const circulationNano = liabilityNanoUp(supply, high) - sumOf(bookLines, "creditNano");
  return [credit("kdg/circulation", "liability", supply - inBooks, circulationNano), ...bookLines];
}
