// Runs the resolver of the module `netting` on balances and items by name.
import {
  type NettingItem,
  type NettingProblem,
  openBook,
  type QueueFunds,
} from "#src/modules/netting/resolver/book.ts";
import { Settlement } from "#src/modules/netting/resolver/settlement.ts";
import type { FileItem, ProblemFile } from "./problemFile.ts";

/** The same problem with numbers for names: a queue for each bank and currency that an item names. */
export function numbered({ balances, items }: ProblemFile): NettingProblem {
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
  return { queues, limits: [], items: queued };
}

/** The places of the items of the greatest set that settles together, in their order. */
export function resolve(problem: NettingProblem): number[] {
  return new Settlement(openBook(problem)).settleGreatest();
}

/** The items of the greatest set that settles together, in their order. */
export function settledItems(problem: ProblemFile): FileItem[] {
  return resolve(numbered(problem)).flatMap((at) => problem.items[at] ?? []);
}
