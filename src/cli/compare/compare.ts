// Compares two ledgers of one network: finds the first height at which their roots differ, and there the rows that do.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usageFailure } from "#src/cli/failure.ts";
import { Refusal } from "#src/core/refusal.ts";
import { rowReader } from "#src/node/maintenance/rowReader.ts";
import { type StateDifference, stateDifference } from "#src/node/maintenance/stateDifference.ts";
import { RefusedError } from "#src/sdk/errors.ts";
import { openSide, type Side } from "./side.ts";

export interface Comparison {
  readonly network: string;
  /** The height that was compared. */
  readonly height: number;
  /** The roots at that height, in hex. */
  readonly roots: { readonly left: string; readonly right: string };
  readonly isSame: boolean;
  /** The first height whose roots differ, as far as both sides have kept their blocks. */
  readonly firstDifferingHeight?: number;
  /** Absent when the roots are the same. */
  readonly difference?: StateDifference;
}

export interface CompareOptions {
  /** The height to compare; by default the first one that differs. */
  readonly height?: number | undefined;
  readonly rowsShownMax: number;
}

export async function compareLedgers(left: string, right: string, options: CompareOptions): Promise<Comparison> {
  const scratch = mkdtempSync(join(tmpdir(), "kedge-diff-"));
  const opened: Side[] = [];
  try {
    for (const [at, name] of [left, right].entries()) {
      const folder = join(scratch, String(at));
      mkdirSync(folder);
      opened.push(await openSide(name, folder));
    }
    const [first, second] = opened;
    if (first === undefined || second === undefined) throw usageFailure("two sides are compared");
    return await compareSides(first, second, options);
  } finally {
    for (const side of opened) await side.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compareSides(left: Side, right: Side, { height: wanted, rowsShownMax }: CompareOptions) {
  if (left.network !== right.network) {
    throw usageFailure(`${left.name} is of ${left.network}, and ${right.name} of ${right.network}`);
  }
  const { network } = left;
  const newest = Math.min(left.newestHeight, right.newestHeight);
  if (wanted !== undefined && wanted > newest) throw usageFailure(`the two have no height in common above ${newest}`);
  const at = wanted ?? newest;
  const roots = await rootsAt(left, right, at);
  if (roots === undefined) throw usageFailure(`one of the two has not kept block ${at}: name another --height`);
  if (roots.left === roots.right) return { network, height: at, roots, isSame: true };
  const firstDifferingHeight = await findFirstDifference(left, right, at);
  // Right where they part, the rows that differ are the fewest; the newest state is kept in any case.
  const heights = wanted === undefined ? [firstDifferingHeight, at] : [at];
  for (const height of heights) {
    const difference = await differenceAt(left, right, height, rowsShownMax, height === heights.at(-1));
    if (difference === undefined) continue;
    const shown = (await rootsAt(left, right, height)) ?? roots;
    return { network, height, roots: shown, isSame: false, firstDifferingHeight, difference };
  }
  throw usageFailure(`neither height ${heights.join(" nor ")} is kept on both sides`);
}

async function rootsAt(left: Side, right: Side, height: number) {
  const [ours, theirs] = await Promise.all([left.rootAt(height), right.rootAt(height)]);
  return ours === undefined || theirs === undefined ? undefined : { left: ours, right: theirs };
}

/** States that have parted do not meet again, so the first height that differs is found by halving. */
async function findFirstDifference(left: Side, right: Side, differing: number): Promise<number> {
  let same = 0;
  let found = differing;
  while (found - same > 1) {
    const middle = Math.floor((same + found) / 2);
    const roots = await rootsAt(left, right, middle);
    // A block that is not kept tells nothing: what is told is the first among those that are.
    if (roots === undefined || roots.left === roots.right) same = middle;
    else found = middle;
  }
  return found;
}

/** Undefined where the state is not kept, unless that is the last that was hoped for. */
async function differenceAt(left: Side, right: Side, height: number, rowsShownMax: number, isLast: boolean) {
  try {
    const [ours, theirs] = [await left.ledgerAt(height), await right.ledgerAt(height)];
    const states = [await ours.store.readerAt(height), await theirs.store.readerAt(height)] as const;
    return await stateDifference(...states, rowReader(ours.machine.registry.modules), rowsShownMax);
  } catch (reason) {
    const isNotKept = reason instanceof Refusal || reason instanceof RefusedError;
    if (isNotKept && !isLast) return undefined;
    throw reason;
  }
}
