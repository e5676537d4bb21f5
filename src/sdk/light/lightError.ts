// Why the light client does not believe something: one code for each reason.
import type { LightBlock } from "./lightBlock.ts";

export type LightErrorCode =
  /** An answer is not in CometBFT's form, or not the proof that our API gives. */
  | "light/malformedAnswer"
  /** The client was set up with a trust level, period or bound that protects nobody. */
  | "light/invalidOptions"
  /** The header belongs to another chain. */
  | "light/wrongChain"
  /** A source answered with another height than it was asked for, or heights do not follow one another as they must. */
  | "light/wrongHeight"
  /** A field of the header has a value that no block has. */
  | "light/invalidHeader"
  /** Time does not rise with height. */
  | "light/timeNotLater"
  | "light/headerFromTheFuture"
  /** What is trusted is older than the trusting period: validators who have left may sign anything about what followed. */
  | "light/trustExpired"
  /** The validators are not those that the header, or the trusted header before it, names. */
  | "light/wrongValidators"
  /** The commit is for another block or height, or a signature is wrong, or two thirds did not sign. */
  | "light/invalidCommit"
  /** Too few of the validators that are trusted signed the header: one between the two is needed. */
  | "light/notEnoughTrust"
  /** An earlier header is not the one to which the trusted header points. */
  | "light/brokenChain"
  /** The first header is not the one that the user trusts. */
  | "light/wrongTrustRoot"
  | "light/nothingTrusted"
  | "light/tooManySteps"
  /** A source does not have the block, or does not answer. */
  | "light/unavailable"
  /** Two headers of one height, both signed as they must be: the validators, or those who hold their keys, attack. */
  | "light/diverged"
  /** None of the other sources confirmed the header. */
  | "light/notConfirmed"
  /** The proof belongs to another header than the one that is trusted. */
  | "light/wrongProofHeader"
  | "light/wrongKey"
  /** The root of the proof is not the one that the header carries. */
  | "light/wrongRoot"
  | "light/presenceNotProved"
  | "light/absenceNotProved";

export interface LightErrorDetails {
  readonly [name: string]: string | number | undefined;
}

export class LightError extends Error {
  readonly code: LightErrorCode;
  readonly details: LightErrorDetails;
  /** For a divergence, the two blocks, which together are the evidence. */
  readonly blocks: readonly LightBlock[];

  constructor(
    code: LightErrorCode,
    details: LightErrorDetails = {},
    { cause, blocks = [] }: { readonly cause?: unknown; readonly blocks?: readonly LightBlock[] } = {},
  ) {
    const said = Object.entries(details).map(([name, value]) => `${name} ${value}`);
    super([code, ...said].join(", "), cause === undefined ? undefined : { cause });
    this.name = "LightError";
    this.code = code;
    this.details = details;
    this.blocks = blocks;
  }
}
