// Refusals of the module `oracle`: numbers 300 to 349.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("oracle", {
  unknownFeed: refusal<{ feed: string }>(300, "unknown", "There is no feed of this name."),
  feedExists: refusal<{ feed: string }>(301, "conflict", "A feed of this name is registered already."),
  notFeeder: refusal<{ feed: string; feeder: string }>(302, "unauthorised", "The actor is not a feeder of this feed."),
  repeatedFeed: refusal<{ feed: string }>(303, "invalid", "A list of quotes names a feed once."),
  repeatedFeeder: refusal<{ feeder: string }>(304, "invalid", "A list of feeders names an account once."),
  tooFewFeeders: refusal<{ feeders: number; minPublishers: number }>(
    305,
    "invalid",
    "A feed needs at least as many feeders as it wants publishers.",
  ),
  confidenceTooWide: refusal<{ feed: string }>(306, "invalid", "A confidence is at most the price."),
  quoteFromFuture: refusal<{ feed: string; observedMs: number; blockTimeMs: number }>(
    307,
    "invalid",
    "A quote was observed no later than the block that takes it.",
  ),
  quoteOutOfOrder: refusal<{ feed: string; observedMs: number; previousMs: number }>(
    308,
    "conflict",
    "The feeder has already quoted a later observation of this feed.",
  ),
  priceUnsound: refusal<{ feed: string; status: string }>(309, "conflict", "The price is not fit for this use now."),
});
