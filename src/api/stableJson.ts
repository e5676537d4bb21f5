// JSON as files and hashes need it: one value always gives one text.

/** Members in order of their names, lists as they are: a change of order in the code is no change of a contract. */
export function stableJson(value: unknown): string {
  const sorted = (_: string, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member;
  return `${JSON.stringify(value, sorted, 2)}\n`;
}
