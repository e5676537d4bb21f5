// Promises of the module `reserve-auctions`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { auctionsAccount } from "./books.ts";
import { auctions, bidders, bids, lastAuctions, liveAuctions, lockedTotals } from "./tables.ts";

/** The book holds what the bids that are not closed have locked, and so says its total. */
export const locksEqualBids = defineInvariant(async ({ state }) => {
  let locked = 0n;
  for await (const { value } of bids.scan(state)) if (value.state !== "closed") locked += value.lockedMicroKdg;
  const held = accounts.balance(state, anchoredCurrency, auctionsAccount);
  const total = lockedTotals.get(state) ?? 0n;
  return held === locked && total === locked
    ? []
    : [`bids lock ${locked}, the book holds ${held}, its total says ${total}`];
});

/** Every certificate of an offer that is not closed is pledged to the book by its seller, in one offer alone. */
export const offersArePledged = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const seen = new Set<number>();
  for await (const { key, value } of bids.scan(state)) {
    if (value.state === "closed") continue;
    for (const certificateId of value.certificateIds) {
      const { owner } = metalReserve.certificate(state, certificateId);
      const isPledged = metalReserve.pledgee(state, certificateId) === auctionsAccount && owner === value.bidder;
      if (!isPledged || seen.has(certificateId)) broken.push(`${key} offers certificate ${certificateId} wrongly`);
      seen.add(certificateId);
    }
  }
  return broken;
});

/** Grams and KDG of an auction are those of its bids, and no bid paid more, or got less, than it asked. */
export const auctionsEqualBids = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value: auction } of auctions.scan(state)) {
    const sums = { filledMg: 0n, tradedMicroKdg: 0n, forfeitedMicroKdg: 0n };
    for (let bid = 1; bid <= auction.bids; bid += 1) {
      const row = bids.get(state, Number(parts[0]), bid);
      if (row === undefined || bidders.get(state, Number(parts[0]), row.bidder) !== bid) {
        broken.push(`${key} has no bid ${bid}, or nobody has it`);
        continue;
      }
      sums.filledMg += row.filledMg;
      sums.tradedMicroKdg += row.tradedMicroKdg;
      sums.forfeitedMicroKdg += row.forfeitedMicroKdg;
      const { microKdgPerGram = 0n, weightMg = 0n } = row.revealed ?? {};
      const asked = microKdgPerGram * row.filledMg;
      const isDear = auction.side === "release" && (row.tradedMicroKdg - 1n) * 1_000n >= asked && row.filledMg > 0n;
      const isCheap = auction.side === "acquire" && (row.tradedMicroKdg + 1n) * 1_000n <= asked;
      if (isDear || isCheap || row.filledMg > weightMg) broken.push(`${key} fills bid ${bid} beyond what it asked`);
    }
    const isEqual =
      sums.filledMg === auction.filledMg &&
      sums.tradedMicroKdg === auction.tradedMicroKdg &&
      sums.forfeitedMicroKdg === auction.forfeitedMicroKdg;
    if (!isEqual) broken.push(`${key} does not sum its bids`);
  }
  return broken;
});

/** The list of live auctions names those that are not settled, one of a metal, and all that there are were opened. */
export const liveAuctionsAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const listed = new Set(liveAuctions.get(state) ?? []);
  const metals = new Set<string>();
  let count = 0;
  for await (const { key, parts, value } of auctions.scan(state)) {
    count += 1;
    const isLive = value.state !== "settled";
    if (listed.delete(Number(parts[0])) !== isLive) broken.push(`${key} is ${value.state}, against the list`);
    if (!isLive) continue;
    if (metals.has(value.metal)) broken.push(`${key} is a second auction of ${value.metal}`);
    metals.add(value.metal);
  }
  if (count !== (lastAuctions.get(state) ?? 0)) broken.push(`${count} auctions were opened, or the count is wrong`);
  return [...broken, ...[...listed].map((auction) => `auction ${auction} is listed and is none`)];
});
