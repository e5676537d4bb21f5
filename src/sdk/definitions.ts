// The types of messages, queries and events, computed from the modules' own definitions; nothing here exists at run time.
import type { z } from "zod";
import type { Account } from "#src/core/account.ts";
import type * as registry from "#src/modules/registry.ts";
import type { Money } from "./money.ts";

type Modules = typeof registry;
type Module = Modules[keyof Modules];
type Part = "messages" | "queries" | "events" | "refusals";

/** `module/name` of everything that the modules define of one part. */
type NamesOf<Defined extends Part, Any = Module> = Any extends { readonly name: infer Name extends string } & {
  readonly [Key in Defined]: infer Entries;
}
  ? `${Name}/${keyof Entries & string}`
  : never;

type EntryOf<Defined extends Part, Name extends string> = Name extends `${infer Owner}/${infer Own}`
  ? Extract<Module, { readonly name: Owner }> extends { readonly [Key in Defined]: infer Entries }
    ? Own extends keyof Entries
      ? Entries[Own]
      : never
    : never
  : never;

export type MessageType = NamesOf<"messages">;
export type QueryName = NamesOf<"queries">;
export type EventType = NamesOf<"events">;
/** The refusals of modules; the ledger's core, its machine and its HTTP interface have some more. */
export type RefusalCode = NamesOf<"refusals">;

type JsonOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
type MemberOf<Entry, Member extends string> = Entry extends { readonly [Name in Member]?: infer Value }
  ? NonNullable<Value>
  : never;

/** What a message answers with, in its JSON form; undefined for most. */
export type AnswerOf<Type extends MessageType> = JsonOf<MemberOf<EntryOf<"messages", Type>, "result">>;
export type ParamsOf<Name extends QueryName> = Readonly<JsonOf<MemberOf<EntryOf<"queries", Name>, "params">>>;
export type ResultOf<Name extends QueryName> = JsonOf<MemberOf<EntryOf<"queries", Name>, "result">>;

/** The queries that answer in pages. */
export type PagedName = {
  [Name in QueryName]: ResultOf<Name> extends { readonly items: readonly unknown[]; readonly next?: string | undefined }
    ? ParamsOf<Name> extends { readonly after?: string | undefined }
      ? Name
      : never
    : never;
}[QueryName];
export type ItemOf<Name extends PagedName> =
  ResultOf<Name> extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** One event with its place; the content is in its JSON form. */
export type LedgerEvent = {
  [Type in EventType]: {
    readonly type: Type;
    readonly height: number;
    readonly index: number;
    /** Absent for what a block's own work announced. */
    readonly transactionId?: string;
    readonly content: JsonOf<MemberOf<EntryOf<"events", Type>, "schema">>;
  };
}[EventType];

/** The details of a refusal in their JSON form: integers of any size are texts. */
export type DetailsOf<Code extends RefusalCode> =
  EntryOf<"refusals", Code> extends (details: infer Details) => unknown
    ? { readonly [Name in keyof Details]: Details[Name] extends bigint ? string : Details[Name] }
    : never;

export type ModuleName = Module["name"];
export type VerbOf<Owner extends ModuleName> = MessageType extends infer Type
  ? Type extends `${Owner}/${infer Verb}`
    ? Verb
    : never
  : never;

/** The content of a message: its JSON form, or the values that a program has at hand instead. */
export type ContentOf<Type extends MessageType, Currency extends string = string> = Given<
  z.output<MemberOf<EntryOf<"messages", Type>, "schema"> & z.ZodType>,
  Currency
>;

/** Amounts and weights as decimal texts or `bigint`, hashes and keys as hex or bytes, accounts as text. */
type Given<Value, Currency extends string> = Value extends bigint
  ? string | bigint
  : Value extends Uint8Array
    ? string | Uint8Array
    : Value extends Account
      ? string
      : Value extends readonly (infer Item)[]
        ? readonly Given<Item, Currency>[]
        : Value extends { readonly currency: string; readonly amount: bigint }
          ? // The compiler learns the currencies from the first part, and the second holds each amount to its own.
            { readonly currency: Currency } & GivenMoney<Value, Currency>
          : Value extends object
            ? { readonly [Name in keyof Value]: GivenMember<Name, Value[Name], Currency> }
            : Value;

/** Where an amount stands beside its currency the two must fit; each currency of a list apart. */
type GivenMoney<Value, Currency extends string> = Currency extends string
  ? {
      readonly [Name in keyof Value]: Name extends "currency"
        ? Currency
        : Name extends "amount"
          ? string | bigint | Money<Currency>
          : GivenMember<Name, Value[Name], Currency>;
    }
  : never;

/** A field in micro-units of the anchored currency takes its money. */
type GivenMember<Name, Value, Currency extends string> = Name extends `${string}MicroKdg`
  ? Given<Value, Currency> | Money<"KDG">
  : Given<Value, Currency>;
