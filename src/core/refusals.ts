// Refusals of the encodings themselves: bytes or text that no message could mean.
import { defineRefusals, refusal } from "./refusal.ts";

export const refusals = defineRefusals("core", {
  malformedEncoding: refusal<{ reason: string; offset: number }>(
    10,
    "invalid",
    "The bytes are not deterministic CBOR of the expected shape.",
  ),
  valueOutOfBounds: refusal<{ reason: string }>(11, "invalid", "A value lies outside the bounds of its schema."),
  malformedAccount: refusal<{ account: string }>(
    12,
    "invalid",
    "The text is not an account: bech32m beginning with kdg1.",
  ),
  malformedAmount: refusal<{ amount: string }>(13, "invalid", "The text is not an amount in this currency's decimals."),
});
