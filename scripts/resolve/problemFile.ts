// Balances and queued items read from a JSON file; whatever is not sound in it is refused by name.
import { readFileSync, statSync } from "node:fs";

/** What is wrong with a file, and where. */
export class ProblemFileError extends Error {
  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.name = "ProblemFileError";
  }
}

export interface FileLeg {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

export interface FileItem {
  readonly id: string;
  readonly legs: readonly FileLeg[];
}

export interface ProblemFile {
  /** By bank, then by currency; who is not named has nothing. */
  readonly balances: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  readonly items: readonly FileItem[];
}

/** What a million items take, and what a text may hold. */
const fileBytesMax = 256 * 1024 * 1024;
const itemsMax = 1_000_000;
/** A bundle of a whole market's payment versus payment is far smaller. */
const legsPerItemMax = 1_000;
/** The ledger's own bound of an amount has 29 digits. */
const wholeNumber = /^(0|[1-9][0-9]{0,28})$/;
const nameLengthMax = 256;

type Fields = Readonly<Record<string, unknown>>;

export function readProblemFile(file: string): ProblemFile {
  const { size } = statSync(file);
  if (size > fileBytesMax) throw new ProblemFileError(file, `${size} bytes, more than ${fileBytesMax}`);
  return parseProblem(file, readFileSync(file, "utf8"));
}

export function parseProblem(file: string, text: string): ProblemFile {
  const refuse = (reason: string): never => {
    throw new ProblemFileError(file, reason);
  };
  const content = fieldsOf(parseJson(text, refuse), ["balances", "items"], "the file", refuse);
  return { balances: balancesOf(content.balances, refuse), items: itemsOf(content.items, refuse) };
}

type Refuse = (reason: string) => never;

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (error) {
    return refuse(`no JSON: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}

/** An object that has the fields named; what else it has is not read. */
function fieldsOf(value: unknown, names: readonly string[], place: string, refuse: Refuse): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(`${place} is no object`);
  for (const name of names) if (!Object.hasOwn(value, name)) refuse(`${place} has no "${name}"`);
  return value as Fields;
}

function nameOf(value: unknown, place: string, refuse: Refuse): string {
  if (typeof value === "string" && value.length > 0 && value.length <= nameLengthMax) return value;
  return refuse(`${place} is ${shown(value)}, no text of 1 to ${nameLengthMax} characters`);
}

function amountOf(value: unknown, place: string, refuse: Refuse): bigint {
  if (typeof value === "string" && wholeNumber.test(value)) return BigInt(value);
  return refuse(`${place} is ${shown(value)}, no whole number of zero or more as a text`);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 64);
}

function balancesOf(value: unknown, refuse: Refuse): ProblemFile["balances"] {
  const balances = new Map<string, ReadonlyMap<string, bigint>>();
  for (const [bank, held] of Object.entries(fieldsOf(value, [], "balances", refuse))) {
    const place = `balances of ${shown(nameOf(bank, "a bank's name", refuse))}`;
    const amounts = Object.entries(fieldsOf(held, [], place, refuse)).map(([currency, amount]): [string, bigint] => [
      nameOf(currency, `a currency in ${place}`, refuse),
      amountOf(amount, `${place} in ${shown(currency)}`, refuse),
    ]);
    balances.set(bank, new Map(amounts));
  }
  return balances;
}

function itemsOf(value: unknown, refuse: Refuse): FileItem[] {
  if (!Array.isArray(value)) return refuse("items is no list");
  if (value.length > itemsMax) return refuse(`${value.length} items, more than ${itemsMax}`);
  const ids = new Set<string>();
  return value.map((entry: unknown, at) => {
    const { id: given, legs } = fieldsOf(entry, ["id", "legs"], `item ${at + 1}`, refuse);
    const id = nameOf(given, `the id of item ${at + 1}`, refuse);
    if (ids.has(id)) refuse(`item ${at + 1} has the id ${shown(id)}, which an earlier one has`);
    ids.add(id);
    if (!Array.isArray(legs) || legs.length === 0) return refuse(`item ${shown(id)} has no legs`);
    if (legs.length > legsPerItemMax) return refuse(`item ${shown(id)} has more than ${legsPerItemMax} legs`);
    return { id, legs: legs.map((leg: unknown, index) => legOf(leg, `leg ${index + 1} of item ${shown(id)}`, refuse)) };
  });
}

function legOf(value: unknown, place: string, refuse: Refuse): FileLeg {
  const { from, to, currency, amount } = fieldsOf(value, ["from", "to", "currency", "amount"], place, refuse);
  return {
    from: nameOf(from, `"from" of ${place}`, refuse),
    to: nameOf(to, `"to" of ${place}`, refuse),
    currency: nameOf(currency, `"currency" of ${place}`, refuse),
    amount: amountOf(amount, `"amount" of ${place}`, refuse),
  };
}
