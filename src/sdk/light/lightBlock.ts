// A light block: a header, the signatures over it and the validators who signed, as sources answer it.
import { z } from "zod";
import type { Commit } from "#src/comet/commit.ts";
import { type Header, headerHash } from "#src/comet/header.ts";
import { parseCommitJson, parseHeaderJson, parseValidatorsJson, RpcJsonError } from "#src/comet/rpcJsonReader.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import { LightError } from "./lightError.ts";

export interface LightBlock {
  readonly header: Header;
  readonly commit: Commit;
  /** Those who sign at this height. */
  readonly validators: ValidatorSet;
}

/** What is trusted: a header, and the validators of its height or, as its next validators, of the height after. */
export interface TrustedBlock {
  readonly header: Header;
  readonly validators: ValidatorSet;
}

const lightBlockSchema = z.strictObject({
  signed_header: z.strictObject({ header: z.unknown(), commit: z.unknown() }),
  validators: z.unknown(),
});

/** Reads `{ signed_header: { header, commit }, validators }`; throws a LightError. */
export function parseLightBlockJson(json: unknown): LightBlock {
  return refusingMalformed(() => {
    const { signed_header, validators } = lightBlockSchema.parse(json);
    return {
      header: parseHeaderJson(signed_header.header),
      commit: parseCommitJson(signed_header.commit),
      validators: parseValidatorsJson(validators),
    };
  });
}

/** Runs a parser whose errors mean that a source answered in no form that we know. */
export function refusingMalformed<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof RpcJsonError) && !(cause instanceof z.ZodError)) throw cause;
    throw new LightError("light/malformedAnswer", {}, { cause });
  }
}

export function lightBlockHash({ header }: Pick<LightBlock, "header">): Uint8Array {
  return headerHash(header);
}
