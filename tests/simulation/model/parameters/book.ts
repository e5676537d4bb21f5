// Values of parameters as the model keeps them: in force, and announced.
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export type Announcer =
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "proposal"; readonly council: string; readonly proposal: number };

export interface Value {
  readonly value: bigint;
  readonly next?: { readonly value: bigint; readonly fromHeight: number; readonly by: Announcer };
}

export interface Plan {
  readonly name: string;
  readonly version: number;
  readonly fromHeight: number;
}

export interface Active {
  readonly name: string;
  readonly version: number;
  readonly sinceHeight: number;
}

const makeBook = (log: UndoLog) => ({
  values: new UndoMap<string, Value>(log),
  active: new UndoCell<readonly Active[]>(log, []),
  plans: new UndoCell<readonly Plan[]>(log, []),
  /** Stopped modules, with the tally that did not balance. */
  breakers: new UndoMap<string, { readonly height: number; readonly tally: string }>(log),
});

export const parametersOf = (model: Model) => model.book(makeBook);

/** The number that holds now. */
export function parameter(model: Model, name: string): bigint {
  const row = parametersOf(model).values.get(name);
  const setting = model.settings.get(name);
  if (setting === undefined) throw new Error(`no module declares ${name}`);
  if (row === undefined) return setting.default;
  return row.next !== undefined && row.next.fromHeight <= model.height ? row.next.value : row.value;
}

export const parameterNumber = (model: Model, name: string): number => Number(parameter(model, name));

/** Puts the next value beside the one in force now. */
export function announce(model: Model, name: string, next: NonNullable<Value["next"]>): void {
  parametersOf(model).values.set(name, { value: parameter(model, name), next });
}
