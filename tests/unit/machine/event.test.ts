// Events: each is named after its module and carries the content it was announced with.
import { expect, test } from "vitest";
import { z } from "zod";
import { defineEvents } from "#src/machine/event.ts";

test("an event is named after its module, and keeps its schema beside it", () => {
  const events = defineEvents("vault", { doorOpened: z.strictObject({ door: z.string().max(9) }) });
  expect(events.doorOpened({ door: "north" })).toEqual({ type: "vault/doorOpened", content: { door: "north" } });
  expect(events.doorOpened.type).toBe("vault/doorOpened");
  expect(events.doorOpened.schema.safeParse({ door: 5 }).success).toBe(false);
});
