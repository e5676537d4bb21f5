// The difference of two states for a person: the modules, then the first rows with both values.
import type { ReadableValue } from "#src/node/maintenance/rowReader.ts";
import type { StateDifference } from "#src/node/maintenance/stateDifference.ts";

export interface SideNames {
  readonly left: string;
  readonly right: string;
}

/** A value longer than this is cut: a row may hold half a megabyte. */
const valueCharactersMax = 400;

export function describeDifference(difference: StateDifference, names: SideNames): string {
  const { height, rowsCompared, rowsDiffering, modules, first } = difference;
  const width = Math.max(names.left.length, names.right.length);
  const rows = first.flatMap(({ key, left, right }) => [
    key,
    `  ${names.left.padEnd(width)}  ${valueText(left)}`,
    `  ${names.right.padEnd(width)}  ${valueText(right)}`,
  ]);
  const counts = modules.map(({ module, rows: count }) => `${module} (${count})`).join(", ");
  return [
    `At height ${height}, ${rowsDiffering} of ${rowsCompared} rows differ: ${counts === "" ? "none" : counts}`,
    ...rows,
    ...(rowsDiffering > first.length ? [`and ${rowsDiffering - first.length} more`] : []),
  ].join("\n");
}

function valueText(value: ReadableValue | undefined): string {
  if (value === undefined) return "(no such row)";
  const text = value.value === undefined ? `0x${value.hex}` : JSON.stringify(value.value);
  return text.length > valueCharactersMax ? `${text.slice(0, valueCharactersMax)}…` : text;
}
