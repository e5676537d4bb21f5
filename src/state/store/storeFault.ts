// Faults of storage: what stops a node, told apart so that whoever starts it can say what to do.
import { Fault } from "#src/core/assert.ts";

export type StoreFaultKind =
  /** Another process has the directory open. */
  | "locked"
  /** The directory cannot be opened, read or written. */
  | "unreadable"
  /** A row that must be there is missing or makes no sense. */
  | "corrupt"
  /** The rows do not add up to the root that was committed with them. */
  | "rootMismatch"
  /** An earlier write failed, so memory and disk may differ. */
  | "poisoned"
  | "closed";

export class StoreFault extends Fault {
  readonly kind: StoreFaultKind;

  constructor(kind: StoreFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFault";
    this.kind = kind;
  }
}
