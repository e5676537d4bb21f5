// What ties accounts, counted over the books of all modules: what is theirs and can come to something, or waits for them.
import { tiedByGateway } from "../bank-gateway/book.ts";
import { bondsOf } from "../bonds/book.ts";
import { computeOf } from "../compute/book.ts";
import { corridorsOf } from "../corridors/book.ts";
import { isBook } from "../encoding.ts";
import { energyOf } from "../energy/book.ts";
import { bundleOf } from "../energy/bundles.ts";
import { poolsOf } from "../exchange-pools/book.ts";
import { fxOf } from "../fx/book.ts";
import { creditOf } from "../intraday-credit/book.ts";
import { issuanceOf } from "../issuance/book.ts";
import { metalOf } from "../metal-reserve/book.ts";
import type { Model } from "../model.ts";
import { netOf } from "../net-windows/book.ts";
import { tiedByNetting } from "../netting/rows.ts";
import { isUndecided, paymentsOf } from "../payments/book.ts";
import { auctionsOf } from "../reserve-auctions/book.ts";
import { settlementOf } from "../settlement/book.ts";
import { linesOf } from "../swap-lines/book.ts";

const usable = ["active", "locked", "reserved"];

function* owners(model: Model): Generator<string> {
  for (const { payer } of settlementOf(model).locks.values()) yield payer;
  yield* tiedByNetting(model);
  yield* tiedByGateway(model);
  for (const { owner } of bondsOf(model).bonds.values()) yield owner;
  for (const { state, owner } of metalOf(model).certificates.values()) if (state !== "delivered") yield owner;
  for (const { paidNano, holder } of computeOf(model).certificates.values()) if (paidNano === undefined) yield holder;
  for (const { state, bid } of issuanceOf(model).rights.values()) {
    if (state === "held" && bid !== undefined) yield bid.bidder;
  }
  for (const { state, bidder } of auctionsOf(model).bids.values()) if (state !== "closed") yield bidder;
  const { participants, corridors } = corridorsOf(model);
  for (const key of participants.keys()) yield key.split("/")[1] ?? "";
  for (const { operator } of corridors.values()) yield operator;
  const { schemes, members, debts } = netOf(model);
  for (const { operator } of schemes.values()) yield operator;
  for (const [key, { status }] of members.entries()) if (status !== "invited") yield key.split("/")[1] ?? "";
  for (const claims of debts.values()) for (const { creditor } of claims) yield creditor;
  const { rates, quotes } = fxOf(model);
  for (const key of rates.keys()) yield key.split("/")[2] ?? "";
  for (const { payer, hops } of quotes.values()) yield* [payer, ...hops.map(({ provider }) => provider)];
  for (const { payer, state } of paymentsOf(model).payments.values()) if (isUndecided(state)) yield payer;
  const { pools, shares } = poolsOf(model);
  for (const { corridor } of pools.values()) yield corridors.get(corridor)?.operator ?? "";
  for (const key of shares.keys()) yield key.split("/")[1] ?? "";
  for (const { onward } of linesOf(model).draws.values()) if (onward !== undefined) yield onward.bank;
  const { sources, debts: owed } = creditOf(model);
  for (const place of [...sources.keys(), ...owed.keys()]) yield place.split("/")[1] ?? "";
  const { devices, pieces } = energyOf(model);
  for (const { holder } of devices.values()) yield holder;
  for (const [device, list] of pieces.entries()) {
    for (const piece of list) if (usable.includes(bundleOf(model, device, piece).state)) yield piece.holder;
  }
}

/** How many things tie each account; the ledger's own books are left out. */
export function tiesOf(model: Model): ReadonlyMap<string, number> {
  const ties = new Map<string, number>();
  for (const owner of owners(model)) if (!isBook(owner)) ties.set(owner, (ties.get(owner) ?? 0) + 1);
  return ties;
}
