// A consumer registers the key with which it signs for what was delivered to it.
import { z } from "zod";
import { publicKeySchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { putSigningKey } from "../registering.ts";
import { consumers, signingKeys } from "../tables.ts";

export const registerConsumer = defineMessage({
  summary: "Registers the sender's key for delivery records; an earlier one signs for nobody any more.",
  actors: "anyone",
  schema: z.strictObject({ key: publicKeySchema }),
  // Most of it is the check of the key.
  work: 600,
  handle({ state, actor, emit }, { key }) {
    putSigningKey(state, key, actor);
    const before = consumers.get(state, actor);
    if (before !== undefined) signingKeys.delete(state, bytesToHex(before.key));
    consumers.put(state, actor, { key });
    emit(events.consumerRegistered({ account: actor, key }));
  },
});
