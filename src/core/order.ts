// The one order of text: by code unit, which for our keys is the order of their bytes, whatever the locale.

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
