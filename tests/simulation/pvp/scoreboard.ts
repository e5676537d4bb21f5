// Counts how bundles of each path ended under each fault, and names what should have happened and never did.
import { faultsOf } from "./drafts.ts";
import { type Bundle, type Fault, faults, type Outcome, type Path, paths } from "./terms.ts";

export interface Cell {
  readonly path: Path;
  readonly fault: Fault;
  readonly outcome: Outcome;
}

const lasting: readonly Path[] = ["agentLocks", "hashLocks", "bundle", "jointBundle", "oneHopQuote", "twoHopQuote"];
const closed: readonly Path[] = ["agentLocks", "hashLocks", "oneHopQuote", "twoHopQuote"];
const quotes: readonly Path[] = ["oneHopQuote", "twoHopQuote"];
const confirmed: readonly Path[] = ["bundle", "jointBundle"];

function cellsOf(some: readonly Path[], fault: Fault, ...outcomes: readonly Outcome[]): Cell[] {
  return some.flatMap((path) => outcomes.map((outcome) => ({ path, fault, outcome })));
}

/** What a run of some length must have seen. */
export const expectedCells: readonly Cell[] = [
  ...cellsOf(paths, "none", "settled"),
  ...cellsOf(["pay", "settleLegs", "agentLocks", "hashLocks"], "short", "refused"),
  ...cellsOf(paths, "replayed", "settled"),
  ...cellsOf(paths, "tampered", "settled"),
  ...cellsOf(closed, "tampered", "expired"),
  ...cellsOf([...closed, "bundle"], "early", "settled"),
  ...cellsOf([...closed, "bundle"], "atExpiry", "expired"),
  ...cellsOf([...closed, "bundle"], "late", "expired"),
  ...cellsOf(lasting, "jumped", "expired"),
  ...cellsOf(lasting, "cancelled", "cancelled", "settled"),
  ...cellsOf(["bundle"], "cancelled", "withdrawn"),
  ...cellsOf([...closed, "bundle"], "doubled", "settled"),
  ...cellsOf([...closed, "bundle"], "dropped", "expired"),
  ...cellsOf([...closed, "bundle"], "reordered", "settled"),
  ...cellsOf(["pay", "settleLegs", "agentLocks", "hashLocks", "bundle", "jointBundle"], "frozen", "refused"),
  ...cellsOf(["agentLocks", "hashLocks"], "frozen", "expired"),
  ...cellsOf(paths, "paused", "refused"),
  ...cellsOf(lasting, "paused", "expired"),
  ...cellsOf(["agentLocks", "hashLocks"], "paused", "settled"),
  ...cellsOf(quotes, "stopped", "refused"),
  ...cellsOf(paths, "tripped", "refused"),
  ...cellsOf(lasting, "tripped", "expired"),
  ...cellsOf(["agentLocks", "hashLocks"], "tripped", "settled"),
  ...cellsOf(["agentLocks", "hashLocks"], "restarted", "settled"),
  ...cellsOf(
    confirmed,
    "none",
    ...(["settled from the queue alone", "settled from the queue with others"] as const),
    ...(["settled past others", "expired"] as const),
  ),
];

/** From so many bundles on what is rare must have been seen as well. */
const longRunBundles = 200_000;
const rareCells: readonly Cell[] = [
  ...cellsOf(["agentLocks", "hashLocks"], "frozen", "settled"),
  ...cellsOf(quotes, "frozen", "refused", "settled", "expired"),
  ...cellsOf(quotes, "paused", "settled"),
  ...cellsOf(quotes, "stopped", "settled", "expired"),
  ...cellsOf(quotes, "tripped", "settled"),
  ...cellsOf(quotes, "restarted", "settled"),
  ...cellsOf(confirmed, "paused", "settled past others"),
  ...cellsOf(confirmed, "tripped", "settled past others"),
  ...cellsOf(confirmed, "restarted", "settled past others"),
];

const nameOf = ({ path, fault, outcome }: Cell): string => `${path} × ${fault} × ${outcome}`;

export class Scoreboard {
  readonly #counts = new Map<string, number>();

  add({ path, fault, outcome }: Bundle): void {
    if (outcome === undefined) return;
    const cell = nameOf({ path, fault, outcome });
    this.#counts.set(cell, (this.#counts.get(cell) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Cells that should have been seen and were not, and faults that no bundle of a path ever met. */
  gaps(): string[] {
    const unmet = paths.flatMap((path) => faultsOf[path].filter((fault) => this.#ofFault(path, fault).length === 0));
    const expected = this.total < longRunBundles ? expectedCells : [...expectedCells, ...rareCells];
    return [...expected.map(nameOf).filter((cell) => !this.#counts.has(cell)), ...unmet];
  }

  #ofFault(path: Path, fault: Fault): [string, number][] {
    return [...this.#counts].filter(([cell]) => cell.startsWith(`${path} × ${fault} × `));
  }

  rows(): (Cell & { readonly count: number })[] {
    return paths.flatMap((path) =>
      faults.flatMap((fault) =>
        this.#ofFault(path, fault).map(([cell, count]) => {
          const outcome = cell.split(" × ")[2] as Outcome;
          return { path, fault, outcome, count };
        }),
      ),
    );
  }
}
