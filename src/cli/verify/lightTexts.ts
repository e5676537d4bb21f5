// What each reason to disbelieve means, as a sentence for a person.
import type { LightErrorCode } from "#src/sdk/light/lightError.ts";

export const lightTexts: Readonly<Record<LightErrorCode, string>> = {
  "light/malformedAnswer": "the node's answer does not have the form of a header or a proof",
  "light/invalidOptions": "with these options nothing would be protected",
  "light/wrongChain": "the header belongs to another chain",
  "light/wrongHeight": "the header is of another height than was asked for",
  "light/invalidHeader": "the header has a field that no block has",
  "light/timeNotLater": "time does not rise with height",
  "light/headerFromTheFuture": "the header is ahead of this machine's clock",
  "light/trustExpired": "what is trusted is older than the trusting period: name a newer --trust",
  "light/wrongValidators": "other validators signed than those that the header names",
  "light/invalidCommit": "the signatures do not make the block final",
  "light/notEnoughTrust": "too few of the trusted validators signed",
  "light/brokenChain": "the headers do not follow one another",
  "light/wrongTrustRoot": "the node's header is not the one that you trust",
  "light/nothingTrusted": "nothing is trusted yet",
  "light/tooManySteps": "the way from what is trusted is too long: name a newer --trust",
  "light/unavailable": "the node does not answer, or has no such block",
  "light/diverged": "a witness shows another header, signed as it must be: somebody attacks",
  "light/notConfirmed": "no witness confirms the header",
  "light/wrongProofHeader": "the proof belongs to another header",
  "light/wrongKey": "the proof is for another key",
  "light/wrongRoot": "the proof has another root than the header",
  "light/presenceNotProved": "the proof does not show this value",
  "light/absenceNotProved": "the proof does not show that nothing is stored",
};
