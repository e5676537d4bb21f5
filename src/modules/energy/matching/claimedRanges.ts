// Ranges of certificates that were claimed or stored out of a bundle: kept in order, merged where they touch, cut with the bundle.

/** Both ends are included. */
export interface IdRange {
  readonly firstId: number;
  readonly lastId: number;
}

/** How many certificates lie in ranges that do not overlap. */
export function idsIn(ranges: readonly IdRange[]): bigint {
  return ranges.reduce((sum, { firstId, lastId }) => sum + BigInt(lastId - firstId + 1), 0n);
}

/** All ranges that are used up out of a bundle, whatever for, in order. */
export function takenRanges({ claimed = [], stored = [] }: TakenOut): IdRange[] {
  return mergeRanges(claimed, stored);
}

interface TakenOut {
  readonly claimed?: readonly IdRange[] | undefined;
  readonly stored?: readonly IdRange[] | undefined;
}

/** What of ranges lies between two ids. */
export function rangesWithin(ranges: readonly IdRange[], firstId: number, lastId: number): IdRange[] {
  return ranges.flatMap((range) => {
    const first = range.firstId > firstId ? range.firstId : firstId;
    const last = range.lastId < lastId ? range.lastId : lastId;
    return first > last ? [] : [{ firstId: first, lastId: last }];
  });
}

/** Two lists of ranges as one, in order; ranges that touch become one. The lists do not overlap. */
export function mergeRanges(left: readonly IdRange[], right: readonly IdRange[]): IdRange[] {
  const merged: IdRange[] = [];
  for (const { firstId, lastId } of [...left, ...right].sort((a, b) => a.firstId - b.firstId)) {
    const before = merged.at(-1);
    if (before !== undefined && before.lastId + 1 === firstId)
      merged[merged.length - 1] = { firstId: before.firstId, lastId };
    else merged.push({ firstId, lastId });
  }
  return merged;
}
