// A node as the commands that send know it: its network, the names of its accounts, its time, and what it decides.
import { z } from "zod";
import { getParsed, httpOf, isProblem, malformedAnswer } from "#src/cli/http.ts";
import { accountSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import { parsed } from "#src/sdk/http.ts";
import type { Message } from "#src/sdk/messages.ts";
import { readMessagesInForce, requireInForce } from "#src/sdk/messagesInForce.ts";
import { type Signed, submissionPaths } from "#src/sdk/transactions.ts";

const healthSchema = z.looseObject({ network: z.string() });
const genesisSchema = z.looseObject({
  devnet: z.boolean(),
  aliases: z.array(z.looseObject({ alias: z.string(), account: accountSchema })).max(1_000),
});
const blockSchema = z.looseObject({ height: heightSchema, timeMs: timeMsSchema });
export type NewestBlock = z.output<typeof blockSchema>;
const refusalSchema = z.looseObject({ code: z.string(), details: z.unknown() });
const decidedSchema = z.looseObject({
  id: hashSchema.transform(bytesToHex),
  height: heightSchema,
  code: z.int().min(0),
  refusal: refusalSchema.optional(),
  itemCodes: z.array(z.int().min(0)).optional(),
  itemRefusals: z.array(z.looseObject({ index: z.int().min(0), refusal: refusalSchema })).optional(),
});
/** A decided transaction or batch, refused or not, with all that the node tells of it. */
export type Decided = z.output<typeof decidedSchema>;

/** Signed bytes on their way. */
export interface SealedEnvelope extends Signed {
  /** A height that the ledger had when these bytes were made: it can only have decided them afterwards. */
  readonly sinceHeight: number;
}

export interface LedgerLink {
  readonly url: string;
  readonly network: string;
  readonly isDevnet: boolean;
  /** The accounts that a devnet knows by name. */
  readonly aliases: ReadonlyMap<string, string>;
}

export async function linkTo(url: string): Promise<LedgerLink> {
  const { network } = await getParsed(url, "/health", healthSchema);
  const { devnet, aliases } = await getParsed(url, "/v1/genesis", genesisSchema);
  const names = devnet ? aliases.map(({ alias, account }) => [alias, account] as const) : [];
  return { url, network, isDevnet: devnet, aliases: new Map(names) };
}

/** Its time is the ledger's clock, by which transactions expire. */
export function newestBlock({ url }: Pick<LedgerLink, "url">): Promise<NewestBlock> {
  return getParsed(url, "/v1/blocks/latest", blockSchema);
}

/** The result of a decided transaction; undefined while none is known. */
export async function findDecided({ url }: LedgerLink, id: string): Promise<Decided | undefined> {
  try {
    return await getParsed(url, `/v1/transactions/${id}`, decidedSchema);
  } catch (reason) {
    if (isProblem(reason, "api/unknownTransaction")) return undefined;
    throw reason;
  }
}

/** Nothing is signed that this ledger would read in another way, or not at all. */
export async function requireSameSchema(
  { url }: LedgerLink,
  message: Pick<Message, "schemaHash"> & { readonly type: string },
): Promise<void> {
  requireInForce(message, await readMessagesInForce(httpOf(url)));
}

const pauseMs = 500;
/** How much a ledger's clock may be behind this machine's. */
const graceMs = 60_000;

/**
 * Sends the same bytes until they are decided, through nodes that stop and come back; undefined once they have expired
 * undecided and never can be. Throws what refuses them at the door.
 */
export async function decide(link: LedgerLink, sealed: SealedEnvelope): Promise<Decided | undefined> {
  for (;;) {
    const answer = await tryOnce(link, sealed);
    if (answer !== "later") return answer === "expired" ? undefined : answer;
    await new Promise((done) => setTimeout(done, pauseMs));
  }
}

async function tryOnce(link: LedgerLink, sealed: SealedEnvelope): Promise<Decided | "expired" | "later"> {
  try {
    const found = await findDecided(link, sealed.id);
    if (found !== undefined) return found;
    if ((await newestBlock(link)).timeMs > sealed.validUntilMs) return await decidedOrExpired(link, sealed);
    return (await send(link, sealed)) ?? "later";
  } catch (reason) {
    // A ledger that has not been heard of until well after the end is not waited for any longer.
    if (isPassing(reason) && Date.now() < sealed.validUntilMs + graceMs) return "later";
    throw reason;
  }
}

/** The ledger's clock has passed the end: no later block takes these bytes, but one before may have. */
async function decidedOrExpired(link: LedgerLink, { id, sinceHeight }: SealedEnvelope): Promise<Decided | "expired"> {
  const found = await findDecided(link, id);
  if (found !== undefined) return found;
  // A node that was restored from a backup does not know what was decided before.
  await getParsed(link.url, `/v1/blocks/${Math.max(1, sinceHeight)}`, blockSchema);
  return "expired";
}

/** Nothing was taken, or nobody knows: the same bytes may be sent again. */
function isPassing(reason: unknown): boolean {
  if (reason instanceof RefusedError) {
    const isOfMoment = reason.retryAfterMs !== undefined || refillsWithTime(reason.code);
    return isOfMoment && reason.decided === undefined;
  }
  return reason instanceof UnreachableError || reason instanceof MalformedAnswerError;
}

/** An account's quota comes back by itself: a file of more than it allows at once is sent as it does. */
export function refillsWithTime(code: string): boolean {
  return code === "accounts/quotaExhausted" || code === "machine/tooManyRemembered";
}

/** Undefined when it is not decided yet, or when the next round finds out what became of it. */
async function send({ url }: LedgerLink, { kind, bytes, id }: SealedEnvelope): Promise<Decided | undefined> {
  const path = submissionPaths[kind];
  try {
    const { status, json } = await httpOf(url).send({ path: `${path}?wait=committed`, bytes });
    return status === 202 ? undefined : requireSame(url, parsed(url + path, decidedSchema, json), id);
  } catch (reason) {
    if (!(reason instanceof RefusedError)) throw reason;
    if (reason.decided !== undefined || reason.code === "machine/expired") return undefined;
    throw reason;
  }
}

function requireSame(url: string, decided: Decided, id: string): Decided {
  if (decided.id === id) return decided;
  throw malformedAnswer(url, "the result of another transaction");
}
