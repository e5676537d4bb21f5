// Refusals: the expected ways in which the ledger says no, each with a stable code and number.

/** What a refusal means for the caller; the API maps each kind to one HTTP status. */
export type RefusalKind = "invalid" | "unauthorised" | "unknown" | "conflict" | "limit";

export type RefusalDetails = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** One entry of the error catalogue: `code` is `module/condition`, `number` is unique in the ledger and never reused. */
export interface RefusalDefinition {
  readonly code: string;
  readonly number: number;
  readonly kind: RefusalKind;
  readonly text: string;
}

/** Thrown by a handler, caught by the machine alone, which rolls the transaction back. */
export class Refusal extends Error {
  readonly definition: RefusalDefinition;
  readonly details: RefusalDetails;

  constructor(definition: RefusalDefinition, details: RefusalDetails) {
    super(`${definition.code}: ${definition.text}`);
    this.name = "Refusal";
    this.definition = definition;
    this.details = details;
  }
}

interface RefusalEntry<Details extends RefusalDetails> {
  readonly number: number;
  readonly kind: RefusalKind;
  readonly text: string;
  /** Carries the type of the details; never present at run time. */
  readonly detailsType?: Details;
}

/** A function that makes the refusal, which also carries its own catalogue entry. */
export interface RefusalFactory<Details extends RefusalDetails> {
  (details: Details): Refusal;
  readonly definition: RefusalDefinition;
}

/** One line of a module's `refusals.ts`. */
export function refusal<Details extends RefusalDetails = Record<string, never>>(
  number: number,
  kind: RefusalKind,
  text: string,
): RefusalEntry<Details> {
  return { number, kind, text };
}

type Factories<Entries> = {
  readonly [Name in keyof Entries]: Entries[Name] extends RefusalEntry<infer Details> ? RefusalFactory<Details> : never;
};

// biome-ignore lint/suspicious/noExplicitAny: the details type of each entry is recovered by `Factories`.
export function defineRefusals<const Entries extends Record<string, RefusalEntry<any>>>(
  subject: string,
  entries: Entries,
): Factories<Entries> {
  const factories: Record<string, RefusalFactory<RefusalDetails>> = {};
  for (const [condition, { number, kind, text }] of Object.entries(entries)) {
    const definition: RefusalDefinition = { code: `${subject}/${condition}`, number, kind, text };
    factories[condition] = Object.assign((details: RefusalDetails) => new Refusal(definition, details), { definition });
  }
  return factories as Factories<Entries>;
}
