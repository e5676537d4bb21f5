// Runs the resolver of the module `netting` on balances and items by name.
import type { NettingItem, QueueFunds } from "#src/modules/netting/resolver/book.ts";
import { openBook } from "#src/modules/netting/resolver/book.ts";
import { Settlement } from "#src/modules/netting/resolver/settlement.ts";
import type { FileItem, ProblemFile } from "./problemFile.ts";

/** The items of the greatest set that settles together, in their order. */
export function resolve({ balances, items }: ProblemFile): FileItem[] {
  const numbers = new Map<string, Map<string, number>>();
  const queues: QueueFunds[] = [];
  const queueOf = (bank: string, currency: string): number => {
    let ofBank = numbers.get(bank);
    if (ofBank === undefined) {
      ofBank = new Map();
      numbers.set(bank, ofBank);
    }
    const known = ofBank.get(currency);
    if (known !== undefined) return known;
    ofBank.set(currency, queues.length);
    return queues.push({ spendable: balances.get(bank)?.get(currency) ?? 0n, keptForUrgent: 0n }) - 1;
  };
  const queued = items.map(
    ({ legs }): NettingItem => ({
      isUrgent: false,
      legs: legs.map(({ from, to, currency, amount }) => ({
        from: queueOf(from, currency),
        to: queueOf(to, currency),
        amount,
      })),
    }),
  );
  const settled = new Settlement(openBook({ queues, limits: [], items: queued })).settleGreatest();
  return settled.flatMap((item) => items[item] ?? []);
}
