// What a statement must be before it is recorded, and stays for good.
import type { Refusal } from "#src/core/refusal.ts";
import type { Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { governanceMost, isClear, isWithin, type Range, ranges, wholePpm } from "./rules.ts";
import type { Figure, Provenance, StatedShares, Statement } from "./schemas.ts";

/** Refuses what `statementFault` finds. */
export function requireSoundStatement(statement: Stored<Provenance & Statement>): void {
  const fault = statementFault(statement);
  if (fault !== undefined) throw fault;
}

/**
 * What is wrong with a statement: a figure that says nothing or two things, or lies where it cannot; a country named twice;
 * more than the whole; a value without a document.
 */
export function statementFault(statement: Stored<Provenance & Statement>): Refusal | undefined {
  const { indicator, shares, governance, documentHash } = statement;
  const bounded = [
    ...(indicator === undefined ? [] : [{ figure: indicator.figure, bounds: ranges[indicator.indicator].bounds }]),
    ...(governance === undefined ? [] : [{ figure: governance.figure, bounds: [0n, governanceMost] as const }]),
    ...shareFigures(shares).map((figure) => ({ figure, bounds: [0n, wholePpm] as const })),
  ];
  for (const { figure, bounds } of bounded) {
    const fault = figureFault(figure, bounds);
    if (fault !== undefined) return fault;
  }
  const isDocumented = documentHash !== undefined || bounded.every(({ figure }) => figure.value === undefined);
  if (!isDocumented) return refusals.documentMissing({});
  return shares === undefined ? undefined : sharesFault(shares);
}

function figureFault(figure: Stored<Figure>, bounds: Range["bounds"]): Refusal | undefined {
  if (!isClear(figure)) return refusals.figureUnclear({});
  const [least, most] = bounds;
  return isWithin(figure, bounds) ? undefined : refusals.outOfBounds({ least, most });
}

function shareFigures(shares: Stored<StatedShares> | undefined): Stored<Figure>[] {
  return shares === undefined ? [] : [...shares.countries.map(({ share }) => share), shares.others];
}

function sharesFault(shares: Stored<StatedShares>): Refusal | undefined {
  const named = new Set<string>();
  for (const { country } of shares.countries) {
    if (named.has(country)) return refusals.repeatedCountry({ country });
    named.add(country);
  }
  const sumPpm = shareFigures(shares).reduce((sum, { value }) => sum + (value ?? 0n), 0n);
  return sumPpm > wholePpm ? refusals.sharesTooLarge({ sumPpm }) : undefined;
}
