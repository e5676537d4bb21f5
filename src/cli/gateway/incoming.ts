// One round over the files that wait: read, paid or refused, answered, and only then put away.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeFailure, Failure } from "#src/cli/failure.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import { type PaymentMessage, paymentContents } from "#src/iso20022/duplicates.ts";
import { type Message, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import type { Bank } from "./bankFile.ts";
import { type GatewayFolders, putAway, readIfThere, stemOf, waitingFiles } from "./folders.ts";
import type { PaymentAnswer } from "./paymentJournal.ts";
import { orderOf } from "./paymentOrder.ts";
import type { Payments } from "./payments.ts";
import { rejection } from "./rejection.ts";
import { statusReport } from "./statusReport.ts";

export interface IncomingParts {
  readonly folders: GatewayFolders;
  readonly bank: Bank;
  readonly currencies: CurrencyDecimals;
  readonly payments: Payments;
  readonly ledgerMs: () => Promise<number>;
  readonly fileBytesMax: number;
  readonly filesPerRoundMax: number;
  readonly progress: (line: string) => void;
}

export interface RoundCounts {
  readonly done: number;
  readonly rejected: number;
  /** Not decided yet: they wait for the next round. */
  readonly waiting: number;
}

type Ending = keyof RoundCounts;

/** More in one file only holds up its answer. */
const paymentsPerFileMax = 1_000;
const filesAtOnce = 16;
const paymentsAtOnce = 16;

export async function takeRound(parts: IncomingParts): Promise<RoundCounts> {
  const counts = { done: 0, rejected: 0, waiting: 0 };
  const ledgerMs = await parts.ledgerMs();
  await eachAtOnce(waitingFiles(parts.folders.in, parts.filesPerRoundMax), filesAtOnce, async (name) => {
    counts[await takeFile(parts, name, ledgerMs)] += 1;
  });
  return counts;
}

async function takeFile(parts: IncomingParts, name: string, ledgerMs: number): Promise<Ending> {
  const bytes = readIfThere(join(parts.folders.in, name), parts.fileBytesMax + 1);
  if (bytes === undefined) return "waiting";
  // Of a file that is too large, only of its beginning.
  const hash = bytesToHex(sha256(bytes));
  let message: PaymentMessage;
  try {
    message = paymentsOf(readMessage(bytes, { currencies: parts.currencies, bytesMax: parts.fileBytesMax }));
  } catch (reason) {
    if (reason instanceof Refusal || reason instanceof Failure) return reject(parts, { name, hash, ledgerMs }, reason);
    throw reason;
  }
  let answers: readonly PaymentAnswer[];
  try {
    answers = await answersOf(parts, message, ledgerMs);
  } catch (reason) {
    if (!isUndecided(reason)) throw reason;
    parts.progress(`${name}: not decided yet, ${describeFailure(reason).message}`);
    return "waiting";
  }
  const out = join(parts.folders.out, `${stemOf(name)}.${hash.slice(0, 16)}.pacs.002.xml`);
  const report = writeMessage(statusReport(message, answers, hash), { currencies: parts.currencies });
  if (!existsSync(out)) saveFile(out, new TextDecoder().decode(report));
  // The bank may have put another file in its place meanwhile: that one is read in the next round.
  const now = readIfThere(join(parts.folders.in, name), parts.fileBytesMax + 1);
  if (now === undefined || bytesToHex(sha256(now)) !== hash) return "waiting";
  const ending = answers.some(({ state }) => state === "settled") ? "done" : "rejected";
  putAway(join(parts.folders.in, name), parts.folders[ending], name, hash);
  for (const answer of answers) parts.progress(`${name}: ${lineOf(answer)}`);
  return ending;
}

function paymentsOf(message: Message): PaymentMessage {
  if (message.name !== "pacs.008.001.08" && message.name !== "pacs.009.001.08") {
    throw new Failure("refused", "cli/notAPayment", `${message.name} is not taken here: pacs.008 and pacs.009 are`);
  }
  if (message.content.CdtTrfTxInf.length > paymentsPerFileMax) {
    throw new Failure("refused", "cli/tooManyPayments", `at most ${paymentsPerFileMax} payments stand in one file`);
  }
  return message;
}

async function answersOf(
  { bank, currencies, payments }: IncomingParts,
  message: PaymentMessage,
  ledgerMs: number,
): Promise<readonly PaymentAnswer[]> {
  const contents = [...paymentContents(message, currencies).entries()];
  const answers: PaymentAnswer[] = [];
  await eachAtOnce(contents, paymentsAtOnce, async ([at, { key, contentHash }]) => {
    const order = orderOf(message, at, { bank, currencies, ledgerMs });
    if (key !== undefined) answers[at] = await payments.make({ key, contentHash, order, ledgerMs });
    // Without a UETR it cannot be told from another, so it is never paid.
    else answers[at] = { state: "refused", reason: "CH21", text: "PmtId/UETR is missing", timeMs: ledgerMs };
  });
  return answers;
}

/** What refuses at the door decides nothing: the same bytes may have been taken before. */
function isUndecided(reason: unknown): boolean {
  return (
    reason instanceof UnreachableError ||
    reason instanceof MalformedAnswerError ||
    reason instanceof RefusedError ||
    (reason instanceof Failure && reason.code === "cli/paymentUndecided")
  );
}

/** The refusal is on disk before the file has moved, so that no rejected file lies there unexplained. */
function reject(
  { folders, currencies, progress }: IncomingParts,
  file: { readonly name: string; readonly hash: string; readonly ledgerMs: number },
  reason: Refusal | Failure,
): Ending {
  const { name, hash } = file;
  const { code, message, details } = describeFailure(reason);
  const out = join(folders.out, `${stemOf(name)}.${hash.slice(0, 16)}.admi.002.xml`);
  if (!existsSync(out)) saveFile(out, writeMessage(rejection(file, { code, message }), { currencies }));
  const beside = join(folders.rejected, `${stemOf(name)}.${hash.slice(0, 16)}.json`);
  saveFile(beside, `${JSON.stringify({ file: name, code, message, details })}\n`);
  putAway(join(folders.in, name), folders.rejected, name, hash);
  progress(`${name}: ${message}`);
  return "rejected";
}

function lineOf(answer: PaymentAnswer): string {
  if (answer.state === "settled") return `ACSC in block ${answer.height}, transaction ${answer.transaction}`;
  return `RJCT ${answer.reason}, ${answer.text}`;
}

async function eachAtOnce<Item>(items: readonly Item[], most: number, work: (item: Item) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, worker));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
