// How a message is described: its elements in order, how often each may occur, and what it holds; all else follows from this.
import type { Refusal } from "#src/core/refusal.ts";
import type { CurrencyDecimals } from "./currencies.ts";

/** What is wrong with a value; where it stands is known to whoever reads or writes the message. */
export class Complaint {
  readonly at: (path: string) => Refusal;

  constructor(at: (path: string) => Refusal) {
    this.at = at;
  }
}

/** What the values of a kind look like, as data, so that tests and documents follow from it as well. */
export type LeafForm =
  | { readonly kind: "text"; readonly charactersMax: number }
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "codes"; readonly codes: readonly string[] }
  | { readonly kind: "decimal"; readonly digitsMax: number; readonly decimalsMax: number; readonly signed: boolean }
  | { readonly kind: "flag" | "iban" | "lei" | "date" | "dateTime" | "time" | "yearMonth" | "wholeNumber" }
  | { readonly kind: "currencyAmount" | "pricePerUnit" };

/** An element as it is written: its text, and the currency of amounts. */
export interface Written {
  readonly text: string;
  readonly currency?: string;
}

/** An element with text and no elements. */
export interface Leaf<Value = unknown> {
  readonly kind: "leaf";
  readonly name: string;
  readonly form: LeafForm;
  /** Whether it must carry the attribute `Ccy`; no other attribute exists. */
  readonly hasCurrency: boolean;
  read(written: Written, currencies: CurrencyDecimals): Value | Complaint;
  write(value: unknown, currencies: CurrencyDecimals): Written | Complaint;
  /** Carries the type; never present at run time. */
  readonly valueType?: Value;
}

/** An element with elements: all of them in order, or exactly one. */
export interface Group<Value = unknown> {
  readonly kind: "sequence" | "choice";
  readonly elements: readonly ElementRule[];
  /** Where in `elements` a name stands. */
  readonly places: ReadonlyMap<string, number>;
  readonly valueType?: Value;
}

export type Type<Value = unknown> = Leaf<Value> | Group<Value>;

export interface ElementRule {
  readonly name: string;
  readonly type: Type;
  readonly isOptional: boolean;
  /** Whether its values form a list, though it may have only one. */
  readonly isList: boolean;
  readonly most: number;
}

interface Many<Value = unknown> {
  readonly kind: "many";
  readonly type: Type;
  readonly most: number;
  readonly valueType?: Value;
}
interface Optional<Value = unknown> {
  readonly kind: "optional";
  readonly part: Type | Many;
  readonly valueType?: Value;
}
type Part = Leaf | Group | Many | Optional;
type Shape = Readonly<Record<string, Part>>;

/** The type of the values that a description describes. */
export type ValueOf<Described> = Described extends { readonly valueType?: infer Value } ? Value : never;

type Flat<Value> = { readonly [Name in keyof Value]: Value[Name] };
type OptionalNames<Elements> = {
  [Name in keyof Elements]: Elements[Name] extends { readonly kind: "optional" } ? Name : never;
}[keyof Elements];
type SequenceValue<Elements> = Flat<
  { readonly [Name in Exclude<keyof Elements, OptionalNames<Elements>>]: ValueOf<Elements[Name]> } & {
    readonly [Name in OptionalNames<Elements>]?: ValueOf<Elements[Name]>;
  }
>;
type ChoiceValue<Elements> = {
  [Name in keyof Elements]: Flat<
    { readonly [Chosen in Name]: ValueOf<Elements[Chosen]> } & {
      readonly [Other in Exclude<keyof Elements, Name>]?: never;
    }
  >;
}[keyof Elements];

/** An element that may be left out. */
export function optional<Described extends Leaf | Group | Many>(part: Described): Optional<ValueOf<Described>> {
  return { kind: "optional", part };
}

/** An element that may be repeated, and occurs at least once unless it is optional; without a bound, the message's size is one. */
export function many<Described extends Type>(
  type: Described,
  most: number = Number.POSITIVE_INFINITY,
): Many<readonly ValueOf<Described>[]> {
  return { kind: "many", type, most };
}

/** All of these elements, in this order. */
export function sequence<const Elements extends Shape>(elements: Elements): Group<SequenceValue<Elements>> {
  return group("sequence", elements);
}

/** Exactly one of these elements. */
export function choice<const Elements extends Shape>(elements: Elements): Group<ChoiceValue<Elements>> {
  return group("choice", elements);
}

function group(kind: Group["kind"], shape: Shape): Group<never> {
  const elements = Object.entries(shape).map(([name, part]) => elementRule(name, part));
  return { kind, elements, places: new Map(elements.map(({ name }, at) => [name, at])) };
}

function elementRule(name: string, part: Part): ElementRule {
  const isOptional = part.kind === "optional";
  const inner = isOptional ? part.part : part;
  if (inner.kind === "many") return { name, type: inner.type, isOptional, isList: true, most: inner.most };
  return { name, type: inner, isOptional, isList: false, most: 1 };
}
