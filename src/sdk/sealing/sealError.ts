// Why a payload was not sealed, or a sealed file not opened.

export type SealErrorCode =
  /** The payload has not the shape of the travel rule's, or is too long. */
  | "seal/payloadUnfit"
  /** None, too many, one twice, or a key to which nothing can be sealed. */
  | "seal/recipientsUnfit"
  /** It is no sealed file. */
  | "seal/foreignFormat"
  /** The key is of no recipient. */
  | "seal/notRecipient"
  /** It was changed after it was sealed, or its sender sealed another key than it says. */
  | "seal/changed";

export class SealError extends Error {
  override readonly name = "SealError";
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, reason: string, cause?: unknown) {
    super(`${code}: ${reason}`, { cause });
    this.code = code;
  }
}
