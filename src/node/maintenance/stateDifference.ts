// Where two states of one height differ: the modules, how many rows of each, and the first keys with both values.
import { compareText } from "#src/core/order.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { StateScanner, StoredRow } from "#src/state/view.ts";
import { moduleOfKey, type ReadableValue } from "./rowReader.ts";

export interface RowDifference {
  readonly key: string;
  readonly module: string;
  /** Absent on the side that has no such row. */
  readonly left?: ReadableValue;
  readonly right?: ReadableValue;
}

export interface StateDifference {
  readonly height: number;
  readonly rowsCompared: number;
  readonly rowsDiffering: number;
  /** Rows that differ, by module, in the order of their keys. */
  readonly modules: readonly { readonly module: string; readonly rows: number }[];
  /** The first of them, up to the bound that was asked for. */
  readonly first: readonly RowDifference[];
}

type ReadRow = (key: string, bytes: Uint8Array) => ReadableValue;

/** Both must be of one height. All rows are compared; `rowsShownMax` bounds how many are told one by one. */
export async function stateDifference(
  left: StateScanner,
  right: StateScanner,
  read: ReadRow,
  rowsShownMax: number,
): Promise<StateDifference> {
  const first: RowDifference[] = [];
  const byModule = new Map<string, number>();
  let rowsCompared = 0;
  let rowsDiffering = 0;
  for await (const { key, ours, theirs } of pairs(left, right)) {
    rowsCompared += 1;
    if (ours !== undefined && theirs !== undefined && bytesEqual(ours, theirs)) continue;
    rowsDiffering += 1;
    const module = moduleOfKey(key);
    byModule.set(module, (byModule.get(module) ?? 0) + 1);
    if (first.length >= rowsShownMax) continue;
    first.push({
      key,
      module,
      ...(ours === undefined ? {} : { left: read(key, ours) }),
      ...(theirs === undefined ? {} : { right: read(key, theirs) }),
    });
  }
  const modules = [...byModule].map(([module, rows]) => ({ module, rows }));
  return { height: left.height, rowsCompared, rowsDiffering, modules, first };
}

interface Pair {
  readonly key: string;
  readonly ours: Uint8Array | undefined;
  readonly theirs: Uint8Array | undefined;
}

/** The rows of both sides walked together in the order of their keys. */
async function* pairs(left: StateScanner, right: StateScanner): AsyncGenerator<Pair> {
  const ourRows = left.scanRows({ prefix: "" })[Symbol.asyncIterator]();
  const theirRows = right.scanRows({ prefix: "" })[Symbol.asyncIterator]();
  let our = await nextOf(ourRows);
  let their = await nextOf(theirRows);
  while (our !== undefined || their !== undefined) {
    const order = our === undefined ? 1 : their === undefined ? -1 : compareText(our.key, their.key);
    const key = order <= 0 ? our?.key : their?.key;
    yield {
      key: key ?? "",
      ours: order <= 0 ? our?.value : undefined,
      theirs: order >= 0 ? their?.value : undefined,
    };
    if (order <= 0) our = await nextOf(ourRows);
    if (order >= 0) their = await nextOf(theirRows);
  }
}

async function nextOf(rows: AsyncIterator<StoredRow>): Promise<StoredRow | undefined> {
  const { done, value } = await rows.next();
  return done === true ? undefined : value;
}
