// Why a backup cannot be restored, told apart so that whoever restores it can say what to do.
import { Fault } from "#src/core/assert.ts";

export type BackupFaultKind =
  /** The file is no backup, or of a format that this program does not know. */
  | "unknownFormat"
  /** There is no such file, or it cannot be read. */
  | "unreadable"
  /** The file ends too early. */
  | "truncated"
  /** The bytes are not those that were written. */
  | "altered"
  /** The parts do not belong together: not one state of one chain. */
  | "inconsistent"
  /** The directory expects another network. */
  | "otherNetwork"
  /** The directory holds a chain already. */
  | "directoryInUse";

export class BackupFault extends Fault {
  readonly kind: BackupFaultKind;

  constructor(kind: BackupFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BackupFault";
    this.kind = kind;
  }
}
