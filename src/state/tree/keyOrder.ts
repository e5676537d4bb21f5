// Sorting of millions of keys without an object for each: a radix sort on the leading word, then the few ties.
import { assert } from "#src/core/assert.ts";

const digitBits = 11;
const digitCount = 1 << digitBits;
const digitMask = digitCount - 1;
const leadingWordBits = 32;

/** The positions of the keys in key order. Two equal keys are a fault: nothing could say which of them counts. */
export function keyOrder(
  leadingWords: Uint32Array,
  compareKeys: (position: number, other: number) => number,
): Uint32Array {
  let order = new Uint32Array(leadingWords.length);
  for (let position = 0; position < order.length; position += 1) order[position] = position;
  let spare = new Uint32Array(order.length);
  for (let shift = 0; shift < leadingWordBits; shift += digitBits) {
    sortByDigit(leadingWords, shift, order, spare);
    [order, spare] = [spare, order];
  }
  sortTies(leadingWords, order, compareKeys);
  return order;
}

// Stable, so that passes from the lowest digit to the highest leave the whole word in order.
function sortByDigit(leadingWords: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): void {
  const nextOfDigit = new Uint32Array(digitCount + 1);
  for (const word of leadingWords) {
    const digit = (word >>> shift) & digitMask;
    nextOfDigit[digit + 1] = (nextOfDigit[digit + 1] as number) + 1;
  }
  for (let digit = 1; digit < digitCount; digit += 1) {
    nextOfDigit[digit] = (nextOfDigit[digit] as number) + (nextOfDigit[digit - 1] as number);
  }
  for (const position of from) {
    const digit = ((leadingWords[position] as number) >>> shift) & digitMask;
    const target = nextOfDigit[digit] as number;
    to[target] = position;
    nextOfDigit[digit] = target + 1;
  }
}

function sortTies(
  leadingWords: Uint32Array,
  order: Uint32Array,
  compareKeys: (position: number, other: number) => number,
): void {
  let start = 0;
  while (start < order.length) {
    const word = leadingWords[order[start] as number];
    let end = start + 1;
    while (end < order.length && leadingWords[order[end] as number] === word) end += 1;
    if (end - start > 1) {
      order.subarray(start, end).sort(compareKeys);
      for (let at = start + 1; at < end; at += 1) {
        const isLater = compareKeys(order[at - 1] as number, order[at] as number) < 0;
        assert(isLater, "every key appears once in a set of leaves or changes");
      }
    }
    start = end;
  }
}
