// Why a command ended, for the person who started it: what they can mend as a sentence, a defect with its trace.
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { StoreFault, type StoreFaultKind } from "#src/state/store/storeFault.ts";

export function reasonText(reason: unknown): string {
  if (reason instanceof z.ZodError) return z.prettifyError(reason);
  if (reason instanceof Refusal) return `${reason.message} ${JSON.stringify(reason.details)}`;
  if (reason instanceof Fault || isSystemError(reason)) return reason.message;
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

/** A file or port that is not there or taken, or an unknown flag. */
function isSystemError(reason: unknown): reason is Error {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string";
}

/** What kind of fault of storage it is; undefined when it is none. */
export function storeFaultKind(reason: unknown): StoreFaultKind | undefined {
  return reason instanceof StoreFault ? reason.kind : undefined;
}
