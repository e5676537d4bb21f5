// The book of auctions: it holds the KDG of sealed bids, and offered metal is pledged to it.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const auctionsAccount = moduleAccount("reserve-auctions/book");
