// Why a command failed: how it ends, a code that programs can tell apart, a sentence, and details.
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { BackupFault } from "#src/node/backup/backupFault.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { storeFaultKind } from "#src/node/reasonText.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { MalformedAnswerError, RefusedError, UnknownMessageError, UnreachableError } from "#src/sdk/errors.ts";
import { KeystoreError } from "#src/sdk/keys/keystore.ts";
import { LightError } from "#src/sdk/light/lightError.ts";
import { SealError } from "#src/sdk/sealing/sealError.ts";
import type { Exit } from "./exitCodes.ts";
import { lightTexts } from "./verify/lightTexts.ts";

export type Details = Readonly<Record<string, unknown>>;

/** Thrown by commands for what none of the layers below says already. */
export class Failure extends Error {
  readonly exit: Exit;
  readonly code: string;
  readonly details: Details;

  constructor(exit: Exit, code: string, message: string, details: Details = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
    this.exit = exit;
    this.code = code;
    this.details = details;
  }
}

export function usageFailure(message: string, details?: Details): Failure {
  return new Failure("usage", "cli/usage", message, details);
}

export interface DescribedFailure {
  readonly exit: Exit;
  readonly code: string;
  readonly message: string;
  readonly details: Details;
}

/** Places of a wrong file that are named: enough to mend it. */
const placesMax = 20;

export function describeFailure(reason: unknown): DescribedFailure {
  if (reason instanceof Failure) {
    const { exit, code, message, details } = reason;
    return { exit, code, message, details };
  }
  if (reason instanceof Refusal) return describeRefusal(reason);
  if (reason instanceof LightError) return describeLightError(reason);
  if (reason instanceof RefusedError) return describeRefusedError(reason);
  if (reason instanceof UnreachableError) {
    const url = new URL(reason.url).origin;
    return {
      exit: "unreachable",
      code: "cli/unreachable",
      message: `there is no answer from ${url}`,
      details: { url },
    };
  }
  if (reason instanceof MalformedAnswerError) {
    const details = { url: reason.url };
    return { exit: "unreachable", code: "cli/noNode", message: `${reason.message}: is it a node?`, details };
  }
  // Another passphrase, file or key is needed; whoever asks can mend it.
  if (reason instanceof KeystoreError) return describe("usage", reason.code, reason.message);
  if (reason instanceof SealError) {
    return describe(reason.code === "seal/changed" ? "unverified" : "usage", reason.code, reason.message);
  }
  if (reason instanceof UnknownMessageError) return describe("usage", "cli/unknownMessage", reason.message);
  if (reason instanceof z.ZodError) return describeZodError(reason);
  if (reason instanceof BackupFault) {
    const exit = reason.kind === "directoryInUse" || reason.kind === "unreadable" ? "usage" : "unverified";
    return { exit, code: `backup/${reason.kind}`, message: reason.message, details: {} };
  }
  if (reason instanceof ContentError) {
    return { ...describe("usage", "cli/content", reason.message.replace(/^\./, "")), details: { path: reason.path } };
  }
  if (reason instanceof OperatorMistake) return describe("usage", "cli/usage", reason.message);
  const storeFault = storeFaultKind(reason);
  if (storeFault !== undefined) {
    const exit = storeExits[storeFault] ?? "unexpected";
    return describe(exit, `store/${storeFault}`, messageOf(reason));
  }
  if (isSystemError(reason)) return describeSystemError(reason);
  return describe("unexpected", reason instanceof Fault ? "cli/fault" : "cli/unexpected", messageOf(reason));
}

function describe(exit: Exit, code: string, message: string): DescribedFailure {
  return { exit, code, message, details: {} };
}

function describeRefusal({ definition, details }: Refusal): DescribedFailure {
  const shown = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
  );
  return { exit: "refused", code: definition.code, message: `${definition.code}: ${definition.text}`, details: shown };
}

/** A node that cannot answer now, or has failed, is as good as out of reach. */
const unanswering = new Set(["api/notReady", "api/internal"]);

function describeRefusedError({ code, message, details, places }: RefusedError): DescribedFailure {
  const exit = unanswering.has(code) ? "unreachable" : "refused";
  return { exit, code, message, details: places.length === 0 ? details : { ...details, places } };
}

function describeLightError({ code, details }: LightError): DescribedFailure {
  const places = Object.entries(details).map(([name, value]) => `${name} ${value}`);
  const message = `${code}: ${[lightTexts[code], ...places].join(", ")}`;
  if (code === "light/unavailable") return { exit: "unreachable", code, message, details };
  return { exit: code === "light/invalidOptions" ? "usage" : "unverified", code, message, details };
}

function describeZodError({ issues }: z.ZodError): DescribedFailure {
  const places = issues.slice(0, placesMax).map(({ path, message }) => ({ path: path.join("."), reason: message }));
  const said = places.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
  const more = issues.length > places.length ? [`and ${issues.length - places.length} more`] : [];
  return { exit: "usage", code: "cli/invalid", message: oneLine([...said, ...more].join("; ")), details: { places } };
}

interface SystemError extends Error {
  readonly code: string;
}

/** Stored bytes that are not those that were written do not hold; a directory that a node has open is somebody's to close. */
const storeExits: { readonly [Kind in NonNullable<ReturnType<typeof storeFaultKind>>]?: Exit } = {
  locked: "usage",
  unreadable: "usage",
  corrupt: "unverified",
  rootMismatch: "unverified",
};

/** A file or port that is not there, not ours, or taken; or a folder that another process holds open. */
const mendable = new Set(["ENOENT", "EACCES", "EPERM", "EEXIST", "ENOTDIR", "EISDIR", "EADDRINUSE", "LEVEL_LOCKED"]);
const unanswered = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT", "EAI_AGAIN"]);

function describeSystemError({ code, message }: SystemError): DescribedFailure {
  const exit = mendable.has(code) ? "usage" : unanswered.has(code) ? "unreachable" : "unexpected";
  return { exit, code: `system/${code}`, message: oneLine(message), details: {} };
}

function isSystemError(reason: unknown): reason is SystemError {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string";
}

function messageOf(reason: unknown): string {
  return oneLine(reason instanceof Error ? reason.message : String(reason));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
