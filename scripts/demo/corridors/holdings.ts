// Whether all money is accounted for: the balances of everybody, added up by the demo, beside each currency's supply.
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { currencies, type Issued, newBank, shown } from "./setting.ts";

/** The ledger's own books that can hold money. */
const books = [
  ...["accounts/deposits", "bonds/book", "fx/reserved", "settlement/locked", "reserve-auctions/book"],
  ...["issuance/engine", "issuance/reserve", "issuance/surplus", "issuance/redeeming", "issuance/bids"],
  ...["issuance/juniors", "value-support/fees", "swap-lines/collateral", "intraday-credit/collateral"],
  ...["payments/locked", "net-windows/collateral", "reserve-pool/collateral", "exchange-pools/reserves"],
];

/** Everybody: the devnet's names as its genesis lists them, the bank that joined, and the books. */
async function holders(cast: Cast): Promise<string[]> {
  const genesis = (await (await fetch(`${cast.ledger.url}/v1/genesis`)).json()) as {
    readonly aliases: readonly { readonly account: string }[];
  };
  const named = genesis.aliases.map(({ account }) => account);
  return [...new Set([...named, cast.account(newBank), ...books.map(moduleAccount)])];
}

export interface Sum {
  readonly currency: string;
  readonly held: bigint;
  readonly supply: bigint;
}

/** All balances of each currency, and what the ledger says that there is of it. */
export async function sumsOfAll(cast: Cast): Promise<Sum[]> {
  const everybody = await holders(cast);
  const sums: Sum[] = [];
  for (const currency of currencies) {
    const held = await Promise.all(
      everybody.map((account) => cast.ledger.query("accounts/balance", { account, currency })),
    );
    const { value } = await cast.ledger.query("accounts/supply", { currency });
    const total = held.reduce((sum, { value: amount }) => sum + BigInt(amount), 0n);
    sums.push({ currency, held: total, supply: BigInt(value) });
  }
  return sums;
}

export function showBefore(story: Story, before: readonly Sum[]): void {
  story.check(
    `before: balances of all accounts add up to the supply of each of ${before.length} currencies`,
    before.every(({ held, supply }) => held === supply),
  );
}

export async function showConservation(
  cast: Cast,
  story: Story,
  before: readonly Sum[],
  issued: Issued,
): Promise<void> {
  story.chapter("All money is where it should be");
  const after = await sumsOfAll(cast);
  for (const [at, { currency, held, supply }] of after.entries()) {
    const was = before[at]?.held ?? 0n;
    story.check(
      `${shown(held, currency)}: all balances, the supply, and ${shown(was, currency)} before plus ${shown(issued.of(currency), currency)} issued`,
      held === supply && held === was + issued.of(currency),
    );
  }
  story.fact("supplies", Object.fromEntries(after.map(({ currency, supply }) => [currency, supply.toString()])));
}
