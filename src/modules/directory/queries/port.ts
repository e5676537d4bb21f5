// The bank that asks for a proxy.
import { z } from "zod";
import { hexToBytes } from "#src/crypto/hex.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requirePort } from "../holding.ts";
import { hexHashSchema, portSchema } from "../schemas.ts";
import { ports } from "../tables.ts";

export const port = defineQuery({
  summary: "Which bank asks for a proxy, and when it may take it over.",
  readers: party("bank"),
  params: z.strictObject({ proxy: hexHashSchema }),
  result: portSchema,
  proves: ({ proxy }) => ports.key(proxy),
  answer: ({ state }, { proxy }) => requirePort(state, hexToBytes(proxy)),
});
