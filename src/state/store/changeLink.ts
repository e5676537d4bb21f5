// A chain of the changes of newer blocks: whoever holds the link of its height can undo all that came after it.
import type { RowChange } from "../journal.ts";
import { firstNotBefore, type RowState } from "./sortedRows.ts";

/** A committed block, its changes, and the block after it. A link that no reader holds is collected as garbage. */
export class ChangeLink {
  readonly height: number;
  readonly timeMs: number;
  readonly root: Uint8Array;
  /** Rows changed by this block and all before it since the store was opened. */
  readonly changedRowsSum: number;
  readonly changes: readonly RowChange[];
  #keys: readonly string[] | undefined;
  #next: ChangeLink | undefined;

  constructor(
    block: { readonly height: number; readonly timeMs: number; readonly root: Uint8Array },
    changes: readonly RowChange[],
    previous?: ChangeLink,
  ) {
    this.height = block.height;
    this.timeMs = block.timeMs;
    this.root = block.root;
    this.changes = changes;
    this.changedRowsSum = (previous?.changedRowsSum ?? 0) + changes.length;
    if (previous !== undefined) previous.#next = this;
  }

  get next(): ChangeLink | undefined {
    return this.#next;
  }

  /** The changed keys in order. */
  get keys(): readonly string[] {
    this.#keys ??= this.changes.map(({ key }) => key);
    return this.#keys;
  }

  /** The row before this block, undefined where the block left it alone. */
  rowBefore(key: string): RowState | undefined {
    const { changes } = this;
    const at = firstNotBefore(changes.length, (position) => changes[position]?.key ?? "", key);
    const change = changes[at];
    return change === undefined || change.key !== key ? undefined : (change.before ?? null);
  }
}
