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
  ...cellsOf(paths, "frozen", "refused"),
  ...cellsOf(closed, "frozen", "settled"),
  ...cellsOf(lasting, "frozen", "expired"),
  ...cellsOf(paths, "paused", "refused"),
  ...cellsOf(lasting, "paused", "expired"),
  ...cellsOf(closed, "paused", "settled"),
  ...cellsOf(["oneHopQuote", "twoHopQuote"], "stopped", "refused", "settled", "expired"),
  ...cellsOf(paths, "tripped", "refused"),
  ...cellsOf(lasting, "tripped", "expired"),
  ...cellsOf(closed, "tripped", "settled"),
  ...cellsOf(closed, "restarted", "settled"),
  ...cellsOf(confirmed, "paused", "settled past others"),
  ...cellsOf(confirmed, "tripped", "settled past others"),
  ...cellsOf(confirmed, "restarted", "settled past others"),
  ...cellsOf(
    confirmed,
    "none",
    ...([
      "settled from the queue alone",
      "settled from the queue with others",
      "settled past others",
      "expired",
    ] as const),
  ),
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
    return [...expectedCells.map(nameOf).filter((cell) => !this.#counts.has(cell)), ...unmet];
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
