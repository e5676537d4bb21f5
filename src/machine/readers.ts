// Who may read what: a query's own rule, and whether somebody who asks satisfies it.

/** What a reader has proved to be. */
export type Reader =
  | { readonly role: "bank"; readonly account: string }
  | { readonly role: "central-bank"; readonly currency: string; readonly account?: string | undefined }
  | { readonly role: "supervisor" };

/** The names of parameters, or of members of the row, that say whose row it is; a dot leads into a member. */
export interface PartyReaders {
  readonly parties: readonly string[];
  readonly currencies: readonly string[];
}

export type Readers = "public" | "supervisor" | PartyReaders;

/**
 * The row belongs to the accounts found under these names, and to the central bank of the currency under `currency`,
 * or under other names, where there is one.
 */
export function party(parties: string | readonly string[], currencies: readonly string[] = ["currency"]): PartyReaders {
  return { parties: [parties].flat(), currencies };
}

/** What is known of the row so far: first its query's parameters, then its answer too. */
type Known = Readonly<Record<string, unknown>>;

/** The texts under a name; of a list, those of all its entries. */
function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => textsAt(entry, path));
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === "string" ? [value] : [];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  return textsAt((value as Known)[name], rest);
}

function names(known: readonly Known[], paths: readonly string[], text: string): boolean {
  return known.some((part) => paths.some((path) => textsAt(part, path.split(".")).includes(text)));
}

/** Whether what is known of the row shows that this reader may read it. */
export function mayRead(readers: Readers, reader: Reader | undefined, ...known: readonly Known[]): boolean {
  if (readers === "public") return true;
  if (reader === undefined) return false;
  if (reader.role === "supervisor") return true;
  if (readers === "supervisor") return false;
  if (reader.account !== undefined && names(known, readers.parties, reader.account)) return true;
  return reader.role === "central-bank" && names(known, readers.currencies, reader.currency);
}

/** Whether the answer can still show what the parameters do not. */
export function dependsOnRow(readers: Readers, params: readonly string[]): boolean {
  if (typeof readers === "string") return false;
  return [...readers.parties, ...readers.currencies].some((path) => !params.includes(path));
}

/**
 * The part of a value that these readers may see. An entry of a list that names an `account` is that account's own: a
 * position among positions, a counter among counters. The same value where nothing is left out.
 */
export function ownPart<Value>(readers: readonly Reader[], value: Value): Value {
  if (Array.isArray(value)) {
    const kept = value.filter((entry) => isOwnEntry(readers, entry)).map((entry) => ownPart(readers, entry));
    return kept.length === value.length && kept.every((entry, at) => entry === value[at]) ? value : (kept as Value);
  }
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, ownPart(readers, member), member] as const);
  if (members.every(([, part, member]) => part === member)) return value;
  return Object.fromEntries(members.map(([name, part]) => [name, part])) as Value;
}

function isOwnEntry(readers: readonly Reader[], entry: unknown): boolean {
  const { account, currency } = (entry ?? {}) as { readonly account?: unknown; readonly currency?: unknown };
  if (typeof account !== "string") return true;
  return readers.some(
    (reader) =>
      reader.role === "supervisor" ||
      reader.account === account ||
      (reader.role === "central-bank" && (currency === undefined || currency === reader.currency)),
  );
}

/** An event that is not public is for those whom it names: an account, or the central bank of a currency. */
export function mayReadEvent(isPublic: boolean, reader: Reader | undefined, content: unknown): boolean {
  if (isPublic || reader?.role === "supervisor") return true;
  if (reader === undefined) return false;
  if (reader.account !== undefined && holdsText(content, reader.account)) return true;
  return reader.role === "central-bank" && holdsText(content, reader.currency);
}

function holdsText(value: unknown, text: string): boolean {
  if (typeof value === "string") return value === text;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((member) => holdsText(member, text));
}
